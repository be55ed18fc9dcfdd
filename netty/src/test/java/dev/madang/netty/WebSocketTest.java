package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.netty.RawClient.Answer;
import dev.madang.netty.RawClient.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** WebSocket frames as bytes on a real port (RFC 6455). */
class WebSocketTest {
    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void messagesOfAllSizesComeBack(NettyServer.Transport transport) {
        try (EchoServer server = new EchoServer(transport);
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            assertThat(client.text()).startsWith("0{\"sid\":\"");
            for (int size :
                    new int[] {0, 1, 7, 8, 9, 124, 125, 126, 2047, 2048, 16_000, 65_534, 65_535, 65_536, 99_000}) {
                String text = "4" + "é".repeat(size / 2) + "x".repeat(size % 2);
                assertThat(client.text(text).text()).isEqualTo(text);
            }
            client.send(RawClient.masked(0x82, new byte[] {0, 1, -1}));
            Frame binary = client.frame();
            assertThat(binary.opcode()).isEqualTo(0x2);
            assertThat(binary.payload()).containsExactly(0, 1, -1);
        }
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void framesRightBehindTheHandshakeAreNotLost(NettyServer.Transport transport) {
        try (EchoServer server = new EchoServer(transport);
                RawClient client = server.client()) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawClient.upgradeHead(EchoServer.WS).getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(RawClient.masked(0x81, "4early".getBytes(StandardCharsets.US_ASCII)));
            byte[] half = RawClient.masked(0x81, "4later".getBytes(StandardCharsets.US_ASCII));
            bytes.write(half, 0, 5);
            client.send(bytes.toByteArray());
            assertThat(client.answer().header("Sec-WebSocket-Accept")).isEqualTo("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertThat(client.text()).startsWith("0{");
            assertThat(client.text()).isEqualTo("4early");
            client.send(java.util.Arrays.copyOfRange(half, 5, half.length));
            assertThat(client.text()).isEqualTo("4later");
        }
    }

    @Test
    void upgradeBehindAnOpenPollWaitsAndItsFramesToo() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client();
                RawClient other = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawClient.head("GET", session).getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(RawClient.upgradeHead(EchoServer.WS).getBytes(StandardCharsets.US_ASCII));
            bytes.writeBytes(RawClient.masked(0x81, "4early".getBytes(StandardCharsets.US_ASCII)));
            client.send(bytes.toByteArray());
            other.post(session, "4x").answer();
            assertThat(client.answer().body()).isEqualTo("4x");
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.text()).startsWith("0{");
            assertThat(client.text()).isEqualTo("4early");
        }
    }

    @Test
    void framesMayComeByteByByte() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawClient.masked(0x81, "4one".getBytes(StandardCharsets.US_ASCII)));
            bytes.writeBytes(RawClient.masked(0x01, "4tw".getBytes(StandardCharsets.US_ASCII)));
            bytes.writeBytes(RawClient.masked(0x89, "ping".getBytes(StandardCharsets.US_ASCII)));
            bytes.writeBytes(RawClient.masked(0x80, "o".getBytes(StandardCharsets.US_ASCII)));
            for (byte each : bytes.toByteArray()) {
                client.send(new byte[] {each});
            }
            assertThat(client.text()).isEqualTo("4one");
            Frame pong = client.frame();
            assertThat(pong.opcode()).isEqualTo(0xA);
            assertThat(pong.text()).isEqualTo("ping");
            assertThat(client.text()).isEqualTo("4two");
        }
    }

    static Stream<Arguments> hostileFrames() {
        byte[] fine = RawClient.masked(0x81, "4fine".getBytes(StandardCharsets.US_ASCII));
        List<Arguments> table = new ArrayList<>(List.of(
                Arguments.of("not masked", new byte[] {(byte) 0x81, 1, '4'}, 1002),
                Arguments.of("RSV1", RawClient.masked(0xC1, fine), 1002),
                Arguments.of("RSV2", RawClient.masked(0xA1, fine), 1002),
                Arguments.of("RSV3", RawClient.masked(0x91, fine), 1002),
                Arguments.of("fragmented ping", RawClient.masked(0x09, new byte[1]), 1002),
                Arguments.of("fragmented close", RawClient.masked(0x08, new byte[0]), 1002),
                Arguments.of("ping of 126 bytes", RawClient.masked(0x89, new byte[126]), 1002),
                Arguments.of("continuation of nothing", RawClient.masked(0x80, new byte[1]), 1002),
                Arguments.of("text in a text", join(RawClient.masked(0x01, new byte[1]), fine), 1002),
                Arguments.of("close of one byte", RawClient.masked(0x88, new byte[1]), 1002),
                Arguments.of("huge", length(0x7FFF_FFFF_FFFF_FFFFL), 1009),
                Arguments.of("negative", length(-1), 1002),
                Arguments.of("one byte too large", RawClient.masked(0x81, new byte[100_001]), 1009),
                Arguments.of(
                        "too large in two fragments",
                        join(RawClient.masked(0x01, ascii(60_000)), RawClient.masked(0x80, ascii(40_001))),
                        1009),
                Arguments.of("bad UTF-8", RawClient.masked(0x81, new byte[] {'4', (byte) 0xC0, (byte) 0x80}), 1007),
                Arguments.of(
                        "bad UTF-8 across fragments",
                        join(
                                RawClient.masked(0x01, new byte[] {'4', (byte) 0xE2, (byte) 0x82}),
                                RawClient.masked(0x80, new byte[] {'x'})),
                        1007),
                Arguments.of(
                        "bad close reason", RawClient.masked(0x88, new byte[] {3, (byte) 0xE8, (byte) 0xFF}), 1007)));
        for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
            table.add(Arguments.of("opcode " + opcode, RawClient.masked(0x80 | opcode, new byte[0]), 1002));
        }
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535}) {
            byte[] payload = {(byte) (code >>> 8), (byte) code};
            table.add(Arguments.of("close code " + code, RawClient.masked(0x88, payload), 1002));
        }
        return table.stream();
    }

    private static byte[] ascii(int length) {
        return "4".repeat(length).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] length(long length) {
        return java.nio.ByteBuffer.allocate(14)
                .put((byte) 0x81)
                .put((byte) 0xFF)
                .putLong(length)
                .array();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileFrames")
    void hostileFramesEndTheConnectionWithTheRightCode(String name, byte[] bytes, int code) {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            client.send(bytes);
            client.send(RawClient.masked(0x81, "4after".getBytes(StandardCharsets.US_ASCII)));
            Frame close = client.frame();
            assertThat(close.opcode()).isEqualTo(0x8);
            assertThat(close.code()).isEqualTo(code);
            assertThat(client.ended()).isTrue();
            await().untilAsserted(() -> assertThat(server.endings).hasSize(1));
        }
    }

    @Test
    void validCloseCodesAreAnswered() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE)) {
            for (int code : new int[] {1000, 1001, 1002, 1003, 1007, 1011, 3000, 4999}) {
                try (RawClient client = server.client().upgrade(EchoServer.WS)) {
                    client.text();
                    client.send(RawClient.masked(0x88, new byte[] {(byte) (code >>> 8), (byte) code, 'x'}));
                    client.text("4after");
                    assertThat(client.frame().code()).isEqualTo(code);
                    assertThat(client.ended()).isTrue();
                }
            }
            try (RawClient client = server.client().upgrade(EchoServer.WS)) {
                client.text();
                client.send(RawClient.masked(0x88, new byte[0]));
                assertThat(client.frame().payload()).isEmpty();
                assertThat(client.ended()).isTrue();
            }
            await().untilAsserted(() -> assertThat(server.endings).hasSize(9).containsOnly("transport close"));
        }
    }

    @Test
    void connectionOfAClientThatIsToComeBackEndsWithoutACloseFrameBehindWhatWasWritten() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            client.text("4last");
            assertThat(client.frame().text()).isEqualTo("4last");
            server.engine.close();
            assertThat(client.ended()).isTrue();
            await().untilAsserted(() -> assertThat(server.endings).containsExactly("server shutting down"));
        }
    }

    @Test
    void fragmentsAreCountedEmptyOnesToo() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE)) {
            assertThat(fragments(server, 1022).text()).isEqualTo("4x");
            assertThat(fragments(server, 1023).code()).isEqualTo(1008);
        }
    }

    private static Frame fragments(EchoServer server, int empty) {
        try (RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            bytes.writeBytes(RawClient.masked(0x01, new byte[] {'4', 'x'}));
            for (int i = 0; i < empty; i++) {
                bytes.writeBytes(RawClient.masked(0x00, new byte[0]));
            }
            bytes.writeBytes(RawClient.masked(0x80, new byte[0]));
            client.send(bytes.toByteArray());
            return client.frame();
        }
    }

    @Test
    void floodOfPingsEndsTheConnection() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < 21; i++) {
                bytes.writeBytes(RawClient.masked(0x89, new byte[0]));
            }
            client.send(bytes.toByteArray());
            Frame frame = client.frame();
            while (frame.opcode() == 0xA) {
                frame = client.frame();
            }
            assertThat(frame.code()).isEqualTo(1008);
            assertThat(client.ended()).isTrue();
        }
    }

    static Stream<Arguments> badHandshakes() {
        return Stream.of(
                Arguments.of("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 8", 426),
                Arguments.of("Sec-WebSocket-Version: 13\r\n", "", 426),
                Arguments.of("Connection: Upgrade", "Connection: close", 400),
                Arguments.of(RawClient.KEY, "c2hvcnQ=", 400),
                Arguments.of(RawClient.KEY, "!!!!!!!!!!!!!!!!!!!!!!!!", 400),
                Arguments.of("GET ", "POST ", 400),
                Arguments.of("HTTP/1.1", "HTTP/1.0", 400),
                Arguments.of("Upgrade: websocket", "Upgrade: websocket\r\nContent-Length: 5", 400),
                Arguments.of("EIO=4", "EIO=9", 400),
                Arguments.of("transport=websocket", "transport=polling", 400),
                Arguments.of("Upgrade: websocket", "Upgrade: websocket\r\nOrigin: http://evil.example", 403));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badHandshakes")
    void badHandshakesAreRefusedAndTheConnectionEnds(String part, String instead, int status) {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            client.send(RawClient.upgradeHead(EchoServer.WS).replace(part, instead));
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void resetOfTheConnectionIsATransportErrorOrClose() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NIO);
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            client.reset();
            await().untilAsserted(() -> assertThat(server.endings).hasSize(1));
            assertThat(server.endings.peek()).startsWith("transport ");
        }
    }
}
