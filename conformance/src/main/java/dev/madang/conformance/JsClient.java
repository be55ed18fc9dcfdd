package dev.madang.conformance;

import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestHead;
import dev.madang.protocol.Arguments;
import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.ListenOptions;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** The server of profile {@code js-client}, for the suite of the JavaScript client. */
final class JsClient {
    private static final Duration PING_INTERVAL = Duration.ofSeconds(2);
    private static final Duration QUESTION = Duration.ofSeconds(10);
    private static final int GATE_MILLISECONDS = 10;
    private static final List<String> TEXTS =
            List.of("てすと", "Я Б Г Д Ж Й", "Ä ä Ü ü ß", "utf8 — string", "utf8 — string");

    private JsClient() {}

    static ProfileServer start(ListenOptions where) {
        SocketIo io = SocketIo.builder()
                .pingInterval(PING_INTERVAL)
                .origins(OriginPolicy.allowAnyOrigin())
                .allowRequest(JsClient::afterAWhile)
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build();
        for (String quiet : List.of("/timeout_socket", "/valid", "/asd")) {
            io.of(quiet);
        }
        io.of("/foo").onConnection(JsClient::answerId);
        io.of("/abc").onConnection(socket -> socket.emit("handshake", socket.handshake()));
        io.of("/no").use((socket, next) -> next.refuse("Auth failed (custom namespace)"));
        io.use((socket, next) -> {
            if (socket.handshake().query().containsKey("fail")) {
                next.refuse("Auth failed (main namespace)");
            } else {
                next.proceed();
            }
        });
        io.onConnection(JsClient::connected);
        return new ProfileServer.OfSocketIo(io, io.listen(where));
    }

    private static CompletionStage<Optional<String>> afterAWhile(RequestHead head) {
        return new CompletableFuture<Optional<String>>()
                .completeOnTimeout(Optional.empty(), GATE_MILLISECONDS, TimeUnit.MILLISECONDS);
    }

    private static void connected(Socket socket) {
        answerId(socket);
        questions(socket);
        values(socket);
        bytes(socket);
        bytesInOrder(socket);
    }

    private static void answerId(Socket socket) {
        socket.on("getId", (arguments, ack) -> ack.reply(socket.id()));
    }

    private static void questions(Socket socket) {
        socket.on("hi", (arguments, ack) -> socket.emit("hi"));
        socket.on("echo", (arguments, ack) -> ack.reply(arguments.node(0)));
        socket.on(
                "ack",
                (arguments, ack) -> socket.emitWithAck(QUESTION, "ack").thenAccept(answer -> {
                    if (answer.node(0).asInt(0) == 5
                            && answer.node(1).path("test").asBoolean(false)) {
                        socket.emit("got it");
                    }
                }));
        socket.on("getAckDate", (arguments, ack) -> ack.reply(Instant.now()));
        socket.on("getHandshake", (arguments, ack) -> ack.reply(socket.handshake()));
    }

    private static void values(Socket socket) {
        socket.on("getDate", (arguments, ack) -> socket.emit("takeDate", Instant.now()));
        socket.on("getDateObj", (arguments, ack) -> socket.emit("takeDateObj", Map.of("date", Instant.now())));
        socket.on("getUtf8", (arguments, ack) -> TEXTS.forEach(text -> socket.emit("takeUtf8", text)));
        socket.on("false", (arguments, ack) -> socket.emit("false", false));
    }

    private static void bytes(Socket socket) {
        byte[] bytes = "asdfasdf".getBytes(StandardCharsets.UTF_8);
        socket.on("doge", (arguments, ack) -> socket.emit("doge", (Object) bytes));
        socket.on("getbin", (arguments, ack) -> socket.emit("takebin", (Object) bytes));
        for (Map.Entry<String, String> answer :
                Map.of("buffa", "buffack", "blob", "back").entrySet()) {
            socket.on(answer.getKey(), (arguments, ack) -> {
                if (arguments.node(0).isBinary()) {
                    socket.emit(answer.getValue());
                }
            });
        }
        for (String mixed : List.of("jsonbuff", "jsonblob")) {
            socket.on(mixed, (arguments, ack) -> {
                if (lolWithBytes(arguments.node(0))) {
                    socket.emit(mixed + "-ack");
                }
            });
        }
    }

    private static boolean lolWithBytes(JsonNode node) {
        return node.path("hello").asString("").equals("lol")
                && node.path("message").isBinary()
                && node.path("goodbye").asString("").equals("gotcha");
    }

    /** Answers the last event of a series, if all of it came, in order. */
    private static void bytesInOrder(Socket socket) {
        StringBuffer seen = new StringBuffer();
        for (String event : List.of("abuff1", "abuff2", "blob1", "blob2", "blob3")) {
            socket.on(event, (arguments, ack) -> seen.append(event).append(kind(arguments)));
        }
        socket.on("abuff2", (arguments, ack) -> {
            if (seen.indexOf("abuff1<bytes>") >= 0) {
                socket.emit("abuff2-ack");
            }
        });
        socket.on("blob3", (arguments, ack) -> {
            if (seen.indexOf("blob1<bytes>blob2<second>blob3<bytes>") >= 0) {
                socket.emit("blob3-ack");
            }
        });
    }

    private static String kind(Arguments arguments) {
        JsonNode first = arguments.node(0);
        return first.isBinary() ? "<bytes>" : "<" + first.asString("") + ">";
    }
}
