package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.DisconnectReason;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import io.socket.client.IO;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Stock clients that stopped reading and were closed as slow come back by themselves, and hear what is new. */
class SlowClosedClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> MODES = List.of("websocket", "polling+websocket", "polling");
    private static final List<Integer> NEWS = IntStream.range(0, 100).boxed().toList();

    /** What a client went through: the news of its first connection, and those of its second. */
    record Story(
            String name,
            int connects,
            List<String> reasons,
            List<Integer> before,
            List<Integer> after,
            boolean ended) {}

    @ParameterizedTest
    @ValueSource(strings = {"4.7.5", "4.8.4"})
    void javaScriptClientsComeBackByThemselves(String version) throws Exception {
        Node.ready();
        try (Scene scene = new Scene()) {
            List<String> arguments = new ArrayList<>(List.of(version));
            scene.cables.forEach((mode, cable) -> arguments.add(mode + "=" + cable.url()));
            CompletableFuture<List<String>> script =
                    CompletableFuture.supplyAsync(() -> Node.run("slow-closed.mjs", arguments.toArray(String[]::new)));
            scene.play();
            scene.verify(script.get(2, TimeUnit.MINUTES).stream()
                    .map(line -> JsonMapper.shared().readValue(line, Story.class))
                    .toList());
        }
    }

    @Test
    void javaClientsComeBackByThemselves() throws Exception {
        List<Client> clients = new ArrayList<>();
        try (Scene scene = new Scene()) {
            scene.cables.forEach((mode, cable) -> clients.add(new Client(mode, cable.url())));
            scene.play();
            Awaitility.await().atMost(PATIENCE).until(() -> clients.stream().allMatch(client -> client.ended));
            scene.verify(clients.stream().map(Client::story).toList());
        } finally {
            clients.forEach(client -> client.socket.close());
        }
    }

    /** The official Java client, as {@code slow-closed.mjs} has the JavaScript one. */
    private static final class Client {
        private final String name;
        private final io.socket.client.Socket socket;
        private final List<String> reasons = new CopyOnWriteArrayList<>();
        private final List<Integer> before = new CopyOnWriteArrayList<>();
        private final List<Integer> after = new CopyOnWriteArrayList<>();
        private volatile int connects;
        private volatile boolean ended;

        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the client's one thread
        Client(String name, String url) {
            this.name = name;
            IO.Options options = new IO.Options();
            options.transports = name.split("\\+", -1);
            options.forceNew = true;
            options.reconnectionDelay = 100;
            options.reconnectionDelayMax = 1_000;
            options.auth = Map.of("name", name);
            socket = IO.socket(URI.create(url), options);
            socket.on(io.socket.client.Socket.EVENT_CONNECT, arguments -> connects++);
            socket.on(io.socket.client.Socket.EVENT_DISCONNECT, arguments -> reasons.add(String.valueOf(arguments[0])));
            socket.on("news", arguments -> (connects == 1 ? before : after).add((Integer) arguments[0]));
            socket.on("end", arguments -> ended = true);
            socket.connect();
        }

        Story story() {
            return new Story(name, connects, reasons, before, after, ended);
        }
    }

    /** A server with small queues, and a cable to it for each kind of client. */
    private static final class Scene implements AutoCloseable {
        private static final String LONG = "x".repeat(16 * 1024);

        private final Map<String, Cable> cables = new ConcurrentHashMap<>();
        private final Map<String, Socket> sockets = new ConcurrentHashMap<>();
        private final Map<String, DisconnectReason> reasons = new ConcurrentHashMap<>();
        private final Map<String, Integer> sent = new ConcurrentHashMap<>();
        private final SocketIo io = SocketIo.builder().maxQueuedBytes(64 * 1024).build();

        Scene() {
            io.onConnection(socket -> {
                String name = socket.handshake().auth().path("name").stringValue();
                sockets.put(name, socket);
                socket.onDisconnect(reason -> reasons.putIfAbsent(name, reason));
            });
            int port = io.listen("127.0.0.1", 0).address().getPort();
            MODES.forEach(mode -> cables.put(mode, new Cable(port)));
        }

        /** The clients come, stop reading, are sent too much, read on, and come back to hear the news. */
        void play() {
            Awaitility.await("all are here")
                    .atMost(PATIENCE)
                    .until(() -> cables.keySet().stream()
                            .allMatch(mode -> sockets.containsKey(mode)
                                    && sockets.get(mode).transport().equals(mode.replace("polling+", ""))));
            Map<String, Socket> first = Map.copyOf(sockets);
            cables.values().forEach(Cable::hold);
            first.forEach(this::flood);
            Awaitility.await("all are told").atMost(PATIENCE).until(() -> reasons.size() == MODES.size());
            assertThat(reasons.values()).containsOnly(DisconnectReason.SLOW_CLIENT);
            cables.values().forEach(Cable::release);
            Awaitility.await("all are back")
                    .atMost(PATIENCE)
                    .until(() -> sockets.entrySet().stream()
                            .allMatch(entry ->
                                    entry.getValue().connected() && entry.getValue() != first.get(entry.getKey())));
            NEWS.forEach(number -> io.emit("news", number));
            io.emit("end");
        }

        private void flood(String name, Socket socket) {
            int number = 0;
            while (socket.connected()) {
                socket.emit("news", number++, LONG);
            }
            sent.put(name, number);
        }

        void verify(List<Story> stories) {
            assertThat(stories).hasSize(MODES.size()).allSatisfy(story -> {
                assertThat(story.connects()).isEqualTo(2);
                assertThat(story.reasons()).hasSize(1).isSubsetOf("transport close", "transport error");
                assertThat(story.before())
                        .as("what it heard before: in order, none missing between, and not all")
                        .isEqualTo(IntStream.range(0, story.before().size())
                                .boxed()
                                .toList())
                        .hasSizeLessThan(sent.getOrDefault(story.name(), 0));
                assertThat(story.after()).as("the news, once and in order").isEqualTo(NEWS);
            });
        }

        @Override
        public void close() throws IOException {
            for (Cable cable : cables.values()) {
                cable.close();
            }
            io.close();
        }
    }
}
