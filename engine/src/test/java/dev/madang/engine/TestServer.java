package dev.madang.engine;

import dev.madang.protocol.EngineCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * An engine in virtual time, and clients that talk to it in wire texts. Session ids are {@code s1}, {@code s2} and so
 * on; the heartbeat is that of the protocol's official suite, 300 ms and 200 ms.
 */
final class TestServer {
    static final String OPEN =
            "0{\"sid\":\"s1\",\"upgrades\":[\"websocket\"],\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000}";
    static final String OPEN_WEBSOCKET =
            "0{\"sid\":\"s1\",\"upgrades\":[],\"pingInterval\":300,\"pingTimeout\":200,\"maxPayload\":1000000}";

    final ManualLoop.Time time = new ManualLoop.Time();
    final ManualLoop first = time.loop();
    final ManualLoop second = time.loop();
    final Map<String, Recorder> listeners = new LinkedHashMap<>();
    final List<String> failures = new ArrayList<>();
    final Engine engine;
    ManualLoop arrivesOn = first;
    Consumer<Recorder> onOpen = listener -> {};
    private int ids;

    TestServer() {
        this(options -> options);
    }

    TestServer(UnaryOperator<EngineOptions.Builder> change) {
        EngineOptions.Builder options = EngineOptions.builder()
                .pingInterval(Duration.ofMillis(300))
                .pingTimeout(Duration.ofMillis(200))
                .generateId(head -> CompletableFuture.completedFuture("s" + ++ids))
                .uncaughtHandler((source, failure) -> failures.add(source + ": " + failure));
        engine = new Engine(change.apply(options).build(), this::accept);
    }

    /** The recorder of a session; there must be one. */
    Recorder listener(String sid) {
        Recorder recorder = listeners.get(sid);
        if (recorder == null) {
            throw new AssertionError("no session " + sid);
        }
        return recorder;
    }

    private SessionListener accept(Session session) {
        Recorder recorder = new Recorder(session);
        listeners.put(session.id(), recorder);
        onOpen.accept(recorder);
        return recorder;
    }

    /** A request with a full line such as {@code GET /engine.io/?EIO=4&transport=polling}. */
    Request request(String line, String... headers) {
        return send(new Request(Request.head(line, headers), arrivesOn, new byte[0], false));
    }

    private Request send(Request request) {
        begin(request);
        time.settle();
        return request;
    }

    /** Sends a request without waiting for what comes of it. */
    Request begin(Request request) {
        ((ManualLoop) request.loop()).execute(() -> engine.http(request));
        return request;
    }

    Request get(String sid) {
        return send(getRequest(sid));
    }

    Request getRequest(String sid) {
        return new Request(
                Request.head("GET /engine.io/?EIO=4&transport=polling&sid=" + sid), arrivesOn, new byte[0], false);
    }

    Request post(String sid, String body, String... headers) {
        return send(postRequest(sid, body, false, headers));
    }

    /** A POST of which the head has come only. */
    Request beginPost(String sid, String body) {
        return send(postRequest(sid, body, true));
    }

    Request postRequest(String sid, String body, boolean bodyHeld, String... headers) {
        String line = "POST /engine.io/?EIO=4&transport=polling&sid=" + sid;
        return new Request(Request.head(line, headers), arrivesOn, body.getBytes(StandardCharsets.UTF_8), bodyHeld);
    }

    Wire webSocket(String line, String... headers) {
        Wire wire = beginWebSocket(line, headers);
        time.settle();
        return wire;
    }

    Wire beginWebSocket(String line, String... headers) {
        Wire wire = new Wire(time);
        RequestHead head = Request.head(line, headers);
        ManualLoop loop = arrivesOn;
        loop.execute(() -> engine.webSocket(head, loop, wire::verdict));
        return wire;
    }

    Wire upgrade(String sid) {
        return webSocket("GET /engine.io/?EIO=4&transport=websocket&sid=" + sid);
    }

    /** A session over polling. */
    Recorder openPolling() {
        String body = request("GET /engine.io/?EIO=4&transport=polling").body();
        return listener(body.substring(9, body.indexOf('"', 9)));
    }

    /** A session over a WebSocket, its open packet read. */
    Wire openWebSocket() {
        Wire wire = webSocket("GET /engine.io/?EIO=4&transport=websocket");
        wire.news();
        return wire;
    }

    /** A session that has moved from polling to a WebSocket. */
    Wire openUpgraded() {
        String sid = openPolling().session().id();
        Wire wire = upgrade(sid).sends("2probe").sends("5");
        wire.receives("3probe");
        return wire;
    }

    Recorder listener() {
        return listener("s1");
    }

    Session session() {
        return listener().session();
    }

    /** Sends messages in one task of the session's loop. */
    void sends(String... messages) {
        on(session -> {
            for (String message : messages) {
                session.send(EngineCodec.textMessage(message));
            }
        });
    }

    /** Runs something on the session's loop. */
    void on(Consumer<Session> action) {
        Session session = session();
        session.loop().execute(() -> action.accept(session));
        time.settle();
    }

    void advance(long millis) {
        time.advance(millis);
    }
}
