package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.Loop;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineCodec;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What one event costs on the way out: sends, buffers, encodings. */
class WritePathTest {
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
    private final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
    private final Engine engine = new Engine(EngineOptions.builder().build(), session -> {
        sessions.add(session);
        return new Echo(session);
    });

    private final class Echo implements SessionListener {
        private final Session session;
        private int events;

        Echo(Session session) {
            this.session = session;
        }

        @Override
        public void text(byte[] array, int offset, int length) {
            events++;
            session.send(EngineCodec.message(false, array, offset, length));
        }

        @Override
        public void binary(byte[] array, int offset, int length) {}

        @Override
        public void readComplete() {
            batches.add(events);
            events = 0;
        }

        @Override
        public void closed(CloseReason reason, String description) {}
    }

    private static byte[] events(int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            bytes.writeBytes(RawClient.masked(0x81, ("4event " + i).getBytes(StandardCharsets.US_ASCII)));
        }
        return bytes.toByteArray();
    }

    @Test
    void eightEventsInOneReadBatchAreAnsweredByOneSend() {
        try (EmbeddedServer server = new EmbeddedServer(engine, true, ChannelInboundHandlerAdapter::new);
                RawClient client = new RawClient(server.address()).upgrade(EchoServer.WS)) {
            client.text();
            await().untilAsserted(() -> assertThat(server.flushes.get()).isPositive());
            for (int round = 0; round < 20; round++) {
                server.reset();
                batches.clear();
                client.send(events(8));
                for (int i = 0; i < 8; i++) {
                    assertThat(client.text()).isEqualTo("4event " + i);
                }
                assertThat(batches).containsExactly(8);
                assertThat(server.writes).hasValue(1);
                assertThat(server.flushes).hasValue(1);
            }
        }
    }

    @Test
    void broadcastToAThousandOnTwoLoopsIsEncodedOnceAndCopiedOncePerLoop() {
        int count = 1000;
        List<RawClient> clients = new ArrayList<>();
        try (EmbeddedServer server = new EmbeddedServer(engine, true, ChannelInboundHandlerAdapter::new)) {
            for (int i = 0; i < count; i++) {
                clients.add(new RawClient(server.address()).upgrade(EchoServer.WS));
            }
            clients.forEach(RawClient::text);
            assertThat(sessions).hasSize(count);
            Map<Loop, List<Session>> byLoop = sessions.stream().collect(Collectors.groupingBy(Session::loop));
            assertThat(byLoop).hasSize(2);
            server.reset();

            EncodedPacket packet = EngineCodec.textMessage("hello, all of you");
            byLoop.forEach((loop, members) -> loop.execute(() -> members.forEach(each -> each.send(packet))));

            for (RawClient client : clients) {
                assertThat(client.text()).isEqualTo("4hello, all of you");
            }
            assertThat(server.writes).hasValue(count);
            assertThat(server.flushes).hasValue(count);
            assertThat(server.buffers).hasSize(2);
            // The first recipient of a loop gets a copy, as any single message does; all others share one buffer.
            assertThat(server.buffers.values())
                    .allSatisfy(addresses -> assertThat(addresses).hasSizeLessThanOrEqualTo(2));
        } finally {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    void broadcastsOfOneTaskLeaveInOneFlushPerConnection() {
        List<RawClient> clients = new ArrayList<>();
        try (EmbeddedServer server = new EmbeddedServer(engine, true, ChannelInboundHandlerAdapter::new)) {
            for (int i = 0; i < 10; i++) {
                clients.add(new RawClient(server.address()).upgrade(EchoServer.WS));
            }
            clients.forEach(RawClient::text);
            Map<Loop, List<Session>> byLoop = sessions.stream().collect(Collectors.groupingBy(Session::loop));
            server.reset();
            List<EncodedPacket> packets = List.of(
                    EngineCodec.textMessage("one"),
                    EngineCodec.textMessage("two"),
                    EngineCodec.textMessage("3".repeat(5000)));
            byLoop.forEach((loop, members) ->
                    loop.execute(() -> packets.forEach(packet -> members.forEach(each -> each.send(packet)))));
            for (RawClient client : clients) {
                assertThat(client.text()).isEqualTo("4one");
                assertThat(client.text()).isEqualTo("4two");
                assertThat(client.text()).hasSize(5001);
            }
            assertThat(server.flushes).hasValue(10);
        } finally {
            clients.forEach(RawClient::close);
        }
    }
}
