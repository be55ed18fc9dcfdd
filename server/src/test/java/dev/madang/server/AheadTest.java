package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where handlers run on event loops: one whose handlers send faster than another loop delivers. */
class AheadTest {
    private final Rig rig = new Rig(builder ->
            builder.handlers(HandlerMode.EVENT_LOOP).maxQueuedPackets(8).maxWaitingEvents(10));
    private final List<Integer> handled = new ArrayList<>();

    private static String[] events(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> "42[\"x\"," + number + "]")
                .toArray(String[]::new);
    }

    private static List<String> news(int count) {
        return Arrays.stream(events(count))
                .map(event -> event.replace("x", "news"))
                .toList();
    }

    /** A handler that passes each event on to all, on loop 0; and a client there. */
    private TestClient relay() {
        rig.io.onConnection(socket -> socket.on("x", Integer.class, number -> {
            handled.add(number);
            rig.io.emit("news", number);
        }));
        return rig.joined(0);
    }

    /** Runs one loop alone. */
    private void runLoop(int index) {
        rig.loops[index].run();
    }

    @Test
    void r4HandlersOfALoopThatIsAheadOfAnotherWaitForItAndReadingPauses() {
        TestClient sender = relay();
        TestClient other = rig.joined(1);
        sender.says(events(20));
        assertThat(handled).as("above half of the bound no handler is called").hasSize(5);
        assertThat(rig.loops[1].waiting()).isEqualTo(5);
        assertThat(sender.reading).isFalse();
        runLoop(0);
        assertThat(handled).hasSize(5);
        rig.settle();
        assertThat(handled)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
        assertThat(other.hears()).isEqualTo(news(20));
        assertThat(sender.hears()).isEqualTo(news(20));
        assertThat(sender.reading).isTrue();
        assertThat(sender.closed).isNull();
        assertThat(other.closed).isNull();
    }

    @Test
    void r4BytesCountAsWell() {
        Rig small = new Rig(builder -> builder.handlers(HandlerMode.EVENT_LOOP).maxQueuedBytes(400));
        small.io.onConnection(socket -> socket.on("x", Integer.class, number -> {
            handled.add(number);
            small.io.emit("news", "a".repeat(100));
        }));
        TestClient sender = small.joined(0);
        TestClient other = small.joined(1);
        sender.says(events(10));
        assertThat(handled).hasSize(2);
        small.settle();
        assertThat(handled).hasSize(10);
        assertThat(other.hears()).hasSize(10);
    }

    @Test
    void r4CallThatAloneRunsOverTheBoundFailsBeforeAnybodyGotTheEvent() {
        List<Throwable> thrown = new ArrayList<>();
        rig.io.onConnection(socket -> {
            socket.onError(thrown::add);
            socket.on("x", Integer.class, number -> {
                for (int i = 1; i <= 20; i++) {
                    rig.io.emit("news", i);
                }
            });
        });
        TestClient sender = rig.joined(0);
        TestClient other = rig.joined(1);
        sender.says("42[\"x\",1]");
        assertThat(thrown)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("EVENT_LOOP")
                        .hasMessageContaining("maxQueuedPackets"));
        assertThat(sender.hears()).isEqualTo(news(8));
        rig.settle();
        assertThat(other.hears()).isEqualTo(news(8));
        assertThat(sender.closed).isNull();
        assertThat(other.closed).isNull();
    }

    @Test
    void r4QuestionBeyondTheBoundFailsItsFuture() {
        List<CompletableFuture<BroadcastAcks>> asked = new ArrayList<>();
        rig.io.onConnection(socket -> socket.on("x", Integer.class, number -> {
            for (int i = 0; i < 9; i++) {
                asked.add(rig.io.timeout(Duration.ofSeconds(5)).emitWithAck("question"));
            }
        }));
        TestClient sender = rig.joined(0);
        rig.joined(1);
        sender.says("42[\"x\",1]");
        assertThat(asked.subList(0, 8)).noneMatch(CompletableFuture::isDone);
        assertThatThrownBy(() -> asked.get(8).getNow(null)).hasCauseInstanceOf(IllegalStateException.class);
        rig.settle();
    }

    @Test
    void r4JoinWithAFirstEventBeyondTheBoundFailsAndDoesNotJoin() {
        Rig recovering = new Rig(builder -> builder.handlers(HandlerMode.EVENT_LOOP)
                .maxQueuedPackets(8)
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT));
        TestClient sender = recovering.joined(0);
        recovering.joined(1);
        List<CompletableFuture<Void>> joins = new ArrayList<>();
        PreparedEvent first = recovering.io.of("/").prepare("first");
        recovering.socket("s1").on("x", Integer.class, number -> {
            for (int i = 0; i < 9; i++) {
                joins.add(recovering.socket("s2").join("room" + i, first));
            }
        });
        sender.says("42[\"x\",1]");
        assertThat(joins.get(8)).isCompletedExceptionally();
        recovering.settle();
        assertThat(joins.subList(0, 8)).allMatch(join -> join.isDone() && !join.isCompletedExceptionally());
        assertThat(recovering.socket("s2").rooms()).contains("room7").doesNotContain("room8");
    }

    @Test
    void twoLoopsThatAreAheadOfEachOtherBothCatchUp() {
        TestClient one = relay();
        TestClient two = rig.joined(1);
        one.says(events(20));
        two.says(events(20));
        assertThat(handled).hasSize(10);
        rig.settle();
        assertThat(handled).hasSize(40);
        assertThat(one.hears()).hasSize(40);
        assertThat(two.hears()).hasSize(40);
        assertThat(one.closed).isNull();
        assertThat(two.closed).isNull();
    }

    @Test
    void eventsToOneSocketOfAnotherLoopCountAndItIsNotClosedAsSlow() {
        TestClient sender = rig.joined(0);
        TestClient other = rig.joined(1);
        rig.socket("s1").on("x", Integer.class, number -> rig.socket("s2").emit("news", number));
        sender.says(events(20));
        assertThat(rig.loops[1].waiting()).isEqualTo(5);
        rig.settle();
        assertThat(other.hears()).isEqualTo(news(20));
        assertThat(other.closed).isNull();
    }

    @Test
    void r4CallThatSendsOneSocketOfAnotherLoopTooMuchFailsAndThatClientStays() {
        List<Throwable> thrown = new ArrayList<>();
        List<CompletableFuture<Arguments>> asked = new ArrayList<>();
        TestClient sender = rig.joined(0);
        TestClient other = rig.joined(1);
        Socket far = rig.socket("s2");
        rig.socket("s1").onError(thrown::add);
        rig.socket("s1").on("x", Integer.class, number -> {
            for (int i = 1; i <= 8; i++) {
                far.emit("news", i);
            }
            asked.add(far.emitWithAck(Duration.ofSeconds(5), "question"));
            far.emit("news", 9);
        });
        sender.says("42[\"x\",1]");
        assertThat(thrown).singleElement().isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> asked.getFirst().getNow(null)).hasCauseInstanceOf(IllegalStateException.class);
        rig.settle();
        assertThat(other.hears()).isEqualTo(news(8));
        assertThat(other.closed).isNull();
    }

    @Test
    void clientsOfOneLoopWaitInTheOrderInWhichTheyCame() {
        TestClient first = relay();
        TestClient second = rig.joined(0);
        TestClient other = rig.joined(1);
        first.says(events(6));
        second.says("42[\"x\",7]");
        first.says("42[\"x\",8]");
        rig.settle();
        assertThat(handled).containsExactly(1, 2, 3, 4, 5, 6, 8, 7);
        assertThat(other.hears()).hasSize(8);
    }

    @Test
    void r3SocketThatLeavesMeanwhileHasItsEventsHandledAndThenItsDisconnect() {
        TestClient sender = relay();
        rig.joined(1);
        rig.socket("s1").onDisconnect(reason -> handled.add(-1));
        sender.says(events(7));
        sender.goes();
        rig.loops[0].run();
        assertThat(handled).hasSize(5);
        rig.settle();
        assertThat(handled).containsExactly(1, 2, 3, 4, 5, 6, 7, -1);
    }

    @Test
    void eventWhoseMiddlewareThoughtWaitsAsWell() {
        List<EventMiddleware.Next> thinking = new ArrayList<>();
        TestClient sender = relay();
        TestClient thinker = rig.joined(0);
        rig.joined(1);
        rig.socket("s2").use((event, arguments, next) -> thinking.add(next));
        thinker.says("42[\"x\",100]", "42[\"x\",101]");
        sender.says(events(5));
        rig.loops[0].inside(() -> thinking.getFirst().proceed());
        assertThat(handled).containsExactly(1, 2, 3, 4, 5);
        rig.settle();
        assertThat(handled).containsExactly(1, 2, 3, 4, 5, 100);
        rig.loops[0].inside(() -> thinking.getLast().proceed());
        assertThat(handled).endsWith(101);
    }

    @Test
    void roomListenersAndAnswersWaitAsWellAndInOrder() {
        TestClient sender = relay();
        rig.joined(1);
        rig.io.of("/").onRoom(new RoomListener() {
            @Override
            public void joined(String room, String id) {
                rig.io.emit("presence", room);
                rig.note(room);
            }
        });
        rig.loops[0].inside(() -> {
            for (int i = 0; i < 20; i++) {
                rig.socket("s1").join("r" + i);
            }
        });
        rig.loops[0].run();
        assertThat(rig.notes()).hasSize(5);
        rig.settle();
        assertThat(rig.notes())
                .isEqualTo(IntStream.range(5, 20).mapToObj(i -> "r" + i).toList());
        assertThat(sender.closed).isNull();
    }

    @Test
    void otherModesAreNotAskedToWait() {
        Rig threads = new Rig(builder -> builder.maxQueuedPackets(8));
        threads.joined(0);
        threads.joined(1);
        threads.loops[0].inside(() -> {
            for (int i = 0; i < 20; i++) {
                threads.io.emit("news", i);
            }
        });
        assertThat(threads.loops[1].waiting()).isEqualTo(20);
        threads.settle();
    }

    @Test
    void nothingIsPutOffForEverWhereTwoThreadsCountAtOnce() throws InterruptedException {
        int tasks = 100_000;
        CountDownLatch done = new CountDownLatch(tasks);
        AtomicInteger underway = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        try (ThreadLoop from = new ThreadLoop(0);
                ThreadLoop to = new ThreadLoop(1)) {
            Ahead ahead = new Ahead(
                    from,
                    SocketIo.builder().maxQueuedPackets(8).build().options().engine());
            Runnable handler = () -> {
                most.accumulateAndGet(underway.incrementAndGet(), Math::max);
                ahead.gives(to, 10);
                to.execute(() -> {
                    underway.decrementAndGet();
                    ahead.taken(to, 10);
                    done.countDown();
                });
            };
            for (int i = 0; i < tasks; i++) {
                ahead.run(handler);
            }
            assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();
            assertThat(most.get()).isLessThanOrEqualTo(5);
        }
    }
}
