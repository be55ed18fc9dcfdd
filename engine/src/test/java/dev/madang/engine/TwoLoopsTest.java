package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import org.junit.jupiter.api.Test;

/** A session lives on one loop; its requests may arrive on others. */
class TwoLoopsTest {
    private final TestServer server = new TestServer();
    private final Recorder listener = server.openPolling();

    @Test
    void requestsOfOtherLoopsHopHome() {
        server.arrivesOn = server.second;
        Request get = server.get("s1").waits();
        server.post("s1", "4a\u001e4b").isAnswered(200, "ok");
        listener.hears("a", "b");
        server.sends("c");
        get.isAnswered(200, "4c");
        assertThat(server.session().loop()).isSameAs(server.first);
    }

    @Test
    void bodyOfAnotherLoopIsCopiedBeforeItsArrayIsUsedAgain() {
        server.arrivesOn = server.second;
        Request post = server.begin(server.postRequest("s1", "4first", false));
        server.second.runOne();
        server.first.runOne();
        server.second.runOne();
        listener.hears();
        server.time.settle();
        listener.hears("first");
        post.isAnswered(200, "ok");
    }

    @Test
    void overlapIsFoundAcrossLoops() {
        Request first = server.get("s1");
        server.arrivesOn = server.second;
        server.get("s1").isAnswered(400, "");
        first.isAnswered(200, "1");
    }

    @Test
    void bodyTooLargeOnAnotherLoopIsRefused() {
        TestServer small = new TestServer(options -> options.maxPayload(3));
        small.openPolling();
        small.arrivesOn = small.second;
        small.post("s1", "4abc").isAnswered(413, "");
        small.post("s1", "4ab").isAnswered(200, "ok");
    }

    @Test
    void abortOnAnotherLoopEndsTheSession() {
        server.arrivesOn = server.second;
        server.get("s1").abort(server.engine);
        server.time.settle();
        listener.hears("closed: transport error (poll connection closed prematurely)");
    }

    @Test
    void abortThatMeetsTheAnswerOnItsWayIsOfNoInterest() {
        server.arrivesOn = server.second;
        Request get = server.get("s1");
        server.first.execute(() -> server.session().send(EngineCodec.textMessage("a")));
        get.abort(server.engine);
        server.first.runOne();
        server.first.runOne();
        get.isAnswered(200, "4a");
        server.time.settle();
        listener.hears();
    }

    @Test
    void webSocketOfAnotherLoopProbesOnTheSessionsLoop() {
        server.arrivesOn = server.second;
        Wire wire = server.upgrade("s1");
        WebSocketVerdict.Accept accept = (WebSocketVerdict.Accept) wire.verdict();
        assertThat(accept.home()).isSameAs(server.first);
        wire.sends("2probe").receives("3probe").sends("5").sends("4a");
        listener.hears("a");
    }

    @Test
    void webSocketSessionLivesOnTheLoopOfItsConnection() {
        server.arrivesOn = server.second;
        Wire wire = server.openWebSocket();
        assertThat(server.listener("s2").session().loop()).isSameAs(server.second);
        wire.sends("4a");
        server.listener("s2").hears("a");
    }

    @Test
    void postThatEndsWhileItsBodyHopsIsAnsweredOnce() {
        server.arrivesOn = server.second;
        Request post = server.begin(server.postRequest("s1", "4a", false));
        server.second.runOne();
        server.first.runOne();
        server.second.runOne();
        server.first.execute(() -> server.session().end(CloseReason.TRANSPORT_ERROR, "broken"));
        server.time.settle();
        assertThat(post.answered()).isTrue();
        assertThat(listener.over()).isTrue();
    }
}
