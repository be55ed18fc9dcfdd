package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.AckTimeoutException;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by clients that speak Socket.IO, next to a bystander on the same loop who must not notice. */
@Timeout(180)
class SocketAttackTest {
    private static final boolean LONG = Boolean.getBoolean("madang.long");
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WS = "/socket.io/?EIO=4&transport=websocket";

    private final CountDownLatch gate = new CountDownLatch(1);
    private final AtomicInteger handled = new AtomicInteger();
    private final CompletableFuture<Throwable> unanswered = new CompletableFuture<>();
    private final SocketIo io = SocketIo.builder()
            .maxPayload(4_000_000)
            .cleanupEmptyChildNamespaces(true)
            .build();
    private final ListenerProvider.Listener listener =
            io.listen(ListenOptions.at("127.0.0.1", 0).withLoops(1));
    private final RawClient bystander = new RawClient(listener.address());

    @BeforeEach
    void somebodyElseIsConnected() {
        io.onConnection(socket -> {
            socket.on("echo", (arguments, ack) -> ack.reply(arguments.node(0)));
            socket.on(
                    "join",
                    String.class,
                    (room, ack) -> socket.join(room)
                            .whenComplete((done, failure) -> ack.reply(failure == null ? "in" : "no")));
            socket.on(
                    "leave",
                    String.class,
                    (room, ack) -> socket.leave(room).whenComplete((done, failure) -> ack.reply("out")));
            socket.on("wait", (arguments, ack) -> {
                gate.await();
                handled.incrementAndGet();
            });
            socket.on("fail", (arguments, ack) -> {
                throw new IllegalStateException("as the test wants it");
            });
            socket.on(
                    "ask me",
                    (arguments, ack) -> socket.emitWithAck(Duration.ofMillis(50), "question")
                            .whenComplete((answer, failure) -> unanswered.complete(failure)));
        });
        joined(bystander);
        unharmed();
    }

    @AfterEach
    void andIsUnharmed() {
        try (io;
                bystander) {
            unharmed();
        }
    }

    private void unharmed() {
        bystander.text("427[\"echo\",\"still here\"]");
        String answer = bystander.text();
        while (answer.equals("2")) {
            answer = bystander.text("3").text();
        }
        assertThat(answer).isEqualTo("437[\"still here\"]");
    }

    private RawClient joined() {
        return joined(new RawClient(listener.address()));
    }

    private static RawClient joined(RawClient client) {
        client.upgrade(WS).text("40");
        assertThat(client.text()).startsWith("0{");
        assertThat(client.text()).startsWith("40{");
        return client;
    }

    private static String polling(RawClient client) {
        String session =
                POLL + "&sid=" + EchoServer.sid(client.get(POLL).answer().body());
        assertThat(client.post(session, "40").answer().body()).isEqualTo("ok");
        assertThat(client.get(session).answer().body()).startsWith("40{");
        return session;
    }

    private int count(String what) {
        return Census.of(List.of(io)).getOrDefault("dev.madang." + what, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"3", "6", "0", "2", "9"})
    void a4APayloadOfAMillionPacketsEndsItsSession(String packet) {
        try (RawClient client = new RawClient(listener.address())) {
            String session = polling(client);
            String body = (packet + "\u001e").repeat(999_999) + packet;
            assertThat(client.post(session, body).answer().status()).isEqualTo(400);
            assertThat(client.get(session).answer().body()).contains("Session ID unknown");
        }
    }

    @Test
    void a13GuessingSessionsFindsNoneAndNoLogNamesOne() {
        SplittableRandom random = new SplittableRandom(13);
        PrintStream usual = System.err;
        ByteArrayOutputStream log = new ByteArrayOutputStream();
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
        try (RawClient client = new RawClient(listener.address());
                RawClient victim = new RawClient(listener.address())) {
            String session = polling(victim);
            for (int batch = 0; batch < (LONG ? 1_000 : 100); batch++) {
                StringBuilder requests = new StringBuilder();
                for (int i = 0; i < 100; i++) {
                    String guess = "guess" + Long.toString(random.nextLong(1L << 60) + (1L << 60), 36) + "xx";
                    requests.append(RawClient.head("GET", POLL + "&sid=" + guess));
                }
                client.send(requests.toString());
                for (int i = 0; i < 100; i++) {
                    assertThat(client.answer().body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
                }
            }
            assertThat(victim.post(session, "429[\"echo\",1]").answer().body()).isEqualTo("ok");
            assertThat(victim.get(session).answer().body()).isEqualTo("439[1]");
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .doesNotContain("guess")
                    .doesNotContain(session.substring(session.indexOf("sid=") + 4));
            assertThat(io.engine().sessions()).isEqualTo(2);
            assertThat(victim.post(session, "1").answer().body()).isEqualTo("ok");
        } finally {
            System.setErr(usual);
        }
    }

    @Test
    void a14ASessionMayMoveToAnotherAddressAndStaysWhoItIs() throws IOException {
        try (RawClient home = new RawClient(listener.address());
                RawClient away = from("127.0.0.2")) {
            String session = polling(home);
            assertThat(home.post(session, "429[\"join\",\"mine\"]").answer().body())
                    .isEqualTo("ok");
            assertThat(away.get(session, "User-Agent: another").answer().status())
                    .isEqualTo(200);
            assertThat(io.of("/").sockets())
                    .anyMatch(socket -> socket.remoteAddress().startsWith("127.0.0.1"));
            assertThat(io.of("/").sockets())
                    .noneMatch(socket -> socket.remoteAddress().startsWith("127.0.0.2"));
            assertThat(home.post(session, "1").answer().body()).isEqualTo("ok");
        }
    }

    private RawClient from(String address) throws IOException {
        return new RawClient(new Socket(
                listener.address().getAddress(), listener.address().getPort(), InetAddress.getByName(address), 0));
    }

    @Test
    void a16ManyConnectionsThatSayNothingTakeNobodysTurn() throws IOException {
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < (LONG ? 4_000 : 500); i++) {
                silent.add(from("127.0.0." + (1 + i % 8)));
                if (i % 100 == 0) {
                    unharmed();
                }
            }
            int most = silent.size();
            await().atMost(PATIENCE).ignoreExceptions().until(() -> count("netty.NettyServer.connections []") >= most);
            unharmed();
        } finally {
            silent.forEach(RawClient::reset);
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> count("netty.NettyServer.connections []") == 1);
    }

    @Test
    void a17NamesThatNobodyKnowsAreAnsweredAndForgotten() {
        Map<String, Integer> before = Census.of(List.of(io));
        try (RawClient attacker = joined()) {
            for (int batch = 0; batch < (LONG ? 1_000 : 100); batch++) {
                for (int i = 0; i < 100; i++) {
                    attacker.text("40/" + batch + "-" + i + ",");
                }
                for (int i = 0; i < 100; i++) {
                    assertThat(attacker.text())
                            .isEqualTo("44/" + batch + "-" + i + ",{\"message\":\"Invalid namespace\"}");
                }
            }
            attacker.send(RawClient.masked(0x88, new byte[] {3, -24}));
        }
        unharmed();
        await().atMost(PATIENCE)
                .ignoreExceptions()
                .untilAsserted(() -> assertThat(
                                Census.grown(before, Census.of(List.of(io))).keySet())
                        .noneMatch(name -> name.startsWith("dev.madang.server")));
    }

    @Test
    void a17NamespacesThatAPeerBringsAboutAreFewAndGoWhenTheyAreEmpty() {
        AtomicInteger made = new AtomicInteger();
        io.onNewNamespace(namespace -> made.incrementAndGet());
        io.of(Pattern.compile("^/room-\\d+$"));
        for (int round = 0; round < 20; round++) {
            try (RawClient attacker = joined()) {
                for (int i = 0; i < 40; i++) {
                    attacker.text("40/room-" + (round * 100 + i) + ",");
                }
                assertThat(closed(attacker)).isTrue();
            }
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> count("server.Namespace") == 1);
        assertThat(made).hasValueBetween(1, 20 * 32);
    }

    /** Reads until the server closes the connection. */
    private static boolean closed(RawClient client) {
        try {
            while (client.frame().opcode() != 0x8) {
                continue;
            }
            return true;
        } catch (UncheckedIOException ended) {
            return true;
        }
    }

    @Test
    void a18RoomsAreFewPerSocketAndEmptyOnesVanish() {
        try (RawClient attacker = joined()) {
            for (int i = 0; i < 1_500; i++) {
                attacker.text("42" + i + "[\"join\",\"room " + i + "\"]");
                assertThat(attacker.text()).isEqualTo("43" + i + (i < 1_024 ? "[\"in\"]" : "[\"no\"]"));
            }
            assertThat(count("server.Room")).isEqualTo(1_024);
        }
        await().atMost(PATIENCE).ignoreExceptions().until(() -> count("server.Room") == 0);
    }

    @Test
    void a18JoiningAndLeavingWithoutEndLeavesNoRoomBehind() {
        try (RawClient attacker = joined()) {
            for (int i = 0; i < (LONG ? 100_000 : 5_000); i++) {
                attacker.text("421[\"join\",\"room " + i + "\"]");
                assertThat(attacker.text()).isEqualTo("431[\"in\"]");
                attacker.text("422[\"leave\",\"room " + i + "\"]");
                assertThat(attacker.text()).isEqualTo("432[\"out\"]");
            }
            assertThat(count("server.Room")).isZero();
        }
    }

    @Test
    void a19AnswersThatNobodyAwaitsAreIgnored() {
        try (RawClient attacker = joined()) {
            for (String id : List.of("0", "1", "7", "9007199254740992", "9999999999999999")) {
                attacker.text("43" + id + "[\"x\"]").text("43" + id + "[]");
            }
            attacker.text("43[]").text("425[\"echo\",\"alive\"]");
            assertThat(attacker.text()).isEqualTo("435[\"alive\"]");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {17, 400})
    void a19AckIdsOfTooManyDigitsEndTheConnection(int digits) {
        try (RawClient attacker = joined()) {
            attacker.text("43" + "1".repeat(digits) + "[]");
            assertThat(closed(attacker)).isTrue();
        }
    }

    @Test
    void a22AFloodOfEventsIsNotReadFasterThanItIsHandled() throws InterruptedException {
        int events = 100_000;
        try (RawClient attacker = joined()) {
            Thread flood = Thread.ofPlatform().start(() -> {
                byte[] frame = RawClient.masked(0x81, "42[\"wait\",\"a long one\"]".getBytes(StandardCharsets.UTF_8));
                ByteArrayOutputStream hundred = new ByteArrayOutputStream();
                for (int i = 0; i < 100; i++) {
                    hundred.writeBytes(frame);
                }
                for (int i = 0; i < events / 100; i++) {
                    attacker.send(hundred.toByteArray());
                }
            });
            await().atMost(PATIENCE).ignoreExceptions().until(() -> count("server.Mailbox$Event") >= 256);
            for (int i = 0; i < 1_000; i++) {
                unharmed();
            }
            assertThat(handled).hasValue(0);
            assertThat(count("server.Mailbox$Event")).isLessThan(256 + 64 * 1024 / 20);
            gate.countDown();
            flood.join();
            await().atMost(PATIENCE).untilAtomic(handled, org.hamcrest.Matchers.is(events));
        }
    }

    @Test
    void a30AHandlerThatFailsCostsThatEventAlone() {
        try (RawClient attacker = joined()) {
            for (int i = 0; i < 3; i++) {
                attacker.text("423[\"fail\"]");
            }
            attacker.text("425[\"echo\",\"alive\"]");
            assertThat(attacker.text()).isEqualTo("435[\"alive\"]");
        }
    }

    @Test
    void a30HandlersThatBlockKeepNobodyElseWaiting() {
        List<RawClient> attackers = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                attackers.add(joined().text("42[\"wait\"]"));
            }
            unharmed();
            assertThat(handled).hasValue(0);
            gate.countDown();
            await().atMost(PATIENCE).untilAtomic(handled, org.hamcrest.Matchers.is(100));
        } finally {
            gate.countDown();
            attackers.forEach(RawClient::close);
        }
    }

    @Test
    void a30AQuestionThatIsNeverAnsweredTimesOut() {
        try (RawClient attacker = joined()) {
            attacker.text("42[\"ask me\"]");
            assertThat(attacker.text()).startsWith("420[\"question\"]");
            await().atMost(PATIENCE).until(unanswered::isDone);
            Throwable failure = unanswered.join();
            assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
                    .isInstanceOf(AckTimeoutException.class);
            attacker.text("430[\"late\"]").text("425[\"echo\",\"alive\"]");
            assertThat(attacker.text()).isEqualTo("435[\"alive\"]");
        }
    }
}
