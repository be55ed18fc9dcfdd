package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.MsgpackParser;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The JavaScript client with {@code socket.io-msgpack-parser}: connecting, both ways, acks, refusals, broadcasts. */
class MsgpackTest {
    private static SocketIo serve() {
        SocketIo io = SocketIo.builder().parser(new MsgpackParser()).build();
        io.of("/admin").use((socket, next) -> {
            JsonNode auth = socket.handshake().auth();
            if (auth.path("token").asString("").equals("right")) {
                next.proceed();
            } else {
                next.refuse("not you", Map.of("code", 7));
            }
        });
        io.of("/admin").onConnection(socket -> {
            socket.on("echo", (arguments, ack) -> {
                Object[] values = new Object[arguments.size()];
                Arrays.setAll(values, arguments::node);
                socket.emit("echoed", values);
            });
            socket.on("upload", String.class, byte[].class, (name, data, ack) -> {
                Map<String, Object> answer = new LinkedHashMap<>();
                answer.put("length", data.length);
                answer.put("copy", new Object[] {data});
                ack.reply(name, answer);
            });
            socket.on("ask me", (arguments, ack) -> {
                socket.emitWithAck(Duration.ofSeconds(30), "ask", "글?", new byte[] {3})
                        .thenAccept(answer -> socket.emit("answer", answer.node(0), answer.get(1, byte[].class)));
            });
            socket.on("broadcast", JsonNode.class, value -> {
                io.of("/admin").emit("shout", "all of /admin", value);
                io.emit("shout", "all of /", value);
            });
            socket.on(
                    "count all",
                    (arguments, ack) -> io.emitWithAck("count", 41)
                            .thenAccept(acks -> socket.emit(
                                    "counted", acks.responses().getFirst().get(0, Integer.class))));
            socket.on("leave", (arguments, ack) -> socket.disconnect(false));
            socket.emit("auth", socket.handshake().auth());
        });
        return io;
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void everythingIsSaidInMessagePack(String mode) {
        try (SocketIo io = serve()) {
            int port = io.listen("127.0.0.1", 0).address().getPort();
            assertThat(Node.run("msgpack.mjs", "http://127.0.0.1:" + port, mode))
                    .containsExactly(
                            "[\"refused\",\"not you\",{\"code\":7}]",
                            "[\"unknown\",\"Invalid namespace\"]",
                            "[\"auth\",{\"token\":\"right\",\"key\":{\"bytes\":\"0102\"},\"n\":[1.5,null]}]",
                            "[\"echo\",\"글 😀\",0,-1,-33,128,65536,4294967296,-2147483649,1.5,0,true,null,null,"
                                    + "{\"nested\":[{\"bytes\":{\"bytes\":\"616263\"}}],\"empty\":{\"bytes\":\"\"}},"
                                    + "\"2025-02-24T19:30:01.627Z\",{\"bytes\":\"0708\"},\"" + "x".repeat(300) + "\","
                                    + "[0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19]]",
                            "[\"acked\",\"file\",{\"length\":3,\"copy\":[{\"bytes\":\"090807\"}]}]",
                            "[\"answered\",{\"to\":\"글?\",\"back\":{\"bytes\":\"03\"}},{\"bytes\":\"7a7a\"}]",
                            "[\"shout\",\"all of /admin\",{\"all\":{\"bytes\":\"05\"}}]",
                            "[\"shout\",\"all of /\",{\"all\":{\"bytes\":\"05\"}}]",
                            "[\"counted\",42]",
                            "[\"acked\",\"after\",{\"length\":1,\"copy\":[{\"bytes\":\"01\"}]}]",
                            "[\"disconnect\",\"io server disconnect\"]");
        }
    }
}
