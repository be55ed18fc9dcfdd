package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.madang.engine.RequestHead;
import dev.madang.engine.WebSocketVerdict;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The farewell: new clients are refused, old ones told bit by bit, answers under way not lost. */
class DrainTest {
    private static final Duration TEN = Duration.ofSeconds(10);

    private final Rig rig = new Rig(builder -> builder.pingInterval(Duration.ofMinutes(10)));

    private static long closed(List<TestClient> clients) {
        return clients.stream().filter(client -> client.closed != null).count();
    }

    @Test
    void connectionsAreClosedEvenlySpreadOverTheTime() {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            clients.add(rig.joined(i % 2));
        }
        rig.io.drain(TEN);
        rig.settle();
        assertThat(closed(clients)).isZero();
        for (int second = 1; second <= 9; second++) {
            rig.advance(Duration.ofSeconds(1));
            assertThat(closed(clients)).isBetween(20L * second - 4, 20L * second);
        }
        rig.advance(Duration.ofMillis(1_100));
        assertThat(closed(clients)).isEqualTo(200);
        assertThat(clients).allSatisfy(client -> assertThat(client.closed).startsWith("1006 server shutting down"));
        assertThat(clients).allSatisfy(client -> assertThat(client.hears()).isEmpty());
    }

    @Test
    void withoutAnyTimeAllAreToldAtOnce() {
        List<TestClient> clients = List.of(rig.joined(0), rig.joined(1), rig.joined(1));
        rig.io.drain(Duration.ZERO);
        rig.settle();
        assertThat(closed(clients)).isEqualTo(3);
    }

    @Test
    void newClientsAreRefusedAndTheServerSaysItIsNotReady() {
        rig.joined();
        assertThat(rig.io.ready()).isTrue();
        rig.io.drain(TEN);
        assertThat(rig.io.ready()).isFalse();
        RequestHead head = new RequestHead(
                "GET",
                "/socket.io/",
                Map.of("EIO", "4", "transport", "websocket"),
                List.of("Host", "example.com"),
                new InetSocketAddress("127.0.0.1", 4711),
                false);
        List<WebSocketVerdict> verdicts = new ArrayList<>();
        rig.loops[0].inside(() -> rig.io.engine().webSocket(head, rig.loops[0], verdicts::add));
        assertThat(verdicts.getFirst()).isInstanceOfSatisfying(WebSocketVerdict.Refuse.class, refuse -> {
            assertThat(refuse.answer().status()).isEqualTo(503);
            assertThat(refuse.answer().headers()).containsSequence("Retry-After", "5");
        });
    }

    @Test
    void socketsLiveOnUntilTheirTurnAndHearWhyItEnds() {
        rig.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> ack.reply("alive"));
            socket.onDisconnect(reason -> rig.note(reason.text()));
        });
        TestClient one = rig.joined(0);
        rig.io.drain(TEN);
        rig.advance(Duration.ofSeconds(5));
        one.says("420[\"x\"]");
        rig.settle();
        assertThat(one.hears()).containsExactly("430[\"alive\"]");
        rig.advance(TEN);
        assertThat(one.closed).isNotNull();
        assertThat(rig.notes()).containsExactly("server shutting down");
    }

    @Test
    void answerThatAHandlerOwesIsWaitedFor() {
        List<Ack> acks = new ArrayList<>();
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> acks.add(ack)));
        TestClient client = rig.joined();
        client.says("427[\"x\"]");
        rig.settle();
        rig.io.drain(Duration.ZERO);
        rig.advance(Duration.ofSeconds(4));
        assertThat(client.closed).isNull();
        acks.getFirst().reply("late");
        rig.advance(Duration.ofSeconds(1));
        assertThat(client.hears()).containsExactly("437[\"late\"]");
        assertThat(client.closed).isNotNull();
    }

    @Test
    void answerThatTheClientOwesIsWaitedFor() {
        TestClient client = rig.joined();
        CompletableFuture<?> answer = rig.socket("s1").emitWithAck(TEN, "q");
        rig.settle();
        rig.io.drain(Duration.ZERO);
        rig.advance(Duration.ofSeconds(4));
        assertThat(client.closed).isNull();
        client.says("430[]");
        rig.advance(Duration.ofSeconds(1));
        assertThat(answer).isCompleted();
        assertThat(client.closed).isNotNull();
    }

    @Test
    void answerThatNeverComesIsWaitedForFiveSeconds() {
        rig.io.onConnection(socket -> socket.on("x", (arguments, ack) -> {}));
        TestClient client = rig.joined();
        client.says("427[\"x\"]");
        rig.settle();
        rig.io.drain(Duration.ZERO);
        rig.advance(Duration.ofMillis(4_900));
        assertThat(client.closed).isNull();
        rig.advance(Duration.ofMillis(200));
        assertThat(client.closed).isNotNull();
    }

    @Test
    void clientWhoGoesMeanwhileHoldsNothingUp() throws Exception {
        TestClient client = rig.joined();
        rig.joined(1);
        CompletableFuture<Void> drained = rig.io.drain(TEN);
        rig.settle();
        client.goes();
        rig.advance(Duration.ofSeconds(11));
        drained.get(30, TimeUnit.SECONDS);
        assertThat(rig.io.engine().sessions()).isZero();
    }

    @Test
    void timeThatIsTooLongIsRefusedBeforeAnythingChanges() {
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.drain(Duration.ofSeconds(Long.MAX_VALUE)));
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.drain(Duration.ofSeconds(-1)));
        assertThat(rig.io.ready()).isTrue();
    }

    @Test
    void loopThatHasEndedDoesNotHoldTheDrainUpForEver() throws Exception {
        Rig dead = new Rig(builder -> builder.shutdownTimeout(Duration.ofSeconds(1)));
        dead.joined();
        dead.io.drain(Duration.ZERO).get(60, TimeUnit.SECONDS);
        assertThat(dead.io.closed()).isCompleted();
    }

    @Test
    void serverWithoutClientsIsDrainedAtOnceAndDrainingTwiceIsDrainingOnce() throws Exception {
        CompletableFuture<Void> first = rig.io.drain(TEN);
        CompletableFuture<Void> second = rig.io.drain(Duration.ZERO);
        first.get(30, TimeUnit.SECONDS);
        second.get(30, TimeUnit.SECONDS);
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.drain(Duration.ofSeconds(-1)));
    }
}
