package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R6: after all that clients can do, no buffer is left. Runs with Netty's leak detection at its most thorough. */
class LeakTest {
    private static final int ROUNDS = Boolean.getBoolean("madang.long") ? 5_000 : 150;

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void connectionsCutAnywhereLeaveNoBuffer(NettyServer.Transport transport) {
        SplittableRandom random = new SplittableRandom(20261123);
        try (EchoServer server =
                new EchoServer(builder -> builder.transport(transport).loops(2), options -> options)) {
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = conversation(server);
                try (RawClient client = server.client()) {
                    client.send(java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)));
                    if (random.nextBoolean()) {
                        client.reset();
                    }
                }
            }
            await().untilAsserted(() -> assertThat(server.engine.sessions()).isLessThan(ROUNDS * 2));
        }
        assertThatNothingLeaked();
    }

    private static byte[] conversation(EchoServer server) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            bytes.writeBytes(ascii(RawClient.head("POST", session, "Content-Length: 6") + "4hello"));
            bytes.writeBytes(ascii(RawClient.head("GET", session)));
            bytes.writeBytes(ascii(RawClient.upgradeHead(EchoServer.WS + session.substring(session.indexOf("&sid")))));
        }
        bytes.writeBytes(RawClient.masked(0x81, ascii("2probe")));
        bytes.writeBytes(RawClient.masked(0x81, ascii("5")));
        bytes.writeBytes(RawClient.masked(0x81, ascii("4" + "x".repeat(5_000))));
        bytes.writeBytes(RawClient.masked(0x01, ascii("4a")));
        bytes.writeBytes(RawClient.masked(0x89, ascii("b")));
        bytes.writeBytes(RawClient.masked(0x80, ascii("c")));
        bytes.writeBytes(RawClient.masked(0x88, new byte[] {3, -24}));
        return bytes.toByteArray();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void requestsHeldBackWhenTheClientLeavesAreReleased() {
        // While requests are held back nothing is read, so it is the next ping that finds the client gone.
        try (EchoServer echo = new EchoServer(
                        builder -> builder,
                        options -> options.pingInterval(Duration.ofMillis(200)).pingTimeout(Duration.ofMillis(200)));
                EmbeddedServer server = new EmbeddedServer(echo.engine, true, ChannelInboundHandlerAdapter::new)) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = new RawClient(server.address())) {
                    String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
                    client.get(session).post(session, "4" + "x".repeat(5_000)).post("/other", "x".repeat(3_000));
                }
            }
            await().untilAsserted(() -> assertThat(echo.endings).hasSize(20));
        }
        assertThatNothingLeaked();
    }

    @Test
    void detectorOfTheseTestsSeesALeak() {
        assertThatNothingLeaked();
        forgetABuffer();
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            provokeReports();
            assertThat(RecordingLeakDetector.REPORTS).isNotEmpty();
        });
        RecordingLeakDetector.REPORTS.clear();
    }

    private static void forgetABuffer() {
        io.netty.buffer.ByteBufAllocator.DEFAULT.directBuffer(16).writeByte(1);
    }

    private static void provokeReports() {
        System.gc();
        for (int i = 0; i < 200; i++) {
            io.netty.buffer.ByteBufAllocator.DEFAULT.directBuffer(16).release();
        }
    }

    static void assertThatNothingLeaked() {
        // A leak is reported when its buffer has been collected and the next ones are allocated.
        await().during(Duration.ofMillis(200)).atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            provokeReports();
            assertThat(RecordingLeakDetector.REPORTS).isEmpty();
        });
    }
}
