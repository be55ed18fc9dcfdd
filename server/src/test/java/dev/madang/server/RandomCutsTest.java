package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random cuts under traffic from threads and loops: each client has every event once and in order, or is told that it
 * is a new socket; never a part.
 */
class RandomCutsTest {
    private static final int LOOPS = 3;
    private static final int CLIENTS = 6;
    private static final int ROOMS = 2;
    private static final int SENDERS = 3;
    private static final int CUTS = Boolean.getBoolean("madang.long") ? 10_000 : 200;
    private static final CutClient.Way[] WAYS = CutClient.Way.values();
    private static final CutClient.End[] ENDS = CutClient.End.values();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ThreadLoop[] loops = new ThreadLoop[LOOPS];
    private final long[] numbersOfLoops = new long[LOOPS];
    private final Queue<String> complaints = new ConcurrentLinkedQueue<>();
    private final List<CutClient> clients = new ArrayList<>();
    private final Semaphore traffic = new Semaphore(0);
    private volatile boolean over;

    static Stream<Arguments> modes() {
        return Stream.of(
                Arguments.of(HandlerMode.VIRTUAL_THREADS, 100_000, 20261123L),
                Arguments.of(HandlerMode.EVENT_LOOP, 100_000, 20261124L),
                Arguments.of(HandlerMode.VIRTUAL_THREADS, 60, 20261125L));
    }

    @AfterEach
    void stop() {
        over = true;
        traffic.release(1_000_000);
        for (ThreadLoop loop : loops) {
            loop.close();
        }
    }

    @ParameterizedTest(name = "{0}, {1} events kept, seed {2}")
    @MethodSource("modes")
    void eachEventComesOnceAndInOrderOrTheSocketIsNew(HandlerMode handlers, int kept, long seed) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        Arrays.setAll(loops, ThreadLoop::new);
        SocketIo io = SocketIo.builder()
                .handlers(handlers)
                .maxQueuedPackets(1_000_000)
                .maxQueuedBytes(100_000_000)
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT.withMaxEvents(kept))
                .build();
        io.onConnection(socket -> {
            if (!socket.recovered()) {
                socket.join("room" + Math.floorMod(socket.id().hashCode(), ROOMS));
            }
        });
        for (int i = 0; i < CLIENTS; i++) {
            CutClient client = new CutClient(io.engine(), complaints);
            clients.add(client);
            connected(client.connect(loops[random.nextInt(LOOPS)], way(random), Integer.MAX_VALUE));
        }
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < SENDERS; i++) {
            senders.add(Thread.ofPlatform().daemon().start(sender(io, i, random.split())));
        }
        cut(io, random);
        over = true;
        traffic.release(1_000_000);
        for (Thread sender : senders) {
            sender.join(PATIENCE);
        }
        everybodyHasAll(io);
        assertThat(lastNumbers())
                .allSatisfy((stream, numbers) -> assertThat(numbers).as(stream).hasSize(1));
        assertThat(complaints).isEmpty();
        int recoveries = clients.stream().mapToInt(CutClient::recoveries).sum();
        int losses = clients.stream().mapToInt(CutClient::losses).sum();
        assertThat(recoveries + losses).isEqualTo(CUTS);
        if (kept > 1000) {
            int unexcused =
                    clients.stream().mapToInt(CutClient::lossesWithoutExcuse).sum();
            assertThat(unexcused).as("of %d cuts", CUTS).isZero();
            assertThat(losses).as("of %d cuts", CUTS).isLessThan(CUTS / 2);
        } else {
            assertThat(recoveries).isPositive();
            assertThat(losses).isPositive();
        }
    }

    private void cut(SocketIo io, SplittableRandom random) throws InterruptedException {
        for (int i = 0; i < CUTS && complaints.isEmpty(); i++) {
            CutClient client = clients.get(random.nextInt(CLIENTS));
            traffic.release(random.nextInt(30));
            emitOnLoops(io);
            CutClient.End end = ENDS[random.nextInt(ENDS.length)];
            Socket socket = socket(io, client);
            boolean young = socket != null && !socket.settled();
            CountDownLatch ended = client.cut(end, random.nextBoolean(), random.nextInt(8), young);
            emitOnLoops(io);
            traffic.release(random.nextInt(30));
            if (random.nextBoolean()) {
                await().pollInterval(Duration.ofMillis(1))
                        .atMost(PATIENCE)
                        .until(() -> traffic.availablePermits() == 0);
            }
            connected(ended);
            do {
                int breath = random.nextInt(6) > 0 ? Integer.MAX_VALUE : random.nextInt(8);
                CountDownLatch back = client.connect(loops[random.nextInt(LOOPS)], way(random), breath);
                emitOnLoops(io);
                connected(back);
            } while (!client.joined());
        }
    }

    private static CutClient.Way way(SplittableRandom random) {
        return WAYS[random.nextInt(WAYS.length)];
    }

    /** The loops are senders, too: what they send takes effect before their call returns, where that keeps the order. */
    private void emitOnLoops(SocketIo io) {
        for (ThreadLoop loop : loops) {
            loop.execute(() -> io.emit("e", "loop" + loop.index(), numbersOfLoops[loop.index()]++));
        }
    }

    private Runnable sender(SocketIo io, int index, SplittableRandom random) {
        return () -> {
            long all = 0;
            long[] rooms = new long[ROOMS];
            while (!over) {
                traffic.acquireUninterruptibly();
                int room = random.nextInt(ROOMS + 1);
                if (room < ROOMS) {
                    io.to("room" + room).emit("e", "sender" + index + " room" + room, rooms[room]++);
                } else {
                    io.emit("e", "sender" + index, all++);
                }
                Socket socket = socket(io, clients.get(random.nextInt(CLIENTS)));
                if (socket != null) {
                    synchronized (socket.data()) {
                        socket.emit("e", "own", (Long) socket.data().merge("own", 0L, (a, b) -> (Long) a + 1));
                    }
                }
            }
        };
    }

    private static @Nullable Socket socket(SocketIo io, CutClient client) {
        String id = client.id();
        return id == null ? null : io.of("/").socket(id);
    }

    /** Marks behind everything: whoever has one has all before it. A socket that is new may not have its room yet. */
    private void everybodyHasAll(SocketIo io) {
        AtomicLong mark = new AtomicLong();
        await().pollInterval(Duration.ofMillis(10)).atMost(PATIENCE).until(() -> {
            io.emit("e", "end", mark.get());
            for (int room = 0; room < ROOMS; room++) {
                io.to("room" + room).emit("e", "end of room", mark.get());
            }
            mark.incrementAndGet();
            return !complaints.isEmpty()
                    || clients.stream()
                            .allMatch(client -> client.streams().keySet().containsAll(List.of("end", "end of room")));
        });
    }

    /** Of each stream that went to more than one client, where the clients have come to. */
    private Map<String, Set<Long>> lastNumbers() {
        Map<String, Set<Long>> last = new TreeMap<>();
        for (CutClient client : clients) {
            client.streams().forEach((stream, number) -> {
                if (!stream.equals("own") && !stream.startsWith("end")) {
                    last.computeIfAbsent(stream, unused -> new TreeSet<>()).add(number);
                }
            });
        }
        return last;
    }

    private static void connected(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }
}
