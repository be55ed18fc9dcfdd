package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import org.junit.jupiter.api.Test;

/** What waits for one client is bounded; a client that lets it run over is closed as slow. */
class QueueLimitTest {
    private static final String SLOW = "closed: slow client (send queue over its limit)";

    private final TestServer server =
            new TestServer(options -> options.maxQueuedBytes(100).maxQueuedPackets(5));

    @Test
    void pollerWithTooManyPacketsIsClosed() {
        server.openPolling();
        server.sends("1", "2", "3", "4", "5");
        server.listener().hears();
        server.sends("6");
        server.listener().hears(SLOW);
        server.get("s1").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void pollerWithTooManyBytesIsClosed() {
        server.openPolling();
        server.sends("x".repeat(49), "y".repeat(49));
        assertThat(server.session().bufferedBytes()).isEqualTo(100);
        server.listener().hears();
        server.sends("");
        server.listener().hears(SLOW);
    }

    @Test
    void onePacketOverTheLimitMayEnterAnEmptyQueue() {
        server.openPolling();
        server.sends("x".repeat(1_000));
        assertThat(server.get("s1").body()).hasSize(1_001);
        server.sends("y".repeat(1_000));
        server.listener().hears();
        server.sends("z");
        server.listener().hears(SLOW);
    }

    @Test
    void openGetMakesRoom() {
        server.openPolling();
        Request get = server.get("s1");
        server.sends("1", "2", "3", "4", "5", "6");
        get.isAnswered(200, "41\u001e42\u001e43\u001e44\u001e45");
        server.get("s1").isAnswered(200, "46");
        server.listener().hears();
    }

    @Test
    void takenPacketsCountNoMore() {
        server.openPolling();
        for (int i = 0; i < 10; i++) {
            server.sends("1", "2", "3", "4", "5");
            server.get("s1").isAnswered(200, "41\u001e42\u001e43\u001e44\u001e45");
        }
        server.listener().hears();
    }

    @Test
    void stalledWebSocketWithTooManyMessagesIsClosed() {
        Wire wire = server.openWebSocket();
        wire.stall();
        server.sends("1", "2", "3", "4", "5");
        wire.isOpen();
        server.sends("6");
        wire.isClosed("1006 slow client");
        server.listener().hears(SLOW);
    }

    @Test
    void stalledWebSocketWithTooManyBytesIsClosed() {
        Wire wire = server.openWebSocket();
        wire.stall();
        server.sends("x".repeat(1_000));
        assertThat(server.session().bufferedBytes()).isEqualTo(1_001);
        server.on(session -> assertThat(session.writable()).isFalse());
        wire.isOpen();
        server.sends("y");
        wire.isClosed("1006 slow client");
    }

    @Test
    void webSocketThatDrainsLives() {
        Wire wire = server.openWebSocket();
        for (int i = 0; i < 10; i++) {
            wire.stall();
            server.sends("1", "2", "3", "4", "5");
            wire.drain();
            server.on(session -> assertThat(session.writable()).isTrue());
        }
        wire.isOpen();
    }

    @Test
    void pingEntersAFullQueue() {
        server.openPolling();
        server.sends("1", "2", "3", "4", "5");
        server.advance(300);
        server.get("s1").isAnswered(200, "41\u001e42\u001e43\u001e44\u001e45\u001e2");
    }

    @Test
    void queueThatRunsOverInOpenedClosesTheSession() {
        server.onOpen = listener -> {
            for (int i = 0; i < 7; i++) {
                listener.session().send(EngineCodec.textMessage("" + i));
            }
        };
        server.request("GET /engine.io/?EIO=4&transport=polling")
                .isAnswered(200, TestServer.OPEN + "\u001e40\u001e41\u001e42\u001e43\u001e44\u001e1");
        server.listener().hears(SLOW);
    }

    @Test
    void runningOverWhileAListenerSendsIsToldLater() {
        Recorder listener = server.openPolling();
        listener.onText = text -> {
            for (int i = 0; i < 7; i++) {
                listener.session().send(EngineCodec.textMessage("" + i));
            }
            assertThat(listener.session().open()).isFalse();
        };
        server.post("s1", "4go\u001e4on").isAnswered(400, "");
        listener.hears("go", SLOW);
    }
}
