package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From polling to WebSocket (Engine.IO protocol 4, "Upgrade"). */
class UpgradeTest {
    private final TestServer server = new TestServer(
            options -> options.pingInterval(Duration.ofSeconds(25)).pingTimeout(Duration.ofSeconds(20)));
    private final Recorder listener = server.openPolling();

    @Test
    void listenerHearsOfTheUpgradeOnce() {
        TestServer own = new TestServer();
        own.openPolling();
        Wire wire = own.upgrade("s1").sends("2probe");
        assertThat(own.listener().upgrades).isZero();
        assertThat(own.session().readyState()).isEqualTo(ReadyState.OPEN);
        wire.sends("5").sends("4a");
        assertThat(own.listener().upgrades).isEqualTo(1);
        own.on(session -> session.close(CloseReason.FORCED_CLOSE, "over"));
        assertThat(own.session().readyState()).isEqualTo(ReadyState.CLOSED);
        own.webSocket("GET /engine.io/?EIO=4&transport=websocket");
        assertThat(own.listener("s2").upgrades).isZero();
    }

    @Test
    void sessionWhoseCloseWaitsForAPollIsClosing() {
        TestServer own = new TestServer();
        own.onOpen = listener -> assertThat(listener.session().readyState()).isEqualTo(ReadyState.OPENING);
        own.openPolling();
        own.on(session -> session.close(CloseReason.FORCED_CLOSE, "over"));
        assertThat(own.session().readyState()).isEqualTo(ReadyState.CLOSING);
        own.get("s1").isAnswered(200, "6\u001e1");
        assertThat(own.session().readyState()).isEqualTo(ReadyState.CLOSED);
    }

    @Test
    void upgradeTakesTheSessionOver() {
        Request get = server.get("s1");
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        server.advance(99);
        get.waits();
        server.advance(1);
        get.isAnswered(200, "6");
        wire.sends("5").sends("4hello");
        listener.hears("hello");
        server.sends("back");
        wire.receives("4back");
        assertThat(server.session().transport()).isEqualTo("websocket");
    }

    @Test
    void noopIsRepeatedEvery100MillisecondsWhileAGetIsOpen() {
        server.upgrade("s1").sends("2probe");
        for (int i = 0; i < 5; i++) {
            Request get = server.get("s1").waits();
            server.advance(100);
            get.isAnswered(200, "6");
        }
        server.advance(300);
        server.get("s1").waits();
    }

    @Test
    void noGetIsSentHomeBeforeTheProbe() {
        server.upgrade("s1");
        Request get = server.get("s1");
        server.advance(1_000);
        get.waits();
    }

    @Test
    void probesWithoutEndWhoseAnswersNobodyReadsEndTheProbe() {
        TestServer small = new TestServer(options -> options.maxQueuedBytes(12));
        small.openPolling();
        Wire wire = small.upgrade("s1");
        wire.stall();
        wire.sends("2probe").sends("2probe").sends("2probe").isOpen();
        wire.sends("2probe").isClosed("1000 ");
        wire.receives("3probe", "3probe", "3probe");
        small.get("s1").waits();
    }

    @Test
    void packetsGoOverPollingUntilTheCommit() {
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        Request get = server.get("s1");
        server.sends("a");
        get.isAnswered(200, "4a");
        wire.receives();
    }

    @Test
    void commitFlushesTheQueueOverWebSocketInOrder() {
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        server.sends("a", "b");
        server.on(session -> session.send(EngineCodec.message(true, new byte[] {1}, 0, 1)));
        wire.sends("5");
        server.sends("c");
        wire.receives("4a", "4b", "hex:01", "4c");
        assertThat(server.session().bufferedBytes()).isZero();
    }

    @Test
    void getThatIsOpenAtTheCommitEndsWithANoopAndTakesNoPacket() {
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        Request get = server.get("s1");
        server.first.execute(() -> {
            server.session().send(EngineCodec.textMessage("a"));
            server.session().send(EngineCodec.textMessage("b"));
        });
        wire.post("5");
        server.time.settle();
        get.isAnswered(200, "6");
        wire.receives("4a", "4b");
    }

    @Test
    void postOfWhichTheBodyIsMissingAtTheCommitIsRefused() {
        Wire wire = server.upgrade("s1").sends("2probe");
        Request post = server.beginPost("s1", "4a");
        wire.sends("5");
        post.isAnswered(400, "");
        post.bodyArrives();
        server.time.settle();
        listener.hears();
        wire.isOpen();
    }

    @Test
    void heldPostIsAnsweredAtTheCommit() {
        listener.onText = text -> listener.session().reading(false);
        Wire wire = server.upgrade("s1").sends("2probe");
        Request post = server.post("s1", "4a").waits();
        wire.sends("5");
        post.isAnswered(200, "ok");
        assertThat(wire.receiving()).isFalse();
    }

    @Test
    void commitWithoutAProbeCountsToo() {
        server.upgrade("s1").sends("5").sends("4a").isOpen();
        listener.hears("a");
    }

    @Test
    void repeatedProbeIsAnsweredAgain() {
        server.upgrade("s1")
                .sends("2probe")
                .sends("2probe")
                .receives("3probe", "3probe")
                .isOpen();
    }

    @Test
    void otherPacketsEndTheProbeOnly() {
        for (String packet : List.of("4hello", "2", "2probes", "2Probe", "3", "3probe", "6", "1", "0{}", "abc", "")) {
            Wire wire = server.upgrade("s1").sends(packet);
            wire.isClosed("1000 ").receives();
        }
        Wire binary = server.upgrade("s1").sendsBinary(1, 2, 3);
        binary.isClosed("1000 ");
        listener.hears();
        server.post("s1", "4alive").isAnswered(200, "ok");
        listener.hears("alive");
    }

    @Test
    void garbageBehindTheProbeEndsTheProbeOnly() {
        server.upgrade("s1").sends("2probe").sends("\u0000\u0001garbage").isClosed("1000 ");
        Request get = server.get("s1");
        server.advance(1_000);
        get.waits();
    }

    @Test
    void probeThatIsNeverFinishedIsClosedAndPollingLives() {
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        server.advance(9_999);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1000 ");
        Request get = server.get("s1");
        server.advance(1_000);
        get.waits();
        server.sends("a");
        get.isAnswered(200, "4a");
        server.upgrade("s1").sends("2probe").receives("3probe").sends("5").isOpen();
    }

    @Test
    void timeForAProbeIsTheOneGiven() {
        TestServer hasty = new TestServer(
                options -> options.pingInterval(Duration.ofSeconds(25)).upgradeTimeout(Duration.ofSeconds(3)));
        hasty.openPolling();
        Wire wire = hasty.upgrade("s1").sends("2probe").receives("3probe");
        hasty.advance(2_999);
        wire.isOpen();
        hasty.advance(1);
        wire.isClosed("1000 ");
    }

    @Test
    void clientThatVanishesWhileProbingKeepsPolling() {
        Wire wire = server.upgrade("s1").sends("2probe");
        wire.disconnects(true, "connection reset");
        listener.hears();
        server.get("s1").waits();
        server.upgrade("s1").sends("2probe").receives("3probe");
    }

    @Test
    void upgradeTimeoutEndsWithTheUpgrade() {
        Wire wire = server.upgrade("s1").sends("2probe").sends("5");
        server.advance(20_000);
        wire.isOpen();
    }

    @Test
    void secondProbeIsClosedAndTheFirstGoesOn() {
        Wire first = server.upgrade("s1").sends("2probe").receives("3probe");
        server.upgrade("s1").isClosed("1000 ");
        first.sends("5").sends("4a").isOpen();
        listener.hears("a");
    }

    @Test
    void requestsBehindTheUpgradeAreRefused() {
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe").sends("5");
        server.get("s1").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.post("s1", "4a").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.upgrade("s1").isClosed("1000 ");
        wire.sends("4hello").isOpen();
        listener.hears("hello");
    }

    @Test
    void secondWebSocketForAWebSocketSessionIsClosed() {
        Wire wire = server.openWebSocket();
        server.upgrade("s2").isClosed("1000 ");
        wire.sends("4a").isOpen();
        server.listener("s2").hears("a");
    }

    @Test
    void upgradesThatAreSwitchedOffAreRefused() {
        TestServer fixed = new TestServer(options -> options.allowUpgrades(false));
        fixed.openPolling();
        assertThat(fixed.upgrade("s1").refusal()).isEqualTo("400 Bad request");
        fixed.get("s1").waits();
    }

    @Test
    void closeWhileProbingClosesTheProbeAsWell() {
        Request get = server.get("s1");
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, ""));
        get.isAnswered(200, "1");
        wire.isClosed("1000 ").receives();
        listener.hears("closed: forced close ()");
    }

    @Test
    void closeThatWaitsIsFinishedByTheUpgrade() {
        Wire wire = server.upgrade("s1").sends("2probe").receives("3probe");
        server.sends("a");
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
        listener.hears();
        wire.isOpen().sends("5").receives("4a").isClosed("1000 forced close");
        listener.hears("closed: forced close (bye)");
    }

    @Test
    void closeThatWaitsIsFinishedByAGetThoughASocketProbes() {
        Wire wire = server.upgrade("s1").sends("2probe");
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
        server.get("s1").isAnswered(200, "6\u001e1");
        wire.isClosed("1000 ");
        listener.hears("closed: forced close (bye)");
    }

    @Test
    void probeThatEndsWhileTheSessionClosesLeavesItWaiting() {
        Wire wire = server.upgrade("s1").sends("2probe");
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
        wire.sends("4x").isClosed("1000 ");
        server.upgrade("s1").isClosed("1000 ");
        server.get("s1").isAnswered(200, "6\u001e1");
    }

    @Test
    void probeThatMeetsTheEndOfItsSessionIsClosed() {
        Wire wire = server.beginWebSocket("GET /engine.io/?EIO=4&transport=websocket&sid=s1");
        server.first.execute(() -> server.session().end(CloseReason.TRANSPORT_ERROR, "broken"));
        server.time.settle();
        assertThat(wire.verdict()).isInstanceOf(WebSocketVerdict.Accept.class);
        wire.isClosed("1000 ").receives();
    }
}
