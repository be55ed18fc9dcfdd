package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.Session;
import dev.madang.protocol.EngineCodec;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** R1: order across the upgrade, when the WebSocket arrives on another loop than the session's. */
class MigrationTest {
    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void eventsEmittedDuringUpgradesBetweenLoopsArriveInOrder(NettyServer.Transport transport) throws Exception {
        try (EchoServer echo = new EchoServer(transport);
                EmbeddedServer server =
                        new EmbeddedServer(echo.engine, transport, true, ChannelInboundHandlerAdapter::new)) {
            for (int round = 0; round < 20; round++) {
                upgradeUnderFire(echo, server.address());
            }
            assertThat(server.moved).hasValue(20);
        }
    }

    private static void upgradeUnderFire(EchoServer server, InetSocketAddress address) throws InterruptedException {
        try (RawClient polling = new RawClient(address);
                RawClient webSocket = new RawClient(address)) {
            String sid = EchoServer.open(polling);
            String session = EchoServer.POLL + "&sid=" + sid;
            Session target = Objects.requireNonNull(server.sessions.get(sid));
            int count = 300;
            AtomicInteger sent = new AtomicInteger();
            Thread emitter = Thread.ofPlatform().start(() -> {
                for (int i = 0; i < count; i++) {
                    String text = Integer.toString(i);
                    target.loop().execute(() -> target.send(EngineCodec.textMessage(text)));
                    sent.incrementAndGet();
                    Thread.onSpinWait();
                }
            });
            List<String> received = new ArrayList<>();
            poll(polling, session, received);
            webSocket.upgrade(EchoServer.WS + "&sid=" + sid);
            webSocket.text("2probe");
            assertThat(webSocket.text()).isEqualTo("3probe");
            poll(polling, session, received);
            webSocket.text("5");
            emitter.join();
            while (received.size() < count) {
                String text = webSocket.text();
                if (text.startsWith("4")) {
                    received.add(text.substring(1));
                }
            }
            for (int i = 0; i < count; i++) {
                assertThat(received.get(i)).isEqualTo(Integer.toString(i));
            }
            webSocket.text("4back");
            assertThat(webSocket.text()).isEqualTo("4back");
        }
    }

    private static void poll(RawClient polling, String session, List<String> received) {
        for (String packet : polling.get(session).answer().body().split("\u001e")) {
            if (packet.startsWith("4")) {
                received.add(packet.substring(1));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void framesBehindAHandshakeThatMovesAreKept(NettyServer.Transport transport) {
        try (EchoServer echo = new EchoServer(transport);
                EmbeddedServer server =
                        new EmbeddedServer(echo.engine, transport, true, ChannelInboundHandlerAdapter::new)) {
            for (int round = 0; round < 6; round++) {
                try (RawClient polling = new RawClient(server.address());
                        RawClient webSocket = new RawClient(server.address())) {
                    String sid = EchoServer.open(polling);
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    bytes.writeBytes(
                            RawClient.upgradeHead(EchoServer.WS + "&sid=" + sid).getBytes(StandardCharsets.US_ASCII));
                    bytes.writeBytes(RawClient.masked(0x81, "2probe".getBytes(StandardCharsets.US_ASCII)));
                    webSocket.send(bytes.toByteArray());
                    assertThat(webSocket.answer().status()).isEqualTo(101);
                    assertThat(webSocket.text()).isEqualTo("3probe");
                }
            }
            assertThat(server.moved).hasValue(6);
        }
    }

    @Test
    void clientsThatLeaveWhileTheyMoveLeaveNothingBehind() {
        try (EchoServer server = new EchoServer(
                builder -> builder.loops(2), options -> options.upgradeTimeout(java.time.Duration.ofMillis(200)))) {
            for (int round = 0; round < 50; round++) {
                try (RawClient polling = server.client();
                        RawClient webSocket = server.client()) {
                    String sid = EchoServer.open(polling);
                    webSocket.send(RawClient.upgradeHead(EchoServer.WS + "&sid=" + sid));
                    webSocket.reset();
                    assertThat(polling.post(EchoServer.POLL + "&sid=" + sid, "1")
                                    .answer()
                                    .body())
                            .isEqualTo("ok");
                }
            }
            await().untilAsserted(() -> assertThat(server.engine.sessions()).isZero());
            assertThat(server.endings).hasSize(50);
        }
    }
}
