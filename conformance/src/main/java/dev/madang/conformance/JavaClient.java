package dev.madang.conformance;

import dev.madang.engine.OriginPolicy;
import dev.madang.server.ListenOptions;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The server of profile {@code java-client}, for the suite of the Java client. */
final class JavaClient {
    private static final Duration PING_INTERVAL = Duration.ofSeconds(2);
    private static final Duration QUESTION = Duration.ofSeconds(10);

    private JavaClient() {}

    static ProfileServer start(ListenOptions where) {
        SocketIo io = SocketIo.builder()
                .pingInterval(PING_INTERVAL)
                .origins(OriginPolicy.allowAnyOrigin())
                .build();
        io.engine().onHeaders((headers, request) -> {
            String value = request.header("X-SocketIO");
            if (value != null) {
                headers.set("X-SocketIO", value);
            }
        });
        for (String quiet : List.of("/timeout_socket", "/valid", "/asd")) {
            io.of(quiet);
        }
        io.of("/abc").onConnection(socket -> socket.emit("handshake", socket.handshake()));
        io.of("/no").use((socket, next) -> next.refuse("auth failed", Map.of("a", "b", "c", 3)));
        for (String lively : List.of("/", "/foo")) {
            io.of(lively).onConnection(JavaClient::connected);
        }
        return new ProfileServer.OfSocketIo(io, io.listen(where));
    }

    private static void connected(Socket socket) {
        socket.emit("message", "hello client");
        socket.on("message", (arguments, ack) -> socket.emit("message", AllArguments.of(arguments)));
        socket.on("echo", (arguments, ack) -> socket.emit("echoBack", AllArguments.of(arguments)));
        socket.on(
                "broadcast", (arguments, ack) -> socket.broadcast().emit("broadcastBack", AllArguments.of(arguments)));
        socket.on(
                "room",
                (arguments, ack) -> socket.namespace().to(socket.id()).emit("roomBack", AllArguments.of(arguments)));
        socket.on("requestDisconnect", (arguments, ack) -> socket.disconnect());
        acks(socket);
    }

    private static void acks(Socket socket) {
        socket.on("ack", (arguments, ack) -> ack.reply(AllArguments.of(arguments)));
        for (String question : List.of("callAck", "callAckBinary")) {
            socket.on(
                    question,
                    (arguments, ack) -> socket.emitWithAck(QUESTION, "ack")
                            .thenAccept(answer -> socket.emit("ackBack", AllArguments.of(answer))));
        }
        socket.on("getAckBinary", (arguments, ack) -> ack.reply((Object) "huehue".getBytes(StandardCharsets.UTF_8)));
        socket.on("getAckDate", (arguments, ack) -> ack.reply(Instant.now()));
        socket.on("getHandshake", (arguments, ack) -> ack.reply(socket.handshake()));
    }
}
