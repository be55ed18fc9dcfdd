package dev.madang.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO server without its I/O: the sessions, and the rules by which requests reach them. The HTTP server calls
 * it with requests, on the loop of their connection; it answers through {@link HttpExchange} and {@link
 * WebSocketChannel}.
 */
public final class Engine {
    /*
     * A session is registered under its id by its handshake alone and taken out by its end alone. "alive" counts those
     * whose listener has not heard of the end yet: close() waits for them too. "closing" lets nobody in any more; so
     * once the last one has left, after retire() as after close(), nothing is left to close.
     */
    private static final int MAX_ID = 128;

    private final EngineOptions options;
    private final SessionAcceptor acceptor;
    private final Hooks hooks;
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger alive = new AtomicInteger();
    private final ConcurrentHashMap<HttpExchange, Arrival> waiting = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean closing;

    /** An engine. */
    public Engine(EngineOptions options, SessionAcceptor acceptor) {
        this.options = options;
        this.acceptor = acceptor;
        this.hooks = new Hooks(options);
    }

    /** Adds a middleware that looks at every request before the engine does. Any thread; so are the others. */
    public Engine use(HttpMiddleware middleware) {
        hooks.middlewares().add(middleware);
        return this;
    }

    /**
     * Adds a listener for the headers of each session's first answer: that of the polling handshake, or the 101. Called
     * before those of {@link #onHeaders}.
     */
    public Engine onInitialHeaders(HeadersListener listener) {
        hooks.initialHeaders().add(listener);
        return this;
    }

    /** Adds a listener for the headers of every answer of the engine, the 101 and refusals included. */
    public Engine onHeaders(HeadersListener listener) {
        hooks.headers().add(listener);
        return this;
    }

    /** Adds a listener for refused requests, on both transports. On the request's loop: it must not block. */
    public Engine onConnectionError(Consumer<RefusedRequest> listener) {
        hooks.refusals().add(listener);
        return this;
    }

    /** The options. Any thread. */
    public EngineOptions options() {
        return options;
    }

    /** A polling request (or any request under the path that asks for no upgrade). On {@code exchange.loop()}. */
    public void http(HttpExchange exchange) {
        RequestHead head = exchange.head();
        OriginPolicy origins = options.origins();
        if (head.method().equals("OPTIONS") && origins.cors()) {
            if (!origins.allows(head)) {
                refuse(exchange, Refusal.foreignOrigin());
                return;
            }
            if (!origins.preflightContinues()) {
                answer(exchange, new HttpAnswer(origins.preflightStatus(), origins.headers(head), new byte[0], 0));
                return;
            }
            exchange.addHeaders(origins.headers(head));
        }
        Arrival arrival = new Arrival(this, exchange);
        arrival.pass(hooks.middlewares(), () -> passed(exchange, arrival));
    }

    private void passed(HttpExchange exchange, Arrival arrival) {
        RequestHead head = exchange.head();
        Refusal refusal = verify(head);
        String sid = sid(head);
        Session session = sid == null ? null : session(sid, head);
        if (refusal != null) {
            arrival.refuse(refusal);
        } else if (session != null) {
            arrival.end();
            hand(session, exchange);
        } else if (sid != null) {
            arrival.refuse(Refusal.of(ConnectionError.UNKNOWN_SID, "sid", sid));
        } else if (!head.method().equals("GET")) {
            arrival.refuse(Refusal.of(ConnectionError.BAD_HANDSHAKE_METHOD, "method", head.method()));
        } else if (!"polling".equals(head.query().get("transport"))) {
            arrival.refuse(Refusal.badRequest("TRANSPORT_HANDSHAKE_ERROR"));
        } else {
            admit(arrival, id -> openPolling(exchange, arrival, id));
        }
    }

    private void hand(Session session, HttpExchange exchange) {
        if (!session.loop().run(() -> session.guard(() -> session.request(exchange)))) {
            refuse(exchange, Refusal.of(ConnectionError.UNKNOWN_SID, "sid", session.id()));
        }
    }

    private void openPolling(HttpExchange exchange, Arrival arrival, String id) {
        Session session = register(new Session(this, id, exchange.loop(), exchange.head()));
        if (session == null) {
            arrival.refuse(closing ? Refusal.shuttingDown() : Refusal.noId());
        } else {
            arrival.end();
            session.openPolling(exchange, acceptor);
        }
    }

    /** The client went away before the answer. On {@code exchange.loop()}. */
    public void aborted(HttpExchange exchange) {
        Arrival arrival = waiting.get(exchange);
        if (arrival != null) {
            arrival.end();
            return;
        }
        polling(exchange, polling -> polling.aborted(exchange));
    }

    /**
     * A POST waits behind this request on its connection, where answers keep their order: a poll that has nothing to say
     * is answered with a noop, soon. On {@code exchange.loop()}.
     */
    public void awaited(HttpExchange exchange) {
        exchange.loop().execute(() -> polling(exchange, polling -> polling.awaited(exchange)));
    }

    private void polling(HttpExchange exchange, Consumer<Polling> step) {
        String sid = sid(exchange.head());
        Session session = sid == null ? null : sessions.get(sid);
        if (session != null) {
            session.loop().run(() -> session.guard(() -> session.polling(step)));
        }
    }

    /**
     * A WebSocket handshake, whose protocol headers the HTTP server has checked.
     *
     * @param loop the loop of the connection; the verdict comes on it, at once or later
     */
    public void webSocket(RequestHead head, Loop loop, Consumer<WebSocketVerdict> verdict) {
        Arrival arrival = new Arrival(this, head, loop, verdict);
        arrival.pass(hooks.middlewares(), () -> passedWebSocket(head, arrival));
    }

    private void passedWebSocket(RequestHead head, Arrival arrival) {
        Refusal refusal = verify(head);
        String sid = sid(head);
        Session session = sid == null ? null : session(sid, head);
        if (refusal != null) {
            arrival.refuse(refusal);
        } else if (!"websocket".equals(head.query().get("transport"))) {
            arrival.refuse(Refusal.badRequest("TRANSPORT_HANDSHAKE_ERROR"));
        } else if (sid == null) {
            admit(arrival, id -> arrival.accept(arrival.loop(), true, channel -> openWebSocket(arrival, id, channel)));
        } else if (session == null) {
            arrival.refuse(Refusal.of(ConnectionError.UNKNOWN_SID, "sid", sid));
        } else if (!options.allowUpgrades()) {
            arrival.refuse(Refusal.transportMismatch("websocket", session.transport()));
        } else {
            arrival.accept(session.loop(), false, channel -> session.probe(channel, head));
        }
    }

    private WebSocketReceiver openWebSocket(Arrival arrival, String id, WebSocketChannel channel) {
        Session session = new Session(this, id, arrival.loop(), arrival.head());
        WebSocketLink link = new WebSocketLink(session, options, session.dialect(), channel);
        if (register(session) == null) {
            link.close(
                    closing ? CloseReason.SERVER_SHUTTING_DOWN.webSocketCode() : 1011,
                    closing ? "server shutting down" : "");
            return link;
        }
        return session.openWebSocket(link, acceptor);
    }

    /** The checks of every request, in the order of the reference server. */
    private @Nullable Refusal verify(RequestHead head) {
        String transport = head.query().get("transport");
        if (transport == null || !options.transports().contains(transport)) {
            return Refusal.of(ConnectionError.UNKNOWN_TRANSPORT, "transport", transport == null ? "" : transport);
        }
        String origin = head.header("Origin");
        if (origin != null && !HttpGrammar.value(origin)) {
            return Refusal.invalidOrigin(origin);
        }
        return options.origins().allows(head) ? null : Refusal.foreignOrigin();
    }

    /** The session of that id, or null if there is none, or none for the address of the request. */
    private @Nullable Session session(String sid, RequestHead head) {
        Session session = sessions.get(sid);
        boolean stranger = session != null
                && options.bindSessionToAddress()
                && !session.remoteAddress().equals(head.clientAddress());
        return stranger ? null : session;
    }

    /** Asks the gate and the id generator; {@code then} gets the id of the session to be. */
    private void admit(Arrival arrival, Consumer<String> then) {
        if (!options.gated()) {
            passedGate(arrival, then);
            return;
        }
        RequestGate gate = options.allowRequest();
        arrival.ask("request gate", Refusal.badRequest("GATE_FAILURE"), () -> gate.check(arrival.head()), refused -> {
            if (refused.isPresent()) {
                arrival.refuse(Refusal.byGate(refused.get()));
            } else {
                passedGate(arrival, then);
            }
        });
    }

    private void passedGate(Arrival arrival, Consumer<String> then) {
        Refusal refusal = admission(arrival.head());
        if (refusal != null) {
            arrival.refuse(refusal);
            return;
        }
        SessionIds ids = options.sessionIds();
        arrival.ask("id generator", Refusal.noId(), () -> ids.next(arrival.head()), id -> {
            if (id.isEmpty() || id.length() > MAX_ID || !id.chars().allMatch(Engine::idCharacter)) {
                report(
                        "id generator",
                        new IllegalStateException("a session id is 1 to 128 letters, digits, '-' and '_'"));
                arrival.refuse(Refusal.noId());
            } else {
                then.accept(id);
            }
        });
    }

    private @Nullable Refusal admission(RequestHead head) {
        String revision = head.query().getOrDefault("EIO", "");
        if (!revision.equals("4") && !(options.allowEIO3() && revision.equals("3"))) {
            return Refusal.of(ConnectionError.UNSUPPORTED_PROTOCOL_VERSION, "protocol", revision);
        }
        return closing ? Refusal.shuttingDown() : null;
    }

    private static @Nullable String sid(RequestHead head) {
        String sid = head.query().get("sid");
        return sid == null || sid.isEmpty() ? null : sid;
    }

    private static boolean idCharacter(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    /** The session, or null if its id is taken or the engine closes. */
    private @Nullable Session register(Session session) {
        if (sessions.putIfAbsent(session.id(), session) != null) {
            return null;
        }
        alive.incrementAndGet();
        if (closing && sessions.remove(session.id(), session)) {
            left();
            return null;
        }
        return session;
    }

    /** Takes an ended session out, before its listener hears of the end. */
    void forget(Session session) {
        sessions.remove(session.id(), session);
    }

    /** The listener of an ended session has heard of it. */
    void left() {
        if (alive.decrementAndGet() == 0 && closing) {
            closed.complete(null);
        }
    }

    void report(String source, Throwable failure) {
        options.uncaughtHandler().uncaught(source, failure);
    }

    /** A request waits for user code. */
    void waits(HttpExchange exchange, Arrival arrival) {
        waiting.put(exchange, arrival);
    }

    void waitsNoMore(HttpExchange exchange) {
        waiting.remove(exchange);
    }

    /** Refuses a polling request. On the loop of the exchange, or of its session. */
    void refuse(HttpExchange exchange, Refusal refusal) {
        hooks.refused(exchange.head(), refusal);
        answer(exchange, refusal.polling(options.origins().headers(exchange.head())));
    }

    WebSocketVerdict refusedWebSocket(RequestHead head, Refusal refusal, List<String> more) {
        hooks.refused(head, refusal);
        HttpAnswer answer = refusal.webSocket().withMore(more);
        List<String> headers = hooks.dress(answer.headers(), head, false);
        return new WebSocketVerdict.Refuse(new HttpAnswer(answer.status(), headers, answer.body(), answer.length()));
    }

    /** Answers a polling request with the headers that listeners want. */
    void answer(HttpExchange exchange, HttpAnswer answer) {
        exchange.answer(new HttpAnswer(
                answer.status(), dress(answer.headers(), exchange.head(), false), answer.body(), answer.length()));
    }

    List<String> dress(List<String> headers, RequestHead head, boolean initial) {
        return hooks.dress(headers, head, initial);
    }

    /**
     * Bytes that wait for clients to take them, of all sessions together: each loop is asked. For gauges; O(sessions).
     * Any thread; completed by one of the loops.
     */
    public CompletableFuture<Long> queuedBytes() {
        return QueuedBytes.of(sessions.values());
    }

    /** The sessions that are open: a live view, which never changes under an iteration's feet. Any thread. */
    public Collection<Session> openSessions() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    /**
     * Refuses new sessions from now on, with 503 and {@code Retry-After}; those that are open live on. Any thread, any
     * number of times.
     */
    public void retire() {
        closing = true;
    }

    /** Whether new sessions are refused, because the engine has been retired or closed. Any thread. */
    public boolean retired() {
        return closing;
    }

    /** Sessions that are open. Any thread. */
    public int sessions() {
        return sessions.size();
    }

    /**
     * Ends the sessions of a loop that ends, at once. Called as one of the loop's last tasks, by whoever owns its thread.
     */
    public void ended(Loop loop) {
        for (Session session : sessions.values()) {
            if (session.loop() == loop) {
                session.outlived();
            }
        }
    }

    /**
     * Refuses new sessions with 503, and closes all others in order; complete when every listener has heard of it.
     * Polling clients that send no GET are given 2 s since their last answer. Any thread, any number of times.
     */
    public CompletionStage<Void> close() {
        closing = true;
        for (Session session : sessions.values()) {
            boolean given = session.loop()
                    .execute(() -> session.guard(
                            () -> session.close(CloseReason.SERVER_SHUTTING_DOWN, "server shutting down")));
            if (!given) {
                session.outlived();
            }
        }
        if (alive.get() == 0) {
            closed.complete(null);
        }
        return closed.minimalCompletionStage();
    }
}
