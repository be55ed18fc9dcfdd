package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.madang.protocol.ByteSink;
import dev.madang.protocol.JacksonJson;
import dev.madang.protocol.Json;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Broadcasts: rules 55 and 59, guarantee R1, and the one encoding. */
class BroadcastTest {
    private final Rig rig = new Rig();

    @Test
    void socketInSeveralTargetedRoomsGetsTheEventOnce() {
        TestClient client = rig.joined();
        rig.socket("s1").join("a", "b");
        rig.io.to("a", "b").to("s1").to("a").emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"x\"]");
    }

    @Test
    void exceptLeavesOutRoomsAndSingleSockets() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        TestClient three = rig.joined(1);
        rig.socket("s2").join("muted", "room");
        rig.socket("s3").join("room");
        rig.io.except("muted", "s1").emit("x");
        rig.io.to("room").except("muted").emit("y");
        rig.settle();
        assertThat(one.hears()).isEmpty();
        assertThat(two.hears()).isEmpty();
        assertThat(three.hears()).containsExactly("42[\"x\"]", "42[\"y\"]");
    }

    @Test
    void broadcastFromASocketExcludesIt() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        rig.io.socketsJoin("room");
        rig.settle();
        Socket socket = rig.socket("s1");
        socket.broadcast().emit("a");
        socket.to("room").emit("b");
        socket.except("nobody").emit("c");
        socket.local().emit("d");
        socket.asVolatile().to("room").emit("e");
        socket.asVolatile().emit("to itself");
        rig.settle();
        assertThat(two.hears()).containsExactly("42[\"a\"]", "42[\"b\"]", "42[\"c\"]", "42[\"d\"]", "42[\"e\"]");
        assertThat(one.hears()).containsExactly("42[\"to itself\"]");
    }

    @Test
    void operatorsAreImmutable() {
        TestClient one = rig.joined();
        TestClient two = rig.joined();
        BroadcastOperator all = rig.io.local();
        all.to("s1").emit("x");
        all.except("s1").emit("y");
        all.emit("z");
        rig.settle();
        assertThat(one.hears()).containsExactly("42[\"x\"]", "42[\"z\"]");
        assertThat(two.hears()).containsExactly("42[\"y\"]", "42[\"z\"]");
    }

    @Test
    void namespacesDoNotHearEachOther() {
        rig.io.of("/a");
        TestClient client = rig.joined();
        client.says("40/a");
        client.hears();
        rig.io.of("/a").emit("x");
        rig.settle();
        assertThat(client.hears()).containsExactly("42/a,[\"x\"]");
    }

    @Test
    void volatileEventsAreDroppedWhileTheTransportIsBusyAsAWhole() {
        TestClient client = rig.joined();
        client.pendingBytes = 10;
        rig.io.asVolatile().emit("x", new byte[] {1});
        rig.socket("s1").asVolatile().emit("y");
        rig.io.emit("z");
        rig.settle();
        client.pendingBytes = 0;
        rig.io.asVolatile().emit("later", new byte[] {2});
        rig.settle();
        assertThat(client.hears())
                .containsExactly("42[\"z\"]", "451-[\"later\",{\"_placeholder\":true,\"num\":0}]", "binary 02");
    }

    @Test
    void preparedEventGoesToItsOwnNamespaceOnly() {
        TestClient client = rig.joined();
        PreparedEvent event = rig.io.of("/").prepare("x", 1);
        rig.io.emit(event);
        rig.socket("s1").emit(event);
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"x\",1]", "42[\"x\",1]");
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.of("/a").emit(event));
    }

    @Test
    void eventThatCannotBeEncodedReachesNobodyAndDisturbsNobody() {
        TestClient client = rig.joined();
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.emit("x", Rig.unwritable()));
        rig.settle();
        assertThat(client.hears()).isEmpty();
        assertThat(client.closed).isNull();
    }

    private static final class CountingJson implements Json {
        private final Json json = new JacksonJson();
        private final AtomicInteger writes = new AtomicInteger();

        @Override
        public void write(@Nullable Object value, ByteSink sink, List<byte[]> attachments) {
            writes.incrementAndGet();
            json.write(value, sink, attachments);
        }

        @Override
        public @Nullable Object read(byte[] array, int offset, int length, Type type) {
            return json.read(array, offset, length, type);
        }

        @Override
        public JsonNode tree(byte[] array, int offset, int length) {
            return json.tree(array, offset, length);
        }

        @Override
        public @Nullable Object convert(JsonNode tree, Type type) {
            return json.convert(tree, type);
        }

        @Override
        public JsonNode toTree(Object value) {
            return json.toTree(value);
        }
    }

    @Test
    void oneEncodingServesAThousandRecipientsOnTwoLoops() {
        CountingJson json = new CountingJson();
        Rig counted = new Rig(builder -> builder.json(json));
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            TestClient client = counted.client(i % 2);
            client.says("40");
            client.hears();
            clients.add(client);
        }
        counted.settle();
        json.writes.set(0);
        counted.io.emit("news", List.of(1, 2, 3));
        assertThat(counted.loops[0].waiting()).isOne();
        assertThat(counted.loops[1].waiting()).isOne();
        counted.settle();
        assertThat(json.writes).hasValue(1);
        assertThat(clients).allSatisfy(client -> assertThat(client.hears()).containsExactly("42[\"news\",[1,2,3]]"));
    }

    @Test
    void r1WhatOneThreadEmitsArrivesInItsOrderHoweverItIsAddressed() throws InterruptedException {
        Rig wide = new Rig(builder -> builder.maxQueuedPackets(100_000));
        TestClient client = wide.joined();
        Socket socket = wide.socket("s1");
        int threads = 4;
        int events = 500;
        CountDownLatch done = new CountDownLatch(threads);
        for (int t = 0; t < threads; t++) {
            String name = "t" + t;
            Thread.ofPlatform().start(() -> {
                socket.join(name);
                for (int i = 0; i < events; i++) {
                    switch (i % 4) {
                        case 0 -> socket.emit(name, i);
                        case 1 -> wide.io.emit(name, i);
                        case 2 -> wide.io.to("s1").emit(name, i);
                        default -> wide.io.to(name).emit(name, i);
                    }
                }
                done.countDown();
            });
        }
        while (done.getCount() > 0) {
            wide.loops[0].run();
            Thread.onSpinWait();
        }
        wide.settle();
        List<String> heard = client.hears();
        assertThat(heard).hasSize(threads * events);
        for (int t = 0; t < threads; t++) {
            String prefix = "42[\"t" + t + "\",";
            List<String> own =
                    heard.stream().filter(each -> each.startsWith(prefix)).toList();
            for (int i = 0; i < events; i++) {
                assertThat(own.get(i)).isEqualTo(prefix + i + "]");
            }
        }
    }

    @Test
    void disconnectedSocketsAreNotWalkedAnyMore() {
        TestClient one = rig.joined();
        TestClient two = rig.joined();
        TestClient three = rig.joined();
        two.goes();
        rig.settle();
        rig.io.emit("x");
        rig.settle();
        assertThat(one.hears()).containsExactly("42[\"x\"]");
        assertThat(two.hears()).isEmpty();
        assertThat(three.hears()).containsExactly("42[\"x\"]");
        assertThat(rig.io.of("/").sockets()).hasSize(2);
    }

    @Test
    void r5ClientThatLeavesWhileItIsAskedCostsNobodyElseTheQuestion() {
        Rig inPlace =
                new Rig(builder -> builder.handlers(HandlerMode.EVENT_LOOP).maxWaitingEvents(2));
        inPlace.io.onConnection(socket -> socket.use((event, arguments, next) -> inPlace.note("thinks")));
        List<CompletableFuture<BroadcastAcks>> asked = new ArrayList<>();
        ManualLoop loop = inPlace.loops[0];
        PollingClient leaver = new PollingClient(inPlace.io.engine(), loop, answer -> {}, frame -> {});
        loop.inside(() -> {
            leaver.opens();
            leaver.posts("40");
        });
        TestClient second = inPlace.joined(0);
        TestClient third = inPlace.joined(0);
        loop.inside(() -> leaver.posts("42[\"x\"]\u001e42[\"x\"]\u001e42[\"x\"]", () -> leaver.posts("41")));
        loop.inside(() -> asked.add(inPlace.io.emitWithAck("question")));
        assertThat(inPlace.io.of("/").sockets()).hasSize(2);
        assertThat(second.hears()).containsExactly("420[\"question\"]");
        assertThat(third.hears()).containsExactly("420[\"question\"]");
        second.says("430[2]");
        third.says("430[3]");
        inPlace.settle();
        assertThat(asked)
                .singleElement()
                .satisfies(answers -> assertThat(answers)
                        .as("the one that left does not answer")
                        .isCompletedExceptionally());
    }
}
