package dev.madang.examples.docs;

import dev.madang.server.SocketIo;

public class Main {
    public static void main(String[] args) {
        var io = SocketIo.create();
        io.onConnection(socket -> {
            socket.on("message", String.class, text -> io.emit("message", socket.id() + ": " + text));
            socket.on("add", Integer.class, Integer.class, (a, b, ack) -> ack.reply(a + b));
            socket.on("join", String.class, room -> socket.join(room));
            socket.onDisconnect(reason -> System.out.println(socket.id() + " left: " + reason.text()));
        });
        io.listen(8000);
    }
}
