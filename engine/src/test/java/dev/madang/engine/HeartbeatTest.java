package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Ping 300 ms, timeout 200 ms (Engine.IO protocol 4, "Heartbeat"). */
class HeartbeatTest {
    private final TestServer server = new TestServer();

    @Test
    void pingIsSentEveryIntervalBehindThePong() {
        server.openPolling();
        for (int i = 0; i < 5; i++) {
            Request get = server.get("s1");
            server.advance(299);
            get.waits();
            server.advance(1);
            get.isAnswered(200, "2");
            server.advance(50);
            server.post("s1", "3").isAnswered(200, "ok");
        }
        server.listener().hears();
    }

    @Test
    void pingIsSentEveryIntervalBehindThePongOverWebSocket() {
        Wire wire = server.openWebSocket();
        for (int i = 0; i < 5; i++) {
            server.advance(299);
            wire.receives();
            server.advance(1);
            wire.receives("2");
            server.advance(199);
            wire.sends("3");
        }
        wire.isOpen();
    }

    @Test
    void firstTimeoutComesAfterIntervalAndTimeout() {
        Wire wire = server.openWebSocket();
        server.advance(499);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1008 ping timeout");
        server.listener().hears("closed: ping timeout (no pong within 200 ms)");
    }

    @Test
    void pingTimesOutWithNoGetOpen() {
        server.openPolling();
        server.advance(499);
        server.listener().hears();
        server.advance(1);
        server.listener().hears("closed: ping timeout (no pong within 200 ms)");
        server.get("s1").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void getBehindTheDeadlineFindsNoSessionEvenIfTheTimersAreLate() {
        server.openPolling();
        server.advance(290);
        server.time.freeze(30); // the ping goes out 20 ms late, so its own timeout would come at 520 ms
        server.advance(179);
        server.listener().hears();
        server.advance(1);
        server.get("s1").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
        server.listener().hears("closed: ping timeout (no pong within 200 ms)");
    }

    @Test
    void getThatWaitsAtThePingTimeoutIsToldOfTheClose() {
        server.openPolling();
        server.get("s1");
        server.advance(300);
        Request get = server.get("s1").waits();
        server.advance(200);
        get.isAnswered(200, "1");
    }

    @Test
    void onlyAPongCounts() {
        Wire wire = server.openWebSocket();
        server.advance(300);
        wire.receives("2");
        server.advance(100);
        wire.sends("4still alive");
        server.advance(100);
        server.listener().hears("still alive", "closed: ping timeout (no pong within 200 ms)");
    }

    @Test
    void unaskedPongMovesTheNextPing() {
        Wire wire = server.openWebSocket();
        server.advance(200);
        wire.sends("3");
        server.advance(299);
        wire.receives();
        server.advance(1);
        wire.receives("2");
    }

    @Test
    void pingFromTheClientIsTheWrongDirection() {
        Wire wire = server.openWebSocket();
        wire.sends("2").isClosed("1002 transport error");
        server.listener().hears("closed: transport error (invalid heartbeat direction)");

        Recorder polling = server.openPolling();
        server.post("s2", "4a\u001e2\u001e4b").isAnswered(400, "");
        polling.hears("a", "closed: transport error (invalid heartbeat direction)");
    }

    @Test
    void missingPongIsNoticedAcrossTheUpgrade() {
        server.openPolling();
        server.get("s1");
        server.advance(300);
        Wire wire = server.upgrade("s1").sends("2probe").sends("5").isOpen();
        server.advance(199);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1008 ping timeout");
    }

    @Test
    void heartbeatGoesOnBehindTheUpgrade() {
        Wire wire = server.openUpgraded();
        server.advance(300);
        wire.receives("2").sends("3");
        server.advance(300);
        wire.receives("2").isOpen();
    }

    @Test
    void processThatWasStoppedGivesEachClientOneMoreTimeout() {
        Wire wire = server.openWebSocket();
        server.advance(300);
        wire.receives("2");
        server.time.freeze(60_000);
        wire.isOpen();
        server.advance(199);
        wire.sends("3").isOpen();
        server.advance(300);
        wire.receives("2").isOpen();
    }

    @Test
    void processThatWasStoppedGivesNoMoreThanOneTimeout() {
        Wire wire = server.openWebSocket();
        server.advance(300);
        server.time.freeze(60_000);
        server.advance(200);
        wire.isClosed("1008 ping timeout");
    }

    @Test
    void shortDelayOfTheProcessGivesNothing() {
        Wire wire = server.openWebSocket();
        server.advance(300);
        server.time.freeze(399);
        wire.isClosed("1008 ping timeout");
    }

    @Test
    void pausedSessionPingsButAwaitsNoPong() {
        Wire wire = server.openWebSocket();
        server.on(session -> session.reading(false));
        assertThat(wire.receiving()).isFalse();
        server.advance(3_000);
        assertThat(wire.isOpen().news()).hasSize(10).containsOnly("2");
        server.on(session -> session.reading(true));
        assertThat(wire.receiving()).isTrue();
        server.advance(199);
        wire.isOpen();
        server.advance(1);
        wire.isClosed("1008 ping timeout");
    }

    @Test
    void pauseStopsARunningTimeout() {
        Wire wire = server.openWebSocket();
        server.advance(450);
        server.on(session -> session.reading(false));
        server.advance(250);
        server.on(session -> session.reading(true));
        server.advance(199);
        wire.isOpen().sends("3");
        server.advance(299);
        wire.isOpen();
    }

    @Test
    void pauseWithoutAPingOutstandingChangesNothing() {
        Wire wire = server.openWebSocket();
        server.advance(100);
        server.on(session -> session.reading(false));
        server.on(session -> session.reading(true));
        server.advance(200);
        wire.receives("2").sends("3");
        server.advance(300);
        wire.receives("2").isOpen();
    }

    @Test
    void pausedPollingHoldsTheAnswerToThePost() {
        Recorder listener = server.openPolling();
        listener.onText = text -> listener.session().reading(false);
        Request post = server.post("s1", "4a\u001e4b").waits();
        listener.hears("a", "b");
        server.on(session -> session.reading(true));
        post.isAnswered(200, "ok");
    }

    @Test
    void closeReleasesTheHeldPost() {
        Recorder listener = server.openPolling();
        listener.onText = text -> listener.session().reading(false);
        Request post = server.post("s1", "4a").waits();
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, "enough"));
        post.isAnswered(200, "ok");
        server.get("s1").isAnswered(200, "6\u001e1");
    }

    @Test
    void pauseOutlivesTheUpgrade() {
        server.openPolling();
        server.on(session -> session.reading(false));
        Wire wire = server.upgrade("s1").sends("2probe");
        assertThat(wire.receiving()).isTrue();
        wire.sends("5");
        assertThat(wire.receiving()).isFalse();
    }
}
