package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stock clients come back by themselves after a server has taken leave of them: to its successor on the same port. */
class DrainedClientsTest {
    private static final int CLIENTS = 9;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(strings = {"4.7.5", "4.8.4"})
    void javaScriptClientsComeBackByThemselves(String version) throws Exception {
        Node.ready();
        try (SocketIo first = SocketIo.create()) {
            int port = first.listen("127.0.0.1", 0).address().getPort();
            CompletableFuture<List<String>> script = CompletableFuture.supplyAsync(
                    () -> Node.run("drained.mjs", url(port), version, Integer.toString(CLIENTS)));
            try (SocketIo second = succeed(first, port)) {
                List<String> reasons = script.get(4, TimeUnit.MINUTES);
                assertThat(reasons).hasSize(CLIENTS).containsOnly("transport close");
            }
        }
    }

    @Test
    void javaClientsComeBackByThemselves() throws Exception {
        List<Socket> clients = new ArrayList<>();
        List<String> reasons = new CopyOnWriteArrayList<>();
        AtomicInteger connects = new AtomicInteger();
        try (SocketIo first = SocketIo.create()) {
            int port = first.listen("127.0.0.1", 0).address().getPort();
            List<String[]> modes = List.of(
                    new String[] {"websocket"}, new String[] {"polling", "websocket"}, new String[] {"polling"});
            for (int i = 0; i < CLIENTS; i++) {
                IO.Options options = new IO.Options();
                options.transports = modes.get(i % modes.size());
                options.forceNew = true;
                options.reconnectionDelay = 100;
                options.reconnectionDelayMax = 1_000;
                Socket client = IO.socket(URI.create(url(port)), options);
                client.on(Socket.EVENT_CONNECT, arguments -> connects.incrementAndGet());
                client.on(Socket.EVENT_DISCONNECT, arguments -> reasons.add(String.valueOf(arguments[0])));
                clients.add(client.connect());
            }
            try (SocketIo second = succeed(first, port)) {
                Awaitility.await().atMost(PATIENCE).until(() -> connects.get() == 2 * CLIENTS);
                assertThat(second.of("/").sockets()).hasSize(CLIENTS);
                assertThat(reasons).hasSize(CLIENTS).isSubsetOf("transport close", "transport error");
            }
        } finally {
            clients.forEach(Socket::close);
        }
    }

    /** Drains a server once all clients are there; a second one takes its port. */
    private static SocketIo succeed(SocketIo first, int port) throws Exception {
        Awaitility.await().atMost(PATIENCE).until(() -> first.of("/").sockets().size() == CLIENTS);
        CompletableFuture<Void> drained = first.drain(Duration.ofMillis(500));
        assertThat(first.ready()).isFalse();
        drained.get(30, TimeUnit.SECONDS);
        SocketIo second = SocketIo.create();
        Awaitility.await().atMost(PATIENCE).until(() -> listens(second, port));
        return second;
    }

    private static boolean listens(SocketIo io, int port) {
        try {
            return io.listen("127.0.0.1", port).address().getPort() == port;
        } catch (UncheckedIOException stillTaken) {
            return false;
        }
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }
}
