package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.ByteSink;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineDialect;
import dev.madang.protocol.EngineType;
import dev.madang.server.EventHandler;
import dev.madang.server.Namespace;
import dev.madang.server.SocketIo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** socket.io-client 2.5, which speaks Engine.IO 3, together with 3.1 and 4.8, and the parser it brings. */
class OldClientsTest {
    private static final long SEED = 161_803;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HexFormat HEX = HexFormat.of();

    private static SocketIo serve() {
        SocketIo io = SocketIo.builder()
                .allowEIO3(true)
                .pingInterval(Duration.ofMillis(200))
                .pingTimeout(Duration.ofSeconds(20))
                .build();
        people(io.of("/"));
        people(io.of("/chat"));
        io.of("/refused").use((socket, next) -> next.refuse("not you"));
        io.of("/refused-with-data").use((socket, next) -> next.refuse("not you", Map.of("code", 7)));
        return io;
    }

    private static void people(Namespace namespace) {
        EventHandler echo = (arguments, ack) -> {
            Object[] values = new Object[arguments.size()];
            Arrays.setAll(values, arguments::node);
            ack.reply(values);
        };
        namespace.onConnection(socket -> {
            socket.join("everybody");
            socket.on("echo", echo);
            socket.on(
                    "who am I",
                    (arguments, ack) -> ack.reply(
                            socket.id(), socket.protocol(), socket.handshake().auth()));
            socket.on(
                    "tell all",
                    (arguments, ack) ->
                            namespace.to("everybody").emit("news", arguments.node(0), arguments.node(1), "end"));
            socket.on(
                    "ask all",
                    (arguments, ack) -> namespace
                            .timeout(Duration.ofSeconds(30))
                            .emitWithAck("ask", arguments.node(0))
                            .thenAccept(acks -> ack.reply(acks.responses().stream()
                                    .map(answer -> answer.node(0).asString() + " "
                                            + answer.node(1).binaryValue().length)
                                    .sorted()
                                    .toList())));
            socket.on("leave me", (arguments, ack) -> socket.disconnect());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket", "upgrade"})
    void clientsOfThreeGenerationsMeetInOneRoom(String mode) {
        try (SocketIo io = serve()) {
            int port = io.listen("127.0.0.1", 0).address().getPort();
            Golden.assertSame("old-clients.jsonl", Node.run("old-clients.mjs", "http://127.0.0.1:" + port, mode));
        }
    }

    @Test
    void bodiesAreThoseOfTheOldClientsParser(@TempDir Path folder) throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<String> lines = new ArrayList<>();
        int samples = Boolean.getBoolean("madang.long") ? 50_000 : 1_000;
        for (int i = 0; i < samples; i++) {
            lines.add(JSON.writeValueAsString(written(random)));
            byte[] body = body(random);
            boolean binary = random.nextBoolean();
            ObjectNode read = JSON.createObjectNode().put("isBinary", binary).put("body", HEX.formatHex(body));
            if (reads(binary, body, read.putArray("messages"))) {
                lines.add(JSON.writeValueAsString(read));
            }
        }
        assertThat(lines).hasSizeGreaterThan(samples + samples / 20);
        Path file = Files.write(folder.resolve("bodies.jsonl"), lines);
        Node.ready();
        assertThat(Node.run("engine3.mjs", file.toString()))
                .as("seed %d", SEED)
                .containsExactly(Integer.toString(lines.size()));
    }

    private static ObjectNode written(SplittableRandom random) {
        ObjectNode line = JSON.createObjectNode();
        ArrayNode shown = line.putArray("messages");
        List<EncodedMessage> messages = new ArrayList<>();
        for (int count = 1 + random.nextInt(4); count > 0; count--) {
            if (random.nextInt(3) == 0) {
                byte[] data = new byte[random.nextInt(40)];
                random.nextBytes(data);
                shown.addObject().put("bytes", HEX.formatHex(data));
                messages.add(EngineCodec.message(true, data, 0, data.length).first());
            } else {
                String text = text(random);
                shown.add(text);
                messages.add(EngineCodec.textMessage(text).first());
            }
        }
        Bytes binary = new Bytes();
        EngineDialect.V3.write(messages, binary);
        Bytes text = new Bytes();
        EngineDialect.V3_BASE64.write(messages, text);
        return line.put("binary", HEX.formatHex(binary.toByteArray())).put("text", HEX.formatHex(text.toByteArray()));
    }

    private static String text(SplittableRandom random) {
        int[] characters = "aZ09:{\"é€글😀\u2028\n\u0000".codePoints().toArray();
        StringBuilder text = new StringBuilder();
        for (int length = random.nextInt(20); length > 0; length--) {
            text.appendCodePoint(characters[random.nextInt(characters.length)]);
        }
        return text.toString();
    }

    /** Something that may be a body: short packets with lengths that are mostly right, of either form. */
    private static byte[] body(SplittableRandom random) {
        Bytes body = new Bytes();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            byte[] data = ("4" + text(random)).getBytes(StandardCharsets.UTF_8);
            int length = random.nextInt(10) == 0 ? random.nextInt(12) : data.length;
            if (random.nextBoolean()) {
                body.ascii(length + ":");
            } else {
                boolean text = random.nextBoolean();
                body.write(text ? 0 : 1);
                for (char digit : Integer.toString(length).toCharArray()) {
                    body.write(digit - '0');
                }
                body.write(255);
                data[0] = text ? (byte) '4' : 4;
            }
            body.write(data, 0, data.length);
        }
        return body.toByteArray();
    }

    private static boolean reads(boolean binary, byte[] body, ArrayNode messages) {
        return EngineDialect.V3.payload(binary, body, 0, body.length, 100, (type, bytes, array, offset, length) -> {
                    assertThat(type).isEqualTo(EngineType.MESSAGE);
                    if (bytes) {
                        messages.addObject().put("bytes", HEX.formatHex(array, offset, offset + length));
                    } else {
                        messages.add(new String(array, offset, length, StandardCharsets.UTF_8));
                    }
                    return true;
                })
                == null;
    }

    private static final class Bytes extends ByteArrayOutputStream implements ByteSink {}
}
