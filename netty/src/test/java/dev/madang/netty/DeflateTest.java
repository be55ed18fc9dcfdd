package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.PerMessageDeflate;
import dev.madang.engine.Session;
import dev.madang.netty.RawClient.Answer;
import dev.madang.netty.RawClient.Frame;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineCodec;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** permessage-deflate as bytes on a real port (RFC 7692), and its attacks (A11). */
class DeflateTest {
    private static final String LONG = "4" + "compressible ".repeat(200);

    private static EchoServer server() {
        return server(PerMessageDeflate.threshold(1_024));
    }

    private static EchoServer server(PerMessageDeflate option) {
        return new EchoServer(builder -> builder, options -> options.perMessageDeflate(option));
    }

    private static RawClient offering(EchoServer server) {
        RawClient client = server.client().upgrade(EchoServer.WS, Deflated.OFFER);
        assertThat(client.text()).startsWith("0{");
        return client;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "permessage-deflate | permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                "permessage-deflate; server_max_window_bits=15"
                        + " | permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                        + " server_max_window_bits=15",
                "permessage-deflate; server_max_window_bits=9 | ''",
                "x-webkit-deflate-frame | ''"
            })
    void theAnswerToTheHandshakeNamesWhatWasAgreedOn(String offer, String answered) {
        try (EchoServer server = server();
                RawClient client = server.client()) {
            client.send(RawClient.upgradeHead(EchoServer.WS, "Sec-WebSocket-Extensions: " + offer));
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.header("Sec-WebSocket-Extensions")).isEqualTo(answered);
        }
    }

    @Test
    void offersInSeveralHeadersAreOneList() {
        try (EchoServer server = server();
                RawClient client = server.client()) {
            client.send(RawClient.upgradeHead(
                    EchoServer.WS,
                    "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10",
                    "Sec-WebSocket-Extensions: permessage-deflate"));
            assertThat(client.answer().header("Sec-WebSocket-Extensions")).startsWith("permessage-deflate;");
        }
    }

    @Test
    void offersThatAreNoListAreRefused() {
        try (EchoServer server = server();
                RawClient client = server.client()) {
            client.send(RawClient.upgradeHead(EchoServer.WS, "Sec-WebSocket-Extensions: permessage-deflate; ="));
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void offIsTheDefaultAndAnswersNoOffer() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            client.send(RawClient.upgradeHead(EchoServer.WS, Deflated.OFFER));
            assertThat(client.answer().header("Sec-WebSocket-Extensions")).isEmpty();
            client.text();
            client.text(LONG);
            assertThat(client.frame().compressed()).isFalse();
            client.send(RawClient.masked(0xC1, Deflated.of(LONG)));
            assertThat(client.frame().code()).isEqualTo(1002);
        }
    }

    @Test
    void whoOffersNothingGetsNothingCompressed() {
        try (EchoServer server = server();
                RawClient client = server.client().upgrade(EchoServer.WS)) {
            client.text();
            assertThat(client.text(LONG).text()).isEqualTo(LONG);
            client.send(RawClient.masked(0xC1, Deflated.of(LONG)));
            assertThat(client.frame().code()).isEqualTo(1002);
        }
    }

    @Test
    void messagesAreCompressedBothWays() {
        try (EchoServer server = server();
                RawClient client = offering(server)) {
            for (int round = 0; round < 3; round++) {
                client.send(RawClient.masked(0xC1, Deflated.of(LONG)));
                Frame text = client.frame();
                assertThat(text.opcode()).isEqualTo(0x1);
                assertThat(text.payload().length).isLessThan(100);
                assertThat(Deflated.text(text)).isEqualTo(LONG);
            }
            client.send(RawClient.masked(0xC2, Deflated.of(new byte[50_000])));
            Frame binary = client.frame();
            assertThat(binary.opcode()).isEqualTo(0x2);
            assertThat(Deflated.text(binary)).isEqualTo("\0".repeat(50_000));
            assertThat(client.text("4plain").text()).isEqualTo("4plain");
        }
    }

    @Test
    void fragmentsOfACompressedMessageMayCarryPingsBetweenThem() {
        byte[] packed = Deflated.of(LONG);
        try (EchoServer server = server();
                RawClient client = offering(server)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int i = 0; i < packed.length; i++) {
                bytes.writeBytes(RawClient.masked(i == 0 ? 0x41 : 0x00, new byte[] {packed[i]}));
            }
            bytes.writeBytes(RawClient.masked(0x89, new byte[] {'p'}));
            bytes.writeBytes(RawClient.masked(0x80, new byte[0]));
            client.send(bytes.toByteArray());
            assertThat(client.frame().opcode()).isEqualTo(0xA);
            assertThat(Deflated.text(client.frame())).isEqualTo(LONG);
        }
    }

    @Test
    void shortMessagesAndThoseThatDoNotShrinkStayAsTheyAre() {
        try (EchoServer server = server();
                RawClient client = offering(server)) {
            String below = "4".repeat(1_023);
            assertThat(client.text(below).text()).isEqualTo(below);
            assertThat(Deflated.text(client.text(below + "4").frame())).isEqualTo(below + "4");
            byte[] noise = new byte[5_000];
            new java.util.SplittableRandom(3).nextBytes(noise);
            client.send(RawClient.masked(0x82, noise));
            assertThat(client.frame().payload()).isEqualTo(noise);
        }
    }

    @Test
    void thresholdZeroCompressesWhatShrinks() {
        try (EchoServer server = server(PerMessageDeflate.threshold(0).level(9));
                RawClient client = offering(server)) {
            String text = "4" + "a".repeat(50);
            assertThat(Deflated.text(client.text(text).frame())).isEqualTo(text);
        }
    }

    @Test
    void thePacketsOwnFlagSurvivesTheUpgrade() {
        EncodedPacket packet = EngineCodec.textMessage(LONG);
        try (EchoServer server = server();
                RawClient polling = server.client();
                RawClient client = server.client()) {
            String sid = EchoServer.open(polling);
            Session session = Objects.requireNonNull(server.sessions.get(sid));
            client.upgrade(EchoServer.WS + "&sid=" + sid, Deflated.OFFER);
            assertThat(client.text("2probe").text()).isEqualTo("3probe");
            onLoop(session, each -> {
                each.send(packet, false);
                each.send(packet, true);
                return true;
            });
            client.text("5");
            assertThat(client.frame().compressed()).isFalse();
            assertThat(client.frame().compressed()).isTrue();
            onLoop(session, each -> {
                each.send(packet, false);
                each.send(packet);
                return true;
            });
            assertThat(client.frame().compressed()).isFalse();
            assertThat(client.frame().compressed()).isTrue();
        }
    }

    private static <T> T onLoop(Session session, Function<Session, T> step) {
        CompletableFuture<T> done = new CompletableFuture<>();
        session.loop().execute(() -> done.complete(step.apply(session)));
        return done.join();
    }

    private static long compressions(Collection<Session> sessions) {
        return sessions.stream()
                .collect(Collectors.toMap(Session::loop, each -> each, (one, other) -> one))
                .values()
                .stream()
                .mapToLong(each -> onLoop(
                        each,
                        session -> ((NettyLoop) session.loop()).compression().compressions()))
                .sum();
    }

    @Test
    void broadcastToAThousandOnTwoLoopsIsCompressedOnce() {
        int count = 1_000;
        List<RawClient> clients = new ArrayList<>();
        try (EchoServer server = server()) {
            for (int i = 0; i < count; i++) {
                clients.add(offering(server));
            }
            Map<dev.madang.engine.Loop, List<Session>> byLoop =
                    server.sessions.values().stream().collect(Collectors.groupingBy(Session::loop));
            assertThat(byLoop).hasSize(2);
            EncodedPacket packet = EngineCodec.textMessage(LONG.substring(1));
            byLoop.forEach((loop, members) -> loop.execute(() -> members.forEach(each -> each.send(packet))));
            for (RawClient client : clients) {
                assertThat(Deflated.text(client.frame())).isEqualTo(LONG);
            }
            assertThat(compressions(server.sessions.values())).isEqualTo(1);
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void theLastConnectionEndsTheLoopsCompressors() {
        try (EchoServer server = server()) {
            for (int round = 0; round < 3; round++) {
                try (RawClient one = offering(server);
                        RawClient two = offering(server);
                        RawClient three = offering(server)) {
                    for (RawClient each : List.of(one, two, three)) {
                        each.send(RawClient.masked(0xC1, Deflated.of(LONG)));
                        assertThat(Deflated.text(each.frame())).isEqualTo(LONG);
                    }
                    assertThat(server.sessions.values()).anyMatch(DeflateTest::holdsMemory);
                }
                await().untilAsserted(() -> assertThat(server.sessions.values()).noneMatch(DeflateTest::holdsMemory));
            }
        }
    }

    private static boolean holdsMemory(Session session) {
        return onLoop(session, each -> ((NettyLoop) each.loop()).compression().holdsMemory());
    }

    static Stream<Arguments> attacks() {
        byte[] packed = Deflated.of(LONG);
        return Stream.of(
                Arguments.of("RSV1 on a continuation", join(masked(0x41, packed), masked(0xC0, packed)), 1002),
                Arguments.of("RSV1 on a later fragment only", join(masked(0x01, packed), masked(0xC0, packed)), 1002),
                Arguments.of("RSV1 on a ping", masked(0xC9, packed), 1002),
                Arguments.of("RSV1 on a pong", masked(0xCA, packed), 1002),
                Arguments.of("RSV1 on a close", masked(0xC8, new byte[] {3, (byte) 0xE8}), 1002),
                Arguments.of("RSV1 on a reserved opcode", masked(0xC3, packed), 1002),
                Arguments.of("RSV2", masked(0xA1, packed), 1002),
                Arguments.of("RSV1 and RSV3", masked(0xD1, packed), 1002),
                Arguments.of("no DEFLATE stream", masked(0xC1, new byte[] {-1, -1, -1}), 1007),
                Arguments.of("a stream that breaks off and goes wrong", masked(0xC1, new byte[] {0, 9, 0, 9}), 1007),
                Arguments.of("text that is not UTF-8 once inflated", masked(0xC1, Deflated.of(new byte[] {-1})), 1007),
                Arguments.of("a bomb of 1000:1", masked(0xC1, Deflated.of(new byte[50_000_000])), 1009),
                Arguments.of("one inflated byte too many", masked(0xC2, Deflated.of(new byte[100_001])), 1009),
                Arguments.of("a bomb in fragments", fragmentedBomb(), 1009));
    }

    private static byte[] masked(int first, byte[] payload) {
        return RawClient.masked(first, payload);
    }

    private static byte[] join(byte[] one, byte[] other) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(one);
        out.writeBytes(other);
        return out.toByteArray();
    }

    private static byte[] fragmentedBomb() {
        byte[] packed = Deflated.of(new byte[50_000_000]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int at = 0; at < packed.length; at += 1_000) {
            byte[] piece = java.util.Arrays.copyOfRange(packed, at, Math.min(packed.length, at + 1_000));
            out.writeBytes(masked((at == 0 ? 0x41 : 0x00) | (at + 1_000 >= packed.length ? 0x80 : 0), piece));
        }
        return out.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void a11AttackersAreClosedWithTheRightCodeAndNobodyElseIs(String name, byte[] bytes, int code) {
        try (EchoServer server = new EchoServer(
                        builder -> builder.loops(1),
                        options -> options.perMessageDeflate(PerMessageDeflate.threshold(1_024)));
                RawClient bystander = offering(server);
                RawClient attacker = offering(server)) {
            attacker.send(bytes);
            Frame close = attacker.frame();
            assertThat(close.opcode()).isEqualTo(0x8);
            assertThat(close.code()).isEqualTo(code);
            assertThat(attacker.ended()).isTrue();
            bystander.send(masked(0xC1, Deflated.of(LONG.getBytes(StandardCharsets.UTF_8))));
            assertThat(Deflated.text(bystander.frame())).isEqualTo(LONG);
            await().untilAsserted(() -> assertThat(server.endings).containsExactly("transport error"));
        }
    }
}
