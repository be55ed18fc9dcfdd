package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Every way out of a session. */
class CloseTest {
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";

    private final TestServer server = new TestServer();

    private void close() {
        server.on(session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
    }

    @Test
    void closePacketInAPostReleasesTheGetWithANoop() {
        server.openPolling();
        Request get = server.get("s1");
        server.post("s1", "4a\u001e1\u001e4b").isAnswered(200, "ok");
        get.isAnswered(200, "6");
        server.listener().hears("a", "closed: transport close (close packet from client)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void aGetThatCrossesTheClosePacketIsReleasedWithANoopToo() {
        server.openPolling();
        Request post = server.post("s1", "4a\u001e1").waits();
        server.get("s1").isAnswered(200, "6");
        post.isAnswered(200, "ok");
        server.listener().hears("a", "closed: transport close (close packet from client)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void aClosePacketWithoutAGetEndsTheSessionBeforeItIsAnswered() {
        server.openPolling();
        Request post = server.post("s1", "1").waits();
        server.advance(199);
        post.waits();
        server.advance(1);
        post.isAnswered(200, "ok");
        server.listener().hears("closed: transport close (close packet from client)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void closePacketOverWebSocketClosesTheConnection() {
        server.openWebSocket().sends("1").isClosed("1000 transport close");
        server.listener().hears("closed: transport close (close packet from client)");
    }

    @Test
    void serverCloseWithAnOpenGetSendsTheClosePacket() {
        server.openPolling();
        Request get = server.get("s1");
        close();
        get.isAnswered(200, "1");
        server.listener().hears("closed: forced close (bye)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void serverCloseInTheSameTaskFlushesFirst() {
        server.openPolling();
        Request get = server.get("s1");
        server.on(session -> {
            session.send(EngineCodec.textMessage("last"));
            session.close(CloseReason.FORCED_CLOSE, "bye");
            assertThat(session.open()).isFalse();
            session.send(EngineCodec.textMessage("too late"));
        });
        get.isAnswered(200, "4last\u001e1");
    }

    @Test
    void serverCloseWithoutAGetWaitsForTheNextOne() {
        server.openPolling();
        close();
        server.listener().hears();
        server.get("s1").isAnswered(200, "6\u001e1");
        server.listener().hears("closed: forced close (bye)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void serverCloseFlushesWhatIsQueued() {
        server.openPolling();
        server.sends("a", "b");
        close();
        server.get("s1").isAnswered(200, "4a\u001e4b\u001e1");
    }

    @Test
    void serverCloseGivesUpAfterThirtySeconds() {
        server.openPolling();
        close();
        server.advance(29_999);
        server.listener().hears();
        assertThat(server.engine.sessions()).isEqualTo(1);
        server.advance(1);
        server.listener().hears("closed: forced close (bye)");
        server.get("s1").isAnswered(400, UNKNOWN);
    }

    @Test
    void packetsOfAClosingSessionAreIgnoredButItsClosePacketCounts() {
        server.openPolling();
        close();
        server.post("s1", "4a\u001e3\u001e2").isAnswered(200, "ok");
        server.listener().hears();
        server.post("s1", "4a\u001e1").isAnswered(200, "ok");
        server.listener().hears("closed: forced close (bye)");
    }

    @Test
    void closeFromWithinAMessageEndsThePayload() {
        Recorder listener = server.openPolling();
        Request get = server.get("s1");
        listener.onText = text -> listener.session().close(CloseReason.FORCED_CLOSE, "bye");
        server.post("s1", "4a\u001e4b").isAnswered(200, "ok");
        get.isAnswered(200, "1");
        listener.hears("a", "closed: forced close (bye)");
    }

    @Test
    void serverCloseOverWebSocketFlushesAndCloses() {
        Wire wire = server.openWebSocket();
        server.on(session -> {
            session.send(EngineCodec.textMessage("last"));
            session.close(CloseReason.FORCED_CLOSE, "bye");
            session.send(EngineCodec.textMessage("too late"));
        });
        wire.receives("4last").isClosed("1000 forced close");
        server.listener().hears("closed: forced close (bye)");
    }

    @Test
    void connectionThatClosesOrBreaksEndsTheSession() {
        server.openWebSocket().disconnects(false, "1001");
        server.listener().hears("closed: transport close (1001)");
        server.openWebSocket().disconnects(true, "connection reset");
        server.listener("s2").hears("closed: transport error (connection reset)");
        assertThat(server.engine.sessions()).isZero();
    }

    @Test
    void malformedPacketOverWebSocketIsAParseError() {
        server.openWebSocket().sends("abc").isClosed("1002 parse error");
        server.listener().hears("closed: parse error (the Engine.IO packet type is not one of 0 to 6)");
        server.openWebSocket().sends("").isClosed("1002 parse error");
    }

    @Test
    void framesBehindTheEndAreIgnored() {
        Wire wire = server.openWebSocket();
        wire.post("4a");
        wire.post("1");
        wire.post("4b");
        server.time.settle();
        server.listener().hears("a", "closed: transport close (close packet from client)");
    }

    @Test
    void requestThatMeetsTheEndOnItsWayIsUnknown() {
        server.openPolling();
        server.first.execute(() -> server.session().end(CloseReason.TRANSPORT_ERROR, "broken"));
        server.arrivesOn = server.second;
        Request get = server.begin(server.getRequest("s1"));
        Request post = server.begin(server.postRequest("s1", "4a", false));
        server.second.runOne();
        server.second.runOne();
        server.time.settle();
        get.isAnswered(400, UNKNOWN);
        post.isAnswered(400, UNKNOWN);
        server.listener().hears("closed: transport error (broken)");
    }

    @Test
    void engineCloseEndsAllInOrderAndRefusesNewOnes() {
        server.openPolling();
        Request get = server.get("s1");
        Wire wire = server.openWebSocket();
        server.sends("last");
        Request again = server.get("s1");
        CompletableFuture<Void> closed = server.engine.close().toCompletableFuture();
        assertThat(closed).isNotDone();
        server.time.settle();
        get.isAnswered(200, "4last");
        again.isAnswered(200, "1");
        wire.isClosed("1006 server shutting down");
        assertThat(closed).isDone();
        server.listener().hears("closed: server shutting down (server shutting down)");
        server.listener("s2").hears("closed: server shutting down (server shutting down)");
        server.request("GET /engine.io/?EIO=4&transport=polling")
                .isAnswered(503, "{\"code\":3,\"message\":\"Server shutting down\"}");
        assertThat(server.webSocket("GET /engine.io/?EIO=4&transport=websocket").refusal())
                .isEqualTo("503 Server shutting down");
    }

    @Test
    void engineCloseWaitsForPollersTwoSecondsSinceTheirLastAnswer() {
        server.openPolling();
        server.advance(100);
        server.post("s1", "4a").isAnswered(200, "ok");
        server.advance(150);
        CompletableFuture<Void> closed = server.engine.close().toCompletableFuture();
        server.advance(1_849);
        assertThat(closed).isNotDone();
        server.advance(1);
        assertThat(closed).isDone();
        assertThat(server.engine.close().toCompletableFuture()).isDone();
    }

    @Test
    void engineCloseDoesNotWaitForAPollerThatHasGoneSilent() {
        TestServer slow = new TestServer(options -> options.pingInterval(Duration.ofSeconds(25)));
        slow.openPolling();
        slow.advance(2_000);
        CompletableFuture<Void> closed = slow.engine.close().toCompletableFuture();
        slow.advance(1);
        assertThat(closed).isDone();
        slow.listener().hears("closed: server shutting down (server shutting down)");
    }

    @Test
    void engineCloseWaitsNoLongerForAPollerThatWasClosedBefore() {
        TestServer slow = new TestServer(options -> options.pingInterval(Duration.ofSeconds(25)));
        slow.openPolling();
        slow.advance(500);
        slow.on(session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
        slow.advance(500);
        CompletableFuture<Void> closed = slow.engine.close().toCompletableFuture();
        slow.advance(999);
        assertThat(closed).isNotDone();
        slow.advance(1);
        assertThat(closed).isDone();
        slow.listener().hears("closed: forced close (bye)");
    }

    @Test
    void engineCloseWaitsNoLongerForAPollerThatWasClosedWhileItProbed() {
        TestServer slow = new TestServer(options -> options.pingInterval(Duration.ofSeconds(25)));
        slow.openPolling();
        Wire probe = slow.upgrade("s1").sends("2probe");
        slow.on(session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
        slow.advance(3_000);
        CompletableFuture<Void> closed = slow.engine.close().toCompletableFuture();
        slow.advance(1);
        assertThat(closed).isDone();
        probe.receives("3probe").isClosed("1000 ");
        slow.listener().hears("closed: forced close (bye)");
    }

    @Test
    void clientThatHasSaidThatItLeavesIsNotGivenLongerByTheEngineClose() {
        server.openPolling();
        Request post = server.post("s1", "1").waits();
        CompletableFuture<Void> closed = server.engine.close().toCompletableFuture();
        server.advance(200);
        assertThat(closed).isDone();
        post.isAnswered(200, "ok");
    }

    @Test
    void discardedSessionWaitsForNoGet() {
        server.openPolling();
        server.sends("unread");
        server.on(session -> session.discard(CloseReason.FORCED_CLOSE, "it has come back"));
        server.listener().hears("closed: forced close (it has come back)");
        server.get("s1").isAnswered(400, UNKNOWN);
        server.advance(60_000);
        assertThat(server.first.scheduled()).isZero();
    }

    @Test
    void discardEndsASessionThatIsClosingAlready() {
        server.openPolling();
        close();
        server.listener().hears();
        server.on(session -> session.discard(CloseReason.TRANSPORT_CLOSE, "it has come back"));
        server.listener().hears("closed: forced close (bye)");
        server.on(session -> session.discard(CloseReason.TRANSPORT_CLOSE, "it has come back"));
        server.listener().hears();
    }

    @Test
    void discardAnswersWhatStillWaits() {
        server.openPolling();
        Request get = server.get("s1");
        Request post = server.beginPost("s1", "4a");
        Wire probe = server.upgrade("s1");
        server.on(session -> session.discard(CloseReason.FORCED_CLOSE, "it has come back"));
        get.isAnswered(200, "1");
        post.isAnswered(400, "");
        probe.isClosed("1000 ");
        server.openWebSocket();
        Session second = server.listener("s2").session();
        server.first.execute(() -> second.discard(CloseReason.FORCED_CLOSE, "it has come back"));
        server.time.settle();
        server.listener("s2").hears("closed: forced close (it has come back)");
    }

    @Test
    void sessionThatIsDiscardedWhileItOpensClosesAsSoonAsItIsOpen() {
        server.onOpen = listener -> listener.session().discard(CloseReason.FORCED_CLOSE, "not you");
        server.request("GET /engine.io/?EIO=4&transport=polling").isAnswered(200, TestServer.OPEN + "\u001e1");
        server.listener().hears("closed: forced close (not you)");
    }

    @Test
    void engineWithoutSessionsClosesAtOnce() {
        assertThat(server.engine.close().toCompletableFuture()).isDone();
    }

    @Test
    void handshakeUnderWayWhileTheEngineClosesOpensNothing() {
        Wire wire = server.beginWebSocket("GET /engine.io/?EIO=4&transport=websocket");
        server.first.runOne();
        assertThat(wire.verdict()).isInstanceOf(WebSocketVerdict.Accept.class);
        server.engine.close();
        server.time.settle();
        wire.isClosed("1006 server shutting down");
        assertThat(server.listeners).isEmpty();
    }

    @Test
    void endedSessionLeavesNoTimer() {
        server.openPolling();
        server.openUpgraded();
        server.openWebSocket();
        server.upgrade("s1").sends("2probe");
        server.engine.close();
        server.advance(60_000);
        assertThat(server.first.scheduled()).isZero();
        assertThat(server.engine.sessions()).isZero();
    }

    @Test
    void listenerThatThrowsEndsItsSessionOnly() {
        Wire broken = server.openWebSocket();
        Wire bystander = server.openWebSocket();
        server.listener().onText = text -> {
            throw new IllegalStateException("oops");
        };
        broken.sends("4a").isClosed("1011 transport error");
        server.listener().hears("a", "closed: transport error (internal error)");
        assertThat(server.failures).containsExactly("session listener: java.lang.IllegalStateException: oops");
        bystander.sends("4b").isOpen();
        server.listener("s2").hears("b");
    }

    @Test
    void listenerThatThrowsInAPostEndsItsSession() {
        Recorder listener = server.openPolling();
        Request get = server.get("s1");
        listener.onText = text -> {
            throw new StackOverflowError();
        };
        server.post("s1", "4a\u001e4b").isAnswered(400, "");
        get.isAnswered(200, "1");
        listener.hears("a", "closed: transport error (internal error)");
        assertThat(server.failures).hasSize(1);
    }
}
