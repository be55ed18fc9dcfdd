package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import dev.madang.server.SocketIoOptions;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * R6 under way: however many clients have come and gone, and however they went, the server is as large as when it was
 * young. Two servers, one that recovers connection states and one that does not, take the same cycles.
 */
class CyclesTest {
    /*
     * Before the servers are measured for the first time they have seen each kind of client, so that everything that is
     * made once is there: a namespace that stays has a part on each loop. Some clients go without a word: those are noticed by the heartbeat, so each measurement waits.
     */
    private static final boolean LONG = Boolean.getBoolean("madang.long");
    private static final int CYCLES = LONG ? 100_000 : 5_000;
    private static final int CLIENTS = 8;
    private static final int NAMESPACES = 2;
    private static final int LOOPS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long HEAP_TOLERANCE = 12L << 20;
    private static final long DIRECT_TOLERANCE = 4L << 20;
    private static final int TASKS = 16;
    private static final int LANES = 8;

    /** What a server costs its machine. */
    private record Cost(long heap, long direct, long openFiles, int liveThreads) {
        static Cost now() throws IOException {
            System.gc();
            return new Cost(
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
                    ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                            .metric()
                            .usedDirectMemory(),
                    countFiles(),
                    countThreads());
        }

        private static long countFiles() throws IOException {
            Path open = Path.of("/proc/self/fd");
            if (!Files.isDirectory(open)) {
                return 0;
            }
            try (Stream<Path> all = Files.list(open)) {
                return all.count();
            }
        }

        /** Without the carriers of virtual threads, which come and go, and the thread that may be asking. */
        private static int countThreads() {
            return (int) Thread.getAllStackTraces().keySet().stream()
                    .map(Thread::getName)
                    .filter(name -> !name.startsWith("ForkJoinPool") && !name.startsWith("awaitility"))
                    .count();
        }
    }

    @Test
    void clientsThatCameAndWentHoweverTheyDidLeaveNothingBehind() throws Exception {
        try (SocketIo plain = server(options -> options);
                SocketIo recovering = server(options -> options.connectionStateRecovery(
                        ConnectionStateRecovery.DEFAULT.withMaxDisconnectionDuration(Duration.ofMillis(300))))) {
            List<SocketIo> servers = List.of(plain, recovering);
            List<Cycles> cycles =
                    servers.stream().map(io -> new Cycles(listen(io))).toList();
            warmUp(cycles, servers);
            Map<String, Integer> before = Census.of(servers);
            Cost cost = Cost.now();

            run(cycles, 0, CYCLES);

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(grown(before, servers)).isEmpty());
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(excess(cost, Cost.now())).isEmpty());
            assertThat(cycles.stream().mapToInt(Cycles::recoveries).sum()).isPositive();
        }
        LeakTest.assertThatNothingLeaked();
    }

    @Test
    void whatIsThereIsCounted() {
        try (SocketIo io = server(options -> options.connectionStateRecovery(ConnectionStateRecovery.DEFAULT))) {
            ListenerProvider.Listener listener = listen(io);
            Map<String, Integer> before = Census.of(List.of(io));
            try (RawClient client = new RawClient(listener.address())) {
                client.upgrade("/socket.io/?EIO=4&transport=websocket").text("40");
                assertThat(client.text()).startsWith("0");
                assertThat(client.text()).startsWith("40");
                client.text("42[\"ask me\"]").text("421[\"rooms\"]");
                await().atMost(PATIENCE)
                        .ignoreExceptions()
                        .untilAsserted(() -> assertThat(Census.grown(before, Census.of(List.of(io))))
                                .containsEntry("dev.madang.engine.Session", "0 -> 1")
                                .containsEntry("dev.madang.engine.Engine.sessions []", "0 -> 2")
                                .containsEntry("dev.madang.engine.Engine.alive =", "0 -> 1")
                                .containsEntry("dev.madang.server.Namespace.sockets []", "0 -> 2")
                                .containsEntry("dev.madang.server.Room", "0 -> 1")
                                .containsEntry("dev.madang.server.Answers.awaited []", "0 -> 4")
                                .containsEntry("dev.madang.server.SingleAsk", "0 -> 1")
                                .containsKeys(
                                        "dev.madang.server.EventLog$Stored",
                                        "dev.madang.netty.NettyServer.connections []"));
            }
        }
    }

    private static void warmUp(List<Cycles> cycles, List<SocketIo> servers) throws Exception {
        int parts = 0;
        for (int round = 0; round < 50 && parts < servers.size() * NAMESPACES * LOOPS; round++) {
            run(cycles, 0, 10 * Cycles.KINDS * 2);
            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .untilAsserted(() -> assertThat(empty(servers)).isTrue());
            parts = Census.of(servers).getOrDefault("dev.madang.server.Shard", 0);
        }
        assertThat(parts).isEqualTo(servers.size() * NAMESPACES * LOOPS);
    }

    private static SocketIo server(UnaryOperator<SocketIoOptions.Builder> change) {
        SocketIo io = change.apply(SocketIo.builder()
                        .pingInterval(Duration.ofSeconds(1))
                        .pingTimeout(Duration.ofSeconds(6))
                        .allowEIO3(true)
                        .cleanupEmptyChildNamespaces(true))
                .build();
        io.onConnection(socket -> {
            socket.on("rooms", (arguments, ack) -> {
                socket.join("everybody", "room of " + socket.id());
                socket.leave("room of " + socket.id());
                io.to("everybody").except(socket.id()).emit("news", "somebody is here");
                ack.reply("in");
            });
            socket.on("ask me", (arguments, ack) -> {
                socket.emitWithAck(Duration.ofSeconds(50), "question");
                io.timeout(Duration.ofSeconds(50)).emitWithAck("everybody's question");
            });
            socket.on("never", (arguments, ack) -> socket.data().put("ack", ack));
            socket.on("bytes", (arguments, ack) -> socket.emit("bytes", (Object) new byte[] {1, 2}));
        });
        io.of("/guarded").use((socket, next) -> {
            socket.join("hall");
            next.refuse("no");
        });
        io.of(Pattern.compile("^/made-\\d+$")).onConnection(socket -> {
            socket.join("x");
            socket.on("rooms", (arguments, ack) -> ack.reply("in"));
        });
        return io;
    }

    private static ListenerProvider.Listener listen(SocketIo io) {
        return io.listen(ListenOptions.at("127.0.0.1", 0).withLoops(LOOPS));
    }

    /** Runs cycles, those with even numbers on the first server and the others on the second. */
    private static void run(List<Cycles> servers, int from, int to) throws InterruptedException, ExecutionException {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<?>> clients = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> threads.submit(() -> {
                        for (int i = from + client; i < to; i += CLIENTS) {
                            servers.get(i % 2).cycle(i / 2);
                        }
                    }))
                    .toList();
            for (Future<?> client : clients) {
                client.get();
            }
        }
    }

    private static boolean empty(List<SocketIo> servers) {
        Map<String, Integer> census = Census.of(servers);
        return Stream.of("Socket", "Client", "PersistedSession", "EventLog$Stored", "SingleAsk", "BroadcastAsk")
                        .noneMatch(each -> census.containsKey("dev.madang.server." + each))
                && !census.containsKey("dev.madang.engine.Session")
                && !census.containsKey("dev.madang.netty.NettyServer.connections []");
    }

    private static Map<String, String> grown(Map<String, Integer> before, List<SocketIo> servers) {
        Map<String, Integer> now = Census.of(servers);
        now.computeIfPresent("loop.taskQueue", (name, tasks) -> Math.max(0, tasks - TASKS));
        now.computeIfPresent("loop.scheduledTaskQueue", (name, tasks) -> Math.max(0, tasks - TASKS));
        now.computeIfPresent("dev.madang.engine.Deadlines$Lane", (name, lanes) -> Math.max(0, lanes - LANES));
        now.computeIfPresent("dev.madang.engine.Deadlines.lanes []", (name, lanes) -> Math.max(0, lanes - LANES));
        return Census.grown(before, now);
    }

    private static List<String> excess(Cost before, Cost now) {
        return Stream.of(
                        excess("bytes of heap", before.heap() + HEAP_TOLERANCE, now.heap()),
                        excess("bytes outside the heap", before.direct() + DIRECT_TOLERANCE, now.direct()),
                        excess("open files", before.openFiles(), now.openFiles()),
                        excess("threads", before.liveThreads(), now.liveThreads()))
                .filter(text -> !text.isEmpty())
                .toList();
    }

    private static String excess(String what, long most, long now) {
        return now > most ? now + " " + what + " instead of " + most : "";
    }
}
