package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a monitor hears of an engine. */
class MonitorTest {
    private final List<String> told = new ArrayList<>();

    private final EngineMonitor monitor = new EngineMonitor() {
        @Override
        public void sessionOpened(Session session) {
            told.add(session.id() + " opened over " + session.transport());
        }

        @Override
        public void sessionUpgraded(Session session) {
            told.add(session.id() + " now over " + session.transport());
        }

        @Override
        public void sessionClosed(Session session, CloseReason reason) {
            told.add(session.id() + " closed: " + reason.text());
        }

        @Override
        public void messageReceived(Session session, int bytes) {
            told.add(session.id() + " received " + bytes);
        }

        @Override
        public void messagesSent(Session session, int messages, int bytes) {
            told.add(session.id() + " sent " + messages + ", " + bytes + " bytes");
        }

        @Override
        public void readingChanged(Session session, boolean on) {
            told.add(session.id() + (on ? " is read" : " is not read"));
        }

        @Override
        public void ruleBroken(Session session, String rule) {
            told.add(session.id() + " broke " + rule);
        }

        @Override
        public void requestRefused(RequestHead request, int code) {
            told.add("refused " + code);
        }
    };

    private final TestServer server = new TestServer(options -> options.monitor(monitor));

    private void hears(String... what) {
        assertThat(told).containsExactly(what);
        told.clear();
    }

    @Test
    void sessionIsFollowedFromPollingOverItsUpgradeToItsEnd() {
        server.openPolling();
        Wire wire = server.upgrade("s1").sends("2probe").sends("5");
        hears("s1 opened over polling", "s1 now over websocket");
        wire.disconnects(false, "gone");
        hears("s1 closed: transport close");
    }

    @Test
    void messagesAreToldWithTheirBytesAndHeartbeatsAreNot() {
        Wire wire = server.openWebSocket();
        wire.sends("4abc").sends("3");
        wire.sendsBinary(1, 2);
        server.sends("hello");
        server.advance(300);
        hears("s1 opened over websocket", "s1 received 4", "s1 received 2", "s1 sent 1, 6 bytes");
    }

    @Test
    void heartbeatsProbesAndEmptyQueuesAreToldToWhoAsksForThem() {
        EngineMonitor curious = new EngineMonitor() {
            @Override
            public void heartbeat(Session session) {
                told.add(session.id() + " lives");
            }

            @Override
            public void sessionUpgrading(Session session) {
                told.add(session.id() + " probed, over " + session.transport());
            }

            @Override
            public void sessionDrained(Session session) {
                told.add(session.id() + " drained");
            }
        };
        TestServer asked = new TestServer(options -> options.monitor(curious));
        asked.openPolling();
        hears("s1 drained");
        asked.sends("a");
        hears();
        asked.get("s1");
        asked.time.settle();
        hears("s1 drained");
        asked.post("s1", "3");
        hears("s1 lives");
        asked.upgrade("s1")
                .sends("2probe")
                .sends("2probe")
                .sends("5")
                .sends("3")
                .disconnects(false, "gone");
        hears("s1 probed, over polling", "s1 lives");
    }

    @Test
    void answersOfMiddlewaresAreToldByStatusOnBothTransports() {
        List<Integer> answered = new ArrayList<>();
        TestServer asked = new TestServer(options -> options.monitor(monitor, new EngineMonitor() {
            @Override
            public void requestAnswered(RequestHead request, int status) {
                answered.add(status);
            }
        }));
        asked.engine.use((request, next) -> next.answer(HttpAnswer.text(503, List.of(), "later")));
        asked.request("GET /engine.io/?EIO=4&transport=polling");
        asked.webSocket("GET /engine.io/?EIO=4&transport=websocket");
        assertThat(answered).containsExactly(503, 503);
        hears();
    }

    @Test
    void pausedReadingIsToldOncePerChange() {
        server.openPolling();
        server.on(session -> session.reading(false));
        server.on(session -> session.reading(false));
        server.on(session -> session.reading(true));
        hears("s1 opened over polling", "s1 is not read", "s1 is read");
    }

    @Test
    void slowClientIsClosedWithThatReason() {
        TestServer small = new TestServer(options -> options.monitor(monitor).maxQueuedPackets(1));
        small.openPolling();
        small.sends("a", "b");
        hears("s1 opened over polling", "s1 sent 1, 2 bytes", "s1 closed: slow client");
    }

    @Test
    void brokenRuleIsNamedBeforeTheSessionEnds() {
        server.openPolling();
        server.post("s1", "9");
        hears("s1 opened over polling", "s1 broke UNKNOWN_ENGINE_TYPE", "s1 closed: parse error");
    }

    @Test
    void refusedRequestsAreToldByCodeOnBothTransports() {
        server.request("GET /engine.io/?EIO=4&transport=telegraph");
        server.get("s9");
        server.request("POST /engine.io/?EIO=4&transport=polling");
        server.webSocket("GET /engine.io/?EIO=4&transport=websocket&sid=s9");
        server.webSocket("GET /engine.io/?EIO=4&transport=polling");
        server.webSocket("GET /engine.io/?EIO=5&transport=websocket");
        hears("refused 0", "refused 1", "refused 2", "refused 1", "refused 3", "refused 5");
    }

    @Test
    void refusalOfTheGateIsToldAsForbidden() {
        TestServer gated = new TestServer(options ->
                options.monitor(monitor).allowRequest(head -> CompletableFuture.completedFuture(Optional.of("no"))));
        gated.request("GET /engine.io/?EIO=4&transport=polling");
        gated.webSocket("GET /engine.io/?EIO=4&transport=websocket");
        hears("refused 4", "refused 4");
    }

    @Test
    void monitorThatThrowsHarmsNeitherTheSessionNorTheOtherMonitors() {
        EngineMonitor broken = new EngineMonitor() {
            @Override
            public void messageReceived(Session session, int bytes) {
                throw new IllegalStateException("broken");
            }
        };
        TestServer both = new TestServer(options -> options.monitor(broken).monitor(monitor));
        both.openWebSocket().sends("4abc").isOpen();
        both.listener().hears("abc");
        hears("s1 opened over websocket", "s1 received 4");
        assertThat(both.failures).containsExactly("monitor: java.lang.IllegalStateException: broken");
    }

    @Test
    void queuedBytesAreSummedOverLoops() {
        server.openPolling();
        server.arrivesOn = server.second;
        server.openPolling();
        server.listener("s2").session();
        server.sends("12345");
        CompletableFuture<Long> queued = server.engine.queuedBytes();
        assertThat(queued).isNotDone();
        server.time.settle();
        assertThat(queued).isCompletedWithValue(6L);
    }
}
