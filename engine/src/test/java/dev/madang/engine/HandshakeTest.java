package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Opening a session, and every way to be refused (Engine.IO protocol 4, "Handshake"; reference server). */
class HandshakeTest {
    private static final String POLLING = "GET /engine.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "GET /engine.io/?EIO=4&transport=websocket";

    private final TestServer server = new TestServer();

    @Test
    void pollingHandshakeAnswersTheOpenPacket() {
        Request request = server.request(POLLING).isAnswered(200, TestServer.OPEN);
        assertThat(request.answer().headers())
                .containsExactly("Content-Type", "text/plain; charset=UTF-8", "cache-control", "no-store");
        assertThat(server.session().transport()).isEqualTo("polling");
        assertThat(server.engine.sessions()).isEqualTo(1);
    }

    @Test
    void openPacketSaysWhatTheOptionsAre() {
        TestServer own = new TestServer(options -> options.pingInterval(Duration.ofSeconds(7))
                .pingTimeout(Duration.ofMillis(5_400))
                .maxPayload(4_321));
        own.request(POLLING)
                .isAnswered(
                        200,
                        "0{\"sid\":\"s1\",\"upgrades\":[\"websocket\"],\"pingInterval\":7000,"
                                + "\"pingTimeout\":5400,\"maxPayload\":4321}");
    }

    @Test
    void webSocketHandshakeSendsTheOpenPacketFirst() {
        server.webSocket(WEBSOCKET).receives(TestServer.OPEN_WEBSOCKET).isOpen();
        assertThat(server.session().transport()).isEqualTo("websocket");
    }

    @Test
    void whatIsSentInOpenedFollowsTheOpenPacketInTheSamePayload() {
        server.onOpen = listener -> {
            listener.session().send(EngineCodec.textMessage("a"));
            listener.session().send(EngineCodec.message(true, new byte[] {1, 2, 3, 4}, 0, 4));
        };
        server.request(POLLING).isAnswered(200, TestServer.OPEN + "\u001e4a\u001ebAQIDBA==");
        server.webSocket(WEBSOCKET).receives(TestServer.OPEN_WEBSOCKET.replace("s1", "s2"), "4a", "hex:01020304");
    }

    @Test
    void upgradesAreEmptyWithoutUpgradesOrWithoutWebSocket() {
        TestServer fixed = new TestServer(options -> options.allowUpgrades(false));
        assertThat(fixed.request(POLLING).body()).contains("\"upgrades\":[]");
        TestServer pollingOnly = new TestServer(options -> options.transports("polling"));
        assertThat(pollingOnly.request(POLLING).body()).contains("\"upgrades\":[]");
    }

    @Test
    void defaultsAreThoseOfTheReference() {
        TestServer plain = new TestServer(
                options -> options.pingInterval(Duration.ofSeconds(25)).pingTimeout(Duration.ofSeconds(20)));
        assertThat(plain.request(POLLING).body())
                .endsWith("\"pingInterval\":25000,\"pingTimeout\":20000,\"maxPayload\":1000000}");
    }

    @Test
    void handshakeWithAnotherMethodIsRefused() {
        for (String method : List.of("POST", "PUT", "OPTIONS", "HEAD", "DELETE")) {
            server.request(method + " /engine.io/?EIO=4&transport=polling")
                    .isAnswered(400, "{\"code\":2,\"message\":\"Bad handshake method\"}");
        }
    }

    @Test
    void protocolMustBeFourExplicitly() {
        for (String query : List.of("", "EIO=3&", "EIO=abc&", "EIO=&", "EIO=44&")) {
            server.request("GET /engine.io/?" + query + "transport=polling")
                    .isAnswered(400, "{\"code\":5,\"message\":\"Unsupported protocol version\"}");
            Wire wire = server.webSocket("GET /engine.io/?" + query + "transport=websocket");
            assertThat(wire.refusal()).isEqualTo("400 Unsupported protocol version");
        }
        assertThat(server.listeners).isEmpty();
    }

    @Test
    void unknownTransportsAreRefused() {
        for (String query : List.of("", "&transport=abc", "&transport=constructor", "&transport=__proto__")) {
            Request request = server.request("GET /engine.io/?EIO=4" + query)
                    .isAnswered(400, "{\"code\":0,\"message\":\"Transport unknown\"}");
            assertThat(request.header("Content-Type")).isEqualTo("application/json");
            Wire wire = server.webSocket("GET /engine.io/?EIO=4" + query);
            assertThat(wire.refusal()).isEqualTo("400 Transport unknown");
        }
    }

    @Test
    void switchedOffTransportsAreUnknown() {
        TestServer webSocketOnly = new TestServer(options -> options.transports("websocket"));
        webSocketOnly.request(POLLING).isAnswered(400, "{\"code\":0,\"message\":\"Transport unknown\"}");
        TestServer pollingOnly = new TestServer(options -> options.transports("polling"));
        assertThat(pollingOnly.webSocket(WEBSOCKET).refusal()).isEqualTo("400 Transport unknown");
    }

    @Test
    void webSocketTransportOverPlainGetIsRefused() {
        server.request(WEBSOCKET).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
    }

    @Test
    void pollingTransportInAWebSocketHandshakeIsRefused() {
        Wire wire = server.webSocket(POLLING);
        assertThat(wire.refusal()).isEqualTo("400 Bad request");
        WebSocketVerdict.Refuse refuse = (WebSocketVerdict.Refuse) wire.verdict();
        assertThat(refuse.answer().headers()).containsExactly("Content-Type", "text/html");
    }

    @Test
    void unknownSessionIdIsRefusedOnBothTransports() {
        server.openPolling();
        for (String sid : List.of("nope", "S1", "s", "s1 ", "constructor")) {
            server.get(sid.replace(" ", "%20")).isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
            assertThat(server.upgrade(sid.replace(" ", "%20")).refusal()).isEqualTo("400 Session ID unknown");
        }
    }

    @Test
    void emptySessionIdIsAHandshake() {
        server.request(POLLING + "&sid=").isAnswered(200, TestServer.OPEN);
    }

    @Test
    void sessionIdIsNeverTakenFromTheClient() {
        server.request(POLLING, "Cookie: io=mine", "io: mine").isAnswered(200, TestServer.OPEN);
    }

    @Test
    void wrongTransportForASessionWithoutUpgradeIsRefused() {
        String sid = server.openPolling().session().id();
        server.request("GET /engine.io/?EIO=4&transport=websocket&sid=" + sid)
                .isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.get(sid).waits();
    }

    @Test
    void pollOnAWebSocketSessionIsRefusedAndTheSessionLives() {
        Wire wire = server.openWebSocket();
        server.get("s1").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.post("s1", "4x").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        wire.sends("4hello");
        server.listener().hears("hello");
    }

    @Test
    void gateMayRefuseWithItsMessage() {
        TestServer gated = new TestServer(options ->
                options.allowRequest(head -> CompletableFuture.completedFuture(Optional.of("say \"please\"\n"))));
        gated.request(POLLING).isAnswered(403, "{\"code\":4,\"message\":\"say \\\"please\\\"\\u000a\"}");
        assertThat(gated.webSocket(WEBSOCKET).refusal()).isEqualTo("400 say \"please\"\n");
        assertThat(gated.listeners).isEmpty();
    }

    @Test
    void gateMayAnswerLaterFromAnyThread() {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        TestServer gated = new TestServer(options -> options.allowRequest(head -> answer));
        Request request = gated.request(POLLING).waits();
        Wire wire = gated.webSocket(WEBSOCKET);
        assertThat(wire.verdict()).isNull();
        answer.complete(Optional.empty());
        gated.time.settle();
        assertThat(request.status()).isEqualTo(200);
        assertThat(wire.isOpen().news()).hasSize(1);
    }

    @Test
    void gateIsAskedForHandshakesOnly() {
        int[] asked = {0};
        TestServer gated = new TestServer(options -> options.allowRequest(head -> {
            asked[0]++;
            return CompletableFuture.completedFuture(Optional.empty());
        }));
        gated.openPolling();
        gated.get("s1");
        gated.post("s1", "4a");
        gated.upgrade("s1");
        assertThat(asked[0]).isEqualTo(1);
    }

    @Test
    void gateThatFailsIsReportedAndRefuses() {
        TestServer gated = new TestServer(options -> options.allowRequest(head -> {
            if (head.query().containsKey("now")) {
                throw new IllegalStateException("now");
            }
            return CompletableFuture.failedFuture(new IllegalStateException("later"));
        }));
        gated.request(POLLING).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        gated.request(POLLING + "&now=1").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(gated.failures)
                .containsExactly(
                        "request gate: java.lang.IllegalStateException: later",
                        "request gate: java.lang.IllegalStateException: now");
    }

    @Test
    void clientThatLeavesAtTheGateOpensNoSession() {
        CompletableFuture<Optional<String>> answer = new CompletableFuture<>();
        TestServer gated = new TestServer(options -> options.allowRequest(head -> answer));
        Request request = gated.request(POLLING);
        request.abort(gated.engine);
        gated.time.settle();
        answer.complete(Optional.empty());
        gated.time.settle();
        assertThat(gated.listeners).isEmpty();
        assertThat(request.answered()).isFalse();
    }

    @Test
    void failingIdGeneratorRefuses() {
        assertRefusedWithIds(head -> {
            throw new IllegalStateException("no entropy");
        });
        assertRefusedWithIds(head -> CompletableFuture.failedFuture(new IllegalStateException("no database")));
        assertRefusedWithIds(head -> CompletableFuture.completedFuture("not a \"safe\" id"));
        assertRefusedWithIds(head -> CompletableFuture.completedFuture("a;b"));
        assertRefusedWithIds(head -> CompletableFuture.completedFuture("x".repeat(129)));
        assertRefusedWithIds(head -> CompletableFuture.completedFuture(""));
    }

    private static void assertRefusedWithIds(SessionIds ids) {
        EngineOptions options = EngineOptions.builder()
                .generateId(ids)
                .uncaughtHandler((source, failure) -> assertThat(source).isEqualTo("id generator"))
                .build();
        List<RefusedRequest> refused = new ArrayList<>();
        Engine engine = new Engine(options, session -> {
            throw new AssertionError("opened");
        });
        engine.onConnectionError(refused::add);
        ManualLoop.Time time = new ManualLoop.Time();
        ManualLoop loop = time.loop();
        Request request = new Request(Request.head(POLLING), loop, new byte[0], false);
        Wire wire = new Wire(time);
        loop.execute(() -> {
            engine.http(request);
            engine.webSocket(Request.head(WEBSOCKET), loop, wire::verdict);
        });
        time.settle();
        request.isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(wire.refusal()).isEqualTo("400 Bad request");
        assertThat(refused).extracting(RefusedRequest::code).containsExactly(3, 3);
        assertThat(refused)
                .extracting(each -> each.context().get("name"))
                .containsExactly("ID_GENERATION_ERROR", "ID_GENERATION_ERROR");
    }

    @Test
    void idsMayDependOnTheRequestAndComeLater() {
        CompletableFuture<String> id = new CompletableFuture<>();
        TestServer waiting = new TestServer(options -> options.generateId(
                head -> head.query().containsKey("later") ? id : CompletableFuture.completedFuture("at-once")));
        Request later = waiting.request(POLLING + "&later=1").waits();
        assertThat(waiting.request(POLLING).body()).startsWith("0{\"sid\":\"at-once\"");
        id.complete("in_time");
        waiting.time.settle();
        assertThat(later.body()).startsWith("0{\"sid\":\"in_time\"");
    }

    @Test
    void idThatIsTakenIsNeverGivenTwice() {
        ManualLoop.Time time = new ManualLoop.Time();
        ManualLoop loop = time.loop();
        Engine engine = new Engine(
                EngineOptions.builder()
                        .generateId(head -> CompletableFuture.completedFuture("same"))
                        .build(),
                Recorder::new);
        Request one = new Request(Request.head(POLLING), loop, new byte[0], false);
        Request two = new Request(Request.head(POLLING), loop, new byte[0], false);
        Wire wire = new Wire(time);
        loop.execute(() -> {
            engine.http(one);
            engine.http(two);
            engine.webSocket(Request.head(WEBSOCKET), loop, wire::verdict);
        });
        time.settle();
        assertThat(one.status()).isEqualTo(200);
        two.isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        wire.isClosed("1011 ");
        assertThat(engine.sessions()).isEqualTo(1);
    }

    @Test
    void idsAreTwentyCharactersOfBase64Url() {
        ManualLoop.Time time = new ManualLoop.Time();
        ManualLoop loop = time.loop();
        Engine engine = new Engine(EngineOptions.builder().build(), Recorder::new);
        Request request = new Request(Request.head(POLLING), loop, new byte[0], false);
        loop.execute(() -> engine.http(request));
        time.settle();
        assertThat(request.body()).matches("0\\{\"sid\":\"[A-Za-z0-9_-]{20}\",.*");
    }

    @Test
    void acceptorThatThrowsRefusesThatClientOnly() {
        server.onOpen = listener -> {
            throw new IllegalStateException("no");
        };
        server.request(POLLING).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.webSocket(WEBSOCKET).isClosed("1011 transport error");
        assertThat(server.failures)
                .containsExactly(
                        "session acceptor: java.lang.IllegalStateException: no",
                        "session acceptor: java.lang.IllegalStateException: no");
        assertThat(server.engine.sessions()).isZero();
        server.onOpen = listener -> {};
        assertThat(server.request(POLLING).status()).isEqualTo(200);
    }

    @Test
    void closeInOpenedIsToldWithTheHandshake() {
        server.onOpen = listener -> {
            listener.session().send(EngineCodec.textMessage("bye"));
            listener.session().close(CloseReason.FORCED_CLOSE, "not today");
            listener.session().send(EngineCodec.textMessage("too late"));
        };
        server.request(POLLING).isAnswered(200, TestServer.OPEN + "\u001e4bye\u001e1");
        server.listener().hears("closed: forced close (not today)");
        server.webSocket(WEBSOCKET)
                .receives(TestServer.OPEN_WEBSOCKET.replace("s1", "s2"), "4bye")
                .isClosed("1000 forced close");
        server.listener("s2").hears("closed: forced close (not today)");
    }
}
