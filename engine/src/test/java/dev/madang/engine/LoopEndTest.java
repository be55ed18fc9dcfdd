package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A loop that ends while the engine lives on: nothing waits for what that loop will not run. */
class LoopEndTest {
    private static final String UNKNOWN = "{\"code\":1,\"message\":\"Session ID unknown\"}";
    private static final String ENDED = "closed: server shutting down (its event loop has ended)";

    private final TestServer server = new TestServer();

    @Test
    void sessionsOfALoopThatEndsEndWithIt() {
        server.openPolling();
        Request get = server.get("s1");
        Wire wire = server.openWebSocket();
        server.arrivesOn = server.second;
        Wire other = server.openWebSocket();
        server.first.execute(() -> {
            server.engine.ended(server.first);
            server.first.end();
        });
        server.time.settle();
        server.listener().hears(ENDED);
        server.listener("s2").hears(ENDED);
        get.isAnswered(200, "1");
        wire.isClosed("1006 server shutting down");
        other.isOpen();
        assertThat(server.engine.sessions()).isEqualTo(1);
        assertThat(server.failures).isEmpty();
    }

    @Test
    void engineClosesThoughALoopHasEndedWithoutAWord() {
        server.openPolling();
        server.first.end();
        server.arrivesOn = server.second;
        Wire other = server.openWebSocket();
        CompletableFuture<Void> closed = server.engine.close().toCompletableFuture();
        server.time.settle();
        assertThat(closed).isDone();
        server.listener().hears(ENDED);
        server.listener("s2").hears("closed: server shutting down (server shutting down)");
        other.isClosed("1006 server shutting down");
        assertThat(server.failures).isEmpty();
    }

    @Test
    void requestsForASessionWhoseLoopHasEndedAreAnswered() {
        server.openPolling();
        server.arrivesOn = server.second;
        Request post = server.beginPost("s1", "4a").waits();
        server.first.end();
        server.get("s1").isAnswered(400, UNKNOWN);
        post.bodyArrives();
        server.time.settle();
        post.isAnswered(400, UNKNOWN);
    }

    @Test
    void aBodyThatIsTooLargeIsAnsweredThoughTheLoopHasEnded() {
        TestServer small = new TestServer(options -> options.maxPayload(3));
        small.openPolling();
        small.arrivesOn = small.second;
        Request post = small.beginPost("s1", "4abcdef").waits();
        small.first.end();
        post.bodyArrives();
        small.time.settle();
        post.isAnswered(400, UNKNOWN);
    }

    @Test
    void theBytesOfALoopThatHasEndedAreNotCounted() {
        server.openPolling();
        server.sends("abc");
        server.first.end();
        assertThat(server.engine.queuedBytes()).isCompletedWithValue(0L);
    }
}
