package dev.madang.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.HttpAnswer;
import dev.madang.protocol.ArgumentException;
import dev.madang.server.SocketIo;
import dev.madang.testkit.Http;
import dev.madang.testkit.WireClient;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.socket.client.IO;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the meters of a server count, with real clients; and that the list of them in the documents is complete. */
class MadangMetricsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern METER = Pattern.compile("^\\| `(madang\\.[a-z.]+)`", Pattern.MULTILINE);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MadangMetrics metrics = new MadangMetrics(registry);
    private final SocketIo io = SocketIo.builder()
            .monitor(metrics)
            .maxWaitingEvents(1)
            .ackTimeout(PATIENCE)
            .build();
    private final int port = io.listen("127.0.0.1", 0).address().getPort();
    private final Queue<WireClient> clients = new ConcurrentLinkedQueue<>();
    private final CountDownLatch release = new CountDownLatch(1);

    MadangMetricsTest() {
        metrics.bindTo(io);
        io.of("/closed").use((socket, next) -> next.refuse("no"));
        io.engine().use((request, next) -> {
            if (request.query().containsKey("teapot")) {
                next.answer(HttpAnswer.text(418, List.of("Content-Type", "text/plain"), "no coffee"));
            } else {
                next.proceed();
            }
        });
        io.onConnection(socket -> {
            socket.use((event, arguments, next) -> {
                if (event.equals("limited")) {
                    next.refuse("slower");
                } else {
                    next.proceed();
                }
            });
            socket.on("echo", (arguments, ack) -> ack.reply("ok"));
            socket.on("boom", (arguments, ack) -> {
                throw new IllegalStateException("boom");
            });
            socket.on("typed", (arguments, ack) -> {
                throw new ArgumentException(0, "not a number");
            });
            socket.on("block", (arguments, ack) -> release.await());
        });
    }

    @AfterEach
    void close() {
        release.countDown();
        io.close();
        clients.forEach(WireClient::close);
        registry.close();
    }

    private WireClient client() {
        WireClient client = WireClient.connect(port);
        clients.add(client);
        return client;
    }

    private double count(String name, String... tags) {
        return registry.find(name).tags(tags).counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }

    private double gauge(String name, String... tags) {
        var gauge = registry.find(name).tags(tags).gauge();
        return gauge == null ? 0 : gauge.value();
    }

    private long calls(String event, String outcome) {
        var timer = registry.find("madang.handler")
                .tags("namespace", "/", "event", event, "outcome", outcome)
                .timer();
        return timer == null ? 0 : timer.count();
    }

    private static void eventually(Runnable assertion) {
        await().atMost(PATIENCE).untilAsserted(assertion::run);
    }

    @Test
    void sessionsAreGaugedByTransportAndMoveWithTheUpgrade() throws Exception {
        var socket = IO.socket("http://127.0.0.1:" + port);
        socket.connect();
        eventually(() -> assertThat(count("madang.sessions.upgraded")).isEqualTo(1));
        assertThat(gauge("madang.sessions", "transport", "polling", "protocol", "4"))
                .isZero();
        assertThat(gauge("madang.sessions", "transport", "websocket", "protocol", "4"))
                .isEqualTo(1);
        assertThat(count("madang.sessions.opened", "transport", "polling")).isEqualTo(1);
        socket.disconnect();
        eventually(() -> assertThat(count("madang.sessions.closed")).isEqualTo(1));
        assertThat(gauge("madang.sessions", "transport", "websocket")).isZero();
        assertThat(gauge("madang.sockets", "namespace", "/")).isZero();
        assertThat(count("madang.sockets.left", "namespace", "/")).isEqualTo(1);
    }

    @Test
    void messagesAndBytesAreCountedInBothDirections() {
        WireClient client = client().says("40").hears("40");
        client.says("420[\"echo\",1]").hears("430[\"ok\"]");
        assertThat(count("madang.messages", "direction", "in")).isEqualTo(2);
        assertThat(count("madang.bytes", "direction", "in")).isEqualTo("40420[\"echo\",1]".length());
        eventually(
                () -> assertThat(count("madang.messages", "direction", "out")).isEqualTo(2));
        assertThat(count("madang.bytes", "direction", "out"))
                .isEqualTo("40{\"sid\":\"12345678901234567890\"}430[\"ok\"]".length());
    }

    @Test
    void handlersAreTimedByTheNameTheyWereAddedUnderAndUnknownEventsAreNoLabels() {
        WireClient client = client().says("40").hears("40");
        client.says("42[\"boom\"]").says("42[\"typed\"]").says("42[\"made up\"]");
        client.says("420[\"echo\"]").hears("430[\"ok\"]");
        eventually(() -> assertThat(calls("echo", "ok")).isEqualTo(1));
        assertThat(calls("boom", "failed")).isEqualTo(1);
        assertThat(calls("typed", "arguments")).isEqualTo(1);
        assertThat(count("madang.events.received", "namespace", "/")).isEqualTo(4);
        assertThat(registry.getMeters())
                .noneMatch(meter -> meter.getId().getTags().toString().contains("made up"));
    }

    @Test
    void pausedClientIsGaugedAndForgottenWhenItGoes() {
        WireClient client = client().says("40").hears("40");
        client.says("42[\"block\"]").says("42[\"block\"]");
        eventually(() -> assertThat(gauge("madang.sessions.paused")).isEqualTo(1));
        eventually(() -> assertThat(gauge("madang.waiting.events")).isPositive());
        release.countDown();
        eventually(() -> assertThat(gauge("madang.sessions.paused")).isZero());
        client.close();
    }

    @Test
    void sentEventsAreCountedByNameABroadcastOnce() {
        client().says("40").hears("40");
        io.emit("news");
        io.emit("news");
        io.of("/").sockets().iterator().next().emit("hello");
        assertThat(count("madang.events.sent", "event", "news", "broadcast", "true"))
                .isEqualTo(2);
        assertThat(count("madang.events.sent", "event", "hello", "broadcast", "false"))
                .isEqualTo(1);
    }

    @Test
    void answersOfMiddlewaresAndTheEventsTheyStopAreCounted() {
        answered("transport=polling&teapot", 418);
        answered("transport=websocket&teapot", 418);
        WireClient client = client().says("40").hears("40");
        client.says("421[\"limited\"]").hears("431[\"slower\"]");
        client.says("42[\"limited\"]").says("422[\"echo\"]").hears("432[\"ok\"]");
        assertThat(count("madang.requests.answered", "status", "418")).isEqualTo(2);
        assertThat(count("madang.requests.refused")).isZero();
        eventually(() ->
                assertThat(count("madang.events.stopped", "namespace", "/")).isEqualTo(2));
    }

    @Test
    void everyMeterIsInTheDocumentedTableAndTheTableHasNoOther() throws Exception {
        var socket = IO.socket("http://127.0.0.1:" + port);
        socket.connect();
        eventually(() -> assertThat(count("madang.sessions.upgraded")).isEqualTo(1));
        socket.close();
        WireClient client =
                client().says("40/closed,").hears("44/closed,").says("40").hears("40");
        client.says("430[]").says("420[\"echo\"]").hears("430");
        io.emit("news");
        client.says("42[\"block\"]").says("42[\"block\"]");
        eventually(() -> assertThat(count("madang.sessions.pauses")).isPositive());
        client().says("42{}");
        answered("transport=telegraph", 400);
        answered("transport=polling&teapot", 418);
        eventually(() ->
                assertThat(count("madang.rules.broken", "rule", "PAYLOAD_TYPE")).isEqualTo(1));
        eventually(() -> assertThat(count("madang.sockets.left")).isEqualTo(1));
        assertThat(count("madang.requests.refused", "code", "0")).isEqualTo(1);
        assertThat(count("madang.acks.ignored")).isEqualTo(1);
        assertThat(count("madang.sockets.refused", "namespace", "/closed")).isEqualTo(1);
        Set<String> registered = registry.getMeters().stream()
                .map(Meter::getId)
                .map(Meter.Id::getName)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(registered).isEqualTo(documented());
    }

    private void answered(String query, int status) {
        try (Http http = new Http()) {
            String url = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&" + query;
            assertThat(http.get(url).statusCode()).isEqualTo(status);
        }
    }

    private static Set<String> documented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "topics", "observability.md"));
        return METER.matcher(page)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
