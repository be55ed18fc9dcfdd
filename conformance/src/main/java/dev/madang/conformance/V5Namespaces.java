package dev.madang.conformance;

import dev.madang.server.Namespace;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What the namespaces of profile {@code v5} do: {@code /}, {@code /custom} and {@code /refused}. */
final class V5Namespaces {
    /*
     * A join and a leave are waited for, so that acks come in the order of the requests, as they do on Node.
     */
    private static final Duration QUESTION = Duration.ofSeconds(2);

    private V5Namespaces() {}

    static void open(SocketIo io) {
        io.onConnection(socket -> {
            greet(socket);
            socket.on("message-with-ack", (arguments, ack) -> ack.reply(AllArguments.of(arguments)));
            rooms(socket);
            whims(socket);
        });
        io.of("/custom").onConnection(V5Namespaces::greet);
        io.of("/refused").use((socket, next) -> next.refuse("not allowed", Map.of("code", 42)));
    }

    private static void greet(Socket socket) {
        socket.emit("auth", socket.handshake().auth());
        socket.on("message", (arguments, ack) -> socket.emit("message-back", AllArguments.of(arguments)));
    }

    private static void rooms(Socket socket) {
        Namespace namespace = socket.namespace();
        socket.on("join", String.class, (room, ack) -> {
            socket.join(room).join();
            ack.reply(room);
        });
        socket.on("leave", String.class, (room, ack) -> {
            socket.leave(room).join();
            ack.reply(room);
        });
        socket.on("to-room", String.class, JsonNode.class, (room, payload, ack) -> {
            namespace.to(room).emit("room-msg", room, payload);
            ack.reply();
        });
        socket.on("to-others", JsonNode.class, (payload, ack) -> {
            socket.broadcast().emit("others-msg", payload);
            ack.reply();
        });
    }

    private static void whims(Socket socket) {
        socket.on(
                "ask-me",
                JsonNode.class,
                payload -> socket.emitWithAck(QUESTION, "question", payload)
                        .thenAccept(answer -> socket.emit("answered", AllArguments.of(answer))));
        socket.on("kick-me", (arguments, ack) -> socket.disconnect());
        socket.on("close-me", (arguments, ack) -> socket.disconnect(true));
    }
}
