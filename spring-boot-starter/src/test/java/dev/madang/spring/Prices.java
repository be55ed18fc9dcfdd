package dev.madang.spring;

import dev.madang.server.SocketIo;
import org.springframework.stereotype.Component;

@Component
class Prices {
    Prices(SocketIo io) {
        io.onConnection(socket -> socket.on("watch", String.class, stock -> socket.join(stock)));
    }
}
