package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Session;
import dev.madang.netty.RawClient.Frame;
import dev.madang.protocol.EngineCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks with WebSocket frames (A3, A8 to A10), next to a bystander on the same loop. */
@Timeout(60)
class FrameAttackTest {
    private static EchoServer server(UnaryOperator<dev.madang.engine.EngineOptions.Builder> options) {
        return new EchoServer(builder -> builder.loops(1), options);
    }

    private static RawClient open(EchoServer server) {
        RawClient client = server.client().upgrade(EchoServer.WS);
        assertThat(client.text()).startsWith("0{");
        return client;
    }

    private static void unharmed(RawClient bystander) {
        assertThat(bystander.text("4still here").text()).isEqualTo("4still here");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static Frame close(RawClient client) {
        Frame frame = client.frame();
        while (frame.opcode() == 0xA) {
            frame = client.frame();
        }
        assertThat(frame.opcode()).isEqualTo(0x8);
        return frame;
    }

    @Test
    void a9WhatBreaksARuleEndsItsOwnConnectionOnly() {
        try (EchoServer server = server(options -> options);
                RawClient bystander = open(server)) {
            List<Arguments> attacks = WebSocketTest.hostileFrames().toList();
            for (Arguments attack : attacks) {
                try (RawClient attacker = open(server)) {
                    attacker.send((byte[]) attack.get()[1]);
                    assertThat(close(attacker).code())
                            .as((String) attack.get()[0])
                            .isEqualTo(attack.get()[2]);
                    assertThat(attacker.ended()).isTrue();
                    unharmed(bystander);
                }
            }
            await().untilAsserted(() -> assertThat(server.endings).hasSameSizeAs(attacks));
            assertThat(server.engine.sessions()).isEqualTo(1);
        }
    }

    @Test
    void a3LengthsBeyondTheLimitAreRefusedByTheHeadAlone() {
        try (EchoServer server = server(options -> options.maxPayload(1_000));
                RawClient bystander = open(server)) {
            for (long length : new long[] {Long.MAX_VALUE, 1L << 32, (1L << 32) + 5, Integer.MAX_VALUE, 1_001}) {
                try (RawClient attacker = open(server)) {
                    attacker.send(head(0x82, length));
                    assertThat(close(attacker).code()).isEqualTo(1009);
                }
                try (RawClient attacker = open(server)) {
                    attacker.send(RawClient.masked(0x02, new byte[1])).send(head(0x80, length));
                    assertThat(close(attacker).code()).isEqualTo(1009);
                }
            }
            unharmed(bystander);
        }
    }

    private static byte[] head(int first, long length) {
        return ByteBuffer.allocate(14)
                .put((byte) first)
                .put((byte) 0xFF)
                .putLong(length)
                .array();
    }

    /** Thirty times 2 GB, announced to a JVM that has less than one. */
    @Test
    void a3WhatIsAnnouncedButNotSentTakesNoMemory() {
        List<RawClient> attackers = new ArrayList<>();
        try (EchoServer server = server(options -> options.maxPayload(Integer.MAX_VALUE));
                RawClient bystander = open(server)) {
            for (int i = 0; i < 30; i++) {
                RawClient attacker = open(server);
                attackers.add(attacker);
                if (i % 2 == 0) {
                    attacker.send(RawClient.masked(0x02, new byte[10]));
                }
                attacker.send(head(i % 2 == 0 ? 0x80 : 0x82, Integer.MAX_VALUE - 10))
                        .send(new byte[5_000]);
            }
            unharmed(bystander);
            assertThat(server.endings).isEmpty();
        } finally {
            attackers.forEach(RawClient::close);
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "a lone continuation, 80",
        "a start without an end, c3",
        "overlong NUL, c080",
        "overlong slash, c0af",
        "overlong in three, e0809f",
        "overlong in four, f08080af",
        "a high surrogate, eda080",
        "a low surrogate, edbfbf",
        "a pair of surrogates, eda080edb080",
        "beyond the last code point, f4908080",
        "five bytes, f888808080",
        "six bytes, fc8480808080",
        "no byte of UTF-8, fe",
        "nor this, ff",
        "a euro sign that breaks off, e282",
        "an emoji that breaks off, f09f98"
    })
    void a8TextThatIsNotUtf8IsRefusedHoweverItIsCut(String name, String hex) {
        byte[] bad = HexFormat.of().parseHex(hex);
        byte[] text = new byte[bad.length + 2];
        text[0] = '4';
        text[text.length - 1] = '.';
        System.arraycopy(bad, 0, text, 1, bad.length);
        try (EchoServer server = server(options -> options);
                RawClient bystander = open(server)) {
            for (int cut = 0; cut <= text.length; cut++) {
                try (RawClient attacker = open(server)) {
                    attacker.send(RawClient.masked(0x01, Arrays.copyOf(text, cut)))
                            .send(RawClient.masked(0x80, Arrays.copyOfRange(text, cut, text.length)));
                    assertThat(close(attacker).code()).isEqualTo(1007);
                    assertThat(attacker.ended()).isTrue();
                }
            }
            unharmed(bystander);
        }
    }

    @Test
    void a8CharactersMayBeCutAnywhereAndNulIsOne() {
        String text = "4\0é€😀\uFFFF";
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (EchoServer server = server(options -> options);
                RawClient client = open(server)) {
            for (int cut = 0; cut <= bytes.length; cut++) {
                client.send(RawClient.masked(0x01, Arrays.copyOf(bytes, cut)))
                        .send(RawClient.masked(0x80, Arrays.copyOfRange(bytes, cut, bytes.length)));
                assertThat(client.text()).isEqualTo(text);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void a10AMillionTinyFragmentsEndWithTheFirstThousand(int size) {
        byte[] thousand = repeated(0x00, new byte[size], 1_000);
        flood(ascii("4"), thousand);
    }

    @ParameterizedTest
    @ValueSource(ints = {0x89, 0x8A})
    void a10AMillionPingsOrPongsEndWithTheFirstTwenty(int first) {
        byte[] thousand = repeated(first, new byte[0], 1_000);
        flood(null, thousand);
    }

    private static byte[] repeated(int first, byte[] payload, int count) {
        byte[] frame = RawClient.masked(first, payload);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(frame);
        }
        return bytes.toByteArray();
    }

    private static void flood(byte @org.jspecify.annotations.Nullable [] begun, byte[] thousand) {
        try (EchoServer server = server(options -> options);
                RawClient bystander = open(server);
                RawClient attacker = open(server)) {
            if (begun != null) {
                attacker.send(RawClient.masked(0x01, begun));
            }
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        attacker.send(thousand);
                    }
                } catch (UncheckedIOException ended) {
                    // The server has closed the connection, as it should.
                }
            });
            assertThat(close(attacker).code()).isEqualTo(1008);
            unharmed(bystander);
            assertThat(attacker.ended()).isTrue();
            attacker.close();
            assertThat(ends(sender)).isTrue();
            await().untilAsserted(() -> assertThat(server.endings).containsExactly("transport error"));
        }
    }

    private static boolean ends(Thread thread) {
        try {
            thread.join();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void pongsForAPeerThatReadsNothingAreNotKept() throws IOException {
        int large = 16_000_000;
        try (EchoServer server = server(options -> options.maxQueuedBytes(1 << 26));
                RawClient client = new RawClient(narrow(server)).upgrade(EchoServer.WS)) {
            Session session = session(server, client.text());
            session.loop().execute(() -> session.send(EngineCodec.message(false, new byte[large], 0, large)));
            await().until(() -> pending(session) > 0);
            client.send(RawClient.masked(0x89, ascii("lost"))).text("4marker");
            assertThat(client.frame().payload()).hasSize(large + 1);
            assertThat(client.text()).isEqualTo("4marker");
            client.send(RawClient.masked(0x89, ascii("seen")));
            Frame pong = client.frame();
            assertThat(pong.opcode()).isEqualTo(0xA);
            assertThat(pong.text()).isEqualTo("seen");
        }
    }

    private static Session session(EchoServer server, String open) {
        return java.util.Objects.requireNonNull(server.sessions.get(EchoServer.sid(open)));
    }

    private static long pending(Session session) {
        java.util.concurrent.CompletableFuture<Long> bytes = new java.util.concurrent.CompletableFuture<>();
        session.loop().execute(() -> bytes.complete(session.bufferedBytes()));
        return bytes.join();
    }

    private static Socket narrow(EchoServer server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(server.address());
        return socket;
    }

    @Test
    void rule31AMessageBeyondTheLimitIsNotDelivered() {
        try (EchoServer server = server(options -> options.maxPayload(10));
                RawClient client = open(server)) {
            client.text("4123456789").text("4123456789x").text("4after");
            assertThat(client.text()).isEqualTo("4123456789");
            assertThat(client.frame().code()).isEqualTo(1009);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void rule33ACloseFlushesWhatWasSentBefore() throws IOException {
        try (EchoServer server = server(options -> options);
                RawClient client = new RawClient(narrow(server)).upgrade(EchoServer.WS)) {
            Session session = session(server, client.text());
            session.loop().execute(() -> {
                session.send(EngineCodec.message(false, new byte[5_000_000], 0, 5_000_000));
                session.close(CloseReason.FORCED_CLOSE, "done");
            });
            assertThat(client.frame().payload()).hasSize(5_000_001);
            Frame close = client.frame();
            assertThat(close.code()).isEqualTo(1000);
            client.send(RawClient.masked(0x88, new byte[] {3, (byte) 0xE8}));
            assertThat(client.ended()).isTrue();
        }
    }
}
