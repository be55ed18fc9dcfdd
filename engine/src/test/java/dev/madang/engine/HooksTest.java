package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Header events, HTTP middlewares, connection errors (reference server: events of the engine, engine.use). */
class HooksTest {
    private static final String POLLING = "GET /engine.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "GET /engine.io/?EIO=4&transport=websocket";

    private final TestServer server = new TestServer();
    private final List<String> calls = new ArrayList<>();

    @Test
    void initialHeadersComeOncePerSessionAndHeadersWithEveryAnswer() {
        server.engine.onHeaders((headers, request) -> headers.set("X-Every", request.method()));
        server.engine.onInitialHeaders((headers, request) -> headers.set("X-First", "yes"));
        Request open = server.request(POLLING);
        assertThat(open.header("X-First")).isEqualTo("yes");
        assertThat(open.header("X-Every")).isEqualTo("GET");
        Request post = server.post("s1", "4a");
        assertThat(post.header("X-Every")).isEqualTo("POST");
        assertThat(post.header("X-First")).isNull();
        Request poll = server.get("s1");
        server.sends("b");
        assertThat(poll.header("X-Every")).isEqualTo("GET");
        assertThat(poll.header("X-First")).isNull();
        Request refused = server.get("nobody");
        assertThat(refused.header("X-Every")).isEqualTo("GET");
        assertThat(refused.header("X-First")).isNull();
    }

    @Test
    void headersListenerThatFailsHoweverLeavesNoRequestUnanswered() {
        server.engine.onHeaders((headers, request) -> {
            throw new StackOverflowError();
        });
        server.engine.onConnectionError(refused -> {
            throw new StackOverflowError();
        });
        server.request(POLLING).isAnswered(200, TestServer.OPEN);
        server.webSocket(WEBSOCKET)
                .receives("0{\"sid\":\"s2\",\"upgrades\":[],\"pingInterval\":300,"
                        + "\"pingTimeout\":200,\"maxPayload\":1000000}");
        assertThat(server.get("nobody").status()).isEqualTo(400);
        assertThat(server.failures)
                .contains(
                        "headers listener: java.lang.StackOverflowError",
                        "connection error listener: java.lang.StackOverflowError");
    }

    @Test
    void headersOfAWebSocketStandOnIts101() {
        server.engine.onHeaders((headers, request) -> headers.set("X-Every", "1"));
        server.engine.onInitialHeaders((headers, request) -> headers.set("X-First", "1"));
        assertThat(accepted(server.webSocket(WEBSOCKET))).containsExactly("X-First", "1", "X-Every", "1");
        String sid = server.openPolling().session().id();
        assertThat(accepted(server.upgrade(sid))).containsExactly("X-Every", "1");
        WebSocketVerdict.Refuse refused =
                (WebSocketVerdict.Refuse) server.upgrade("nobody").verdict();
        assertThat(refused.answer().headers()).contains("X-Every").doesNotContain("X-First");
    }

    private static List<String> accepted(Wire wire) {
        return ((WebSocketVerdict.Accept) wire.verdict()).headers();
    }

    @Test
    void initialListenersAreCalledFirstAndLaterOnesMayChangeWhatTheyDid() {
        server.engine.onHeaders((headers, request) -> {
            assertThat(headers.value("x-a")).isEqualTo("1");
            headers.remove("X-A").add("Set-Cookie", "a=1").add("Set-Cookie", "b=2");
        });
        server.engine.onInitialHeaders((headers, request) -> headers.set("X-A", "1"));
        Request open = server.request(POLLING);
        assertThat(open.header("X-A")).isNull();
        assertThat(open.answer().headers()).containsSubsequence("Set-Cookie", "a=1", "Set-Cookie", "b=2");
    }

    @ParameterizedTest
    @CsvSource({
        "X, 'a\r\nSet-Cookie: x'", "'X\r\nY', a", "X, 'a\u0000'", "Content-Length, 5", "connection, close",
        "Transfer-Encoding, chunked", "Sec-WebSocket-Accept, x", "Upgrade, h2c", "'', a", "X, '\u20ac'"
    })
    void headersThatWouldBreakTheAnswerAreRefusedAndItGoesWithout(String name, String value) {
        server.engine.onHeaders((headers, request) -> headers.set(name, value));
        assertThat(server.request(POLLING).answer().headers())
                .containsExactly("Content-Type", "text/plain; charset=UTF-8", "cache-control", "no-store");
        assertThat(server.failures).singleElement().asString().startsWith("headers listener: ");
    }

    @Test
    void middlewaresSeeEveryRequestInOrder() {
        server.engine
                .use((request, next) -> {
                    calls.add("1 " + request.method());
                    next.proceed();
                })
                .use((request, next) -> {
                    calls.add("2 " + request.method());
                    next.proceed();
                });
        String sid = server.openPolling().session().id();
        server.post(sid, "4a");
        server.upgrade(sid);
        server.webSocket(WEBSOCKET).isOpen();
        assertThat(calls).containsExactly("1 GET", "2 GET", "1 POST", "2 POST", "1 GET", "2 GET", "1 GET", "2 GET");
    }

    @Test
    void gateAndIdGeneratorThatSayNullRefuse() {
        TestServer gated =
                new TestServer(options -> options.allowRequest(head -> CompletableFuture.completedFuture(null)));
        gated.request(POLLING).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(gated.webSocket(WEBSOCKET).refusal()).isEqualTo("400 Bad request");
        assertThat(gated.failures).hasSize(2).allMatch(failure -> failure.startsWith("request gate: "));
        TestServer nameless =
                new TestServer(options -> options.generateId(head -> CompletableFuture.completedFuture(null)));
        nameless.request(POLLING).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(nameless.failures).singleElement().asString().startsWith("id generator: ");
    }

    @ParameterizedTest
    @CsvSource({"401, X, 'a\r\nSet-Cookie: x'", "401, 'X Y', a", "100, X, a", "1000, X, a"})
    void answersOfMiddlewaresThatAreNoHttpAreRefused(int status, String name, String value) {
        server.engine.use((request, next) -> next.answer(HttpAnswer.text(status, List.of(name, value), "who?")));
        server.request(POLLING).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(server.webSocket(WEBSOCKET).refusal()).isEqualTo("400 Bad request");
        assertThat(server.failures).hasSize(2).allMatch(failure -> failure.startsWith("HTTP middleware: "));
    }

    @Test
    void middlewareMayAnswerInTheEnginesPlace() {
        server.engine.use((request, next) -> next.header("X-From", "middleware")
                .answer(HttpAnswer.text(401, List.of("WWW-Authenticate", "Basic"), "who?")));
        Request request = server.request(POLLING).isAnswered(401, "who?");
        assertThat(request.header("WWW-Authenticate")).isEqualTo("Basic");
        assertThat(request.header("X-From")).isEqualTo("middleware");
        Wire wire = server.webSocket(WEBSOCKET);
        assertThat(wire.refusal()).isEqualTo("401 who?");
        assertThat(server.listeners).isEmpty();
    }

    @Test
    void middlewareMayRefuseOrThrow() {
        server.engine.onConnectionError(refused -> calls.add(refused.code() + " " + refused.context()));
        server.engine.use((request, next) -> {
            if (request.query().containsKey("throw")) {
                throw new java.io.IOException("no");
            }
            next.refuse();
        });
        server.request(POLLING).isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        server.request(POLLING + "&throw=1").isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(server.webSocket(WEBSOCKET).refusal()).isEqualTo("400 Bad request");
        assertThat(calls).hasSize(3).allMatch("3 {name=MIDDLEWARE_FAILURE}"::equals);
        assertThat(server.failures).containsExactly("HTTP middleware: java.io.IOException: no");
    }

    @Test
    void headersOfAMiddlewareStandOnTheAnswerWhoeverGivesIt() {
        server.engine.use((request, next) -> next.header("X-Frame-Options", "DENY")
                .header("Cache-Control", "public")
                .proceed());
        Request open = server.request(POLLING);
        assertThat(open.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(open.header("Cache-Control")).as("the engine's own stays").isEqualTo("no-store");
        assertThat(server.get("nobody").header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(accepted(server.webSocket(WEBSOCKET)))
                .containsExactly("X-Frame-Options", "DENY", "Cache-Control", "public");
        assertThatThrownBy(() -> new ResponseHeaders(List.of()).add("a", "b\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void middlewareMayAnswerLaterAndOnlyOnce() {
        List<HttpMiddleware.Next> turns = new ArrayList<>();
        server.engine.use((request, next) -> turns.add(next));
        Request request = server.request(POLLING).waits();
        Wire wire = server.webSocket(WEBSOCKET);
        assertThat(wire.verdict()).isNull();
        for (HttpMiddleware.Next turn : turns) {
            turn.proceed();
            turn.refuse();
            turn.answer(HttpAnswer.text(500, List.of(), ""));
        }
        server.time.settle();
        request.isAnswered(200, TestServer.OPEN);
        wire.isOpen();
    }

    @Test
    void pollThatWaitsForAMiddlewareIsForgottenWhenItsClientLeaves() {
        String sid = server.openPolling().session().id();
        List<HttpMiddleware.Next> turns = new ArrayList<>();
        server.engine.use((request, next) -> turns.add(next));
        Request poll = server.get(sid).waits();
        poll.abort(server.engine);
        server.time.settle();
        turns.get(0).proceed();
        server.time.settle();
        server.sends("kept");
        assertThat(poll.answered()).isFalse();
        server.listener().hears();
        Request next = server.get(sid);
        turns.get(1).proceed();
        server.time.settle();
        next.isAnswered(200, "4kept");
    }

    @Test
    void whoNeverAnswersDoesNotKeepTheConnection() {
        TestServer gated = new TestServer(options ->
                options.admissionTimeout(Duration.ofSeconds(3)).allowRequest(head -> new CompletableFuture<>()));
        gated.engine.onConnectionError(refused -> calls.add("" + refused.context()));
        Request request = gated.request(POLLING);
        Wire wire = gated.webSocket(WEBSOCKET);
        gated.advance(2_999);
        request.waits();
        assertThat(wire.verdict()).isNull();
        gated.advance(1);
        request.isAnswered(503, "{\"code\":3,\"message\":\"Request timed out\"}");
        assertThat(wire.refusal()).isEqualTo("503 Request timed out");
        assertThat(calls).containsExactly("{name=ADMISSION_TIMEOUT}", "{name=ADMISSION_TIMEOUT}");
    }

    @Test
    void allQuestionsAboutARequestShareOneTime() {
        CompletableFuture<Optional<String>> gate = new CompletableFuture<>();
        TestServer slow = new TestServer(options -> options.admissionTimeout(Duration.ofSeconds(3))
                .allowRequest(head -> gate)
                .generateId(head -> new CompletableFuture<>()));
        Request request = slow.request(POLLING);
        slow.advance(2_000);
        gate.complete(Optional.empty());
        slow.advance(999);
        request.waits();
        slow.advance(1);
        assertThat(request.status()).isEqualTo(503);
        assertThat(slow.listeners).isEmpty();
    }

    @Test
    void connectionErrorsSayWhyOnBothTransports() {
        TestServer strict = new TestServer(options -> options.allowRequest(head -> CompletableFuture.completedFuture(
                head.query().containsKey("out") ? Optional.of("not you") : Optional.empty())));
        List<RefusedRequest> refused = new ArrayList<>();
        strict.engine.onConnectionError(refused::add);
        strict.request("GET /engine.io/?EIO=4&transport=abc");
        strict.webSocket("GET /engine.io/?EIO=4&transport=abc");
        strict.get("nobody");
        strict.upgrade("nobody");
        strict.request("POST /engine.io/?EIO=4&transport=polling");
        strict.request(WEBSOCKET);
        strict.webSocket(POLLING);
        strict.request(POLLING, "Origin: a\u0001b");
        strict.request(POLLING + "&out=1");
        strict.webSocket(WEBSOCKET + "&out=1");
        strict.request("GET /engine.io/?EIO=3&transport=polling");
        strict.openPolling();
        strict.request("GET /engine.io/?EIO=4&transport=websocket&sid=s1");
        assertThat(refused)
                .extracting(each -> each.code() + " " + each.message() + " " + new java.util.TreeMap<>(each.context()))
                .containsExactly(
                        "0 Transport unknown {transport=abc}",
                        "0 Transport unknown {transport=abc}",
                        "1 Session ID unknown {sid=nobody}",
                        "1 Session ID unknown {sid=nobody}",
                        "2 Bad handshake method {method=POST}",
                        "3 Bad request {name=TRANSPORT_HANDSHAKE_ERROR}",
                        "3 Bad request {name=TRANSPORT_HANDSHAKE_ERROR}",
                        "3 Bad request {name=INVALID_ORIGIN, origin=a\u0001b}",
                        "4 Forbidden {message=not you}",
                        "4 Forbidden {message=not you}",
                        "5 Unsupported protocol version {protocol=3}",
                        "3 Bad request {name=TRANSPORT_MISMATCH, previousTransport=polling, transport=websocket}");
        assertThat(refused.get(0).request().query()).isEqualTo(Map.of("EIO", "4", "transport", "abc"));
    }

    @Test
    void listenerThatThrowsIsReportedAndTheOthersAreCalled() {
        server.engine.onConnectionError(refused -> {
            throw new IllegalStateException("no");
        });
        server.engine.onConnectionError(refused -> calls.add("" + refused.code()));
        server.get("nobody").isAnswered(400, "{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(calls).containsExactly("1");
        assertThat(server.failures).containsExactly("connection error listener: java.lang.IllegalStateException: no");
    }
}
