package dev.madang.engine;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An Engine.IO server without its I/O: the sessions, and the rules by which requests reach them. The HTTP server calls
 * it with requests, on the loop of their connection; it answers through {@link HttpExchange} and {@link
 * WebSocketChannel}.
 */
public final class Engine {
    /*
     * A session is registered under its id by its handshake alone and taken out by its end alone. "alive" counts those
     * whose listener has not heard of the end yet: close() waits for them too.
     */
    private final EngineOptions options;
    private final SessionAcceptor acceptor;
    private final Supplier<String> ids;
    private final ConcurrentHashMap<String, Session> sessions = new ConcurrentHashMap<>();
    private final AtomicInteger alive = new AtomicInteger();
    private final Set<HttpExchange> atGate = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile boolean closing;

    /** An engine whose session ids are 15 random bytes as base64url: 20 characters that nobody can guess. */
    public Engine(EngineOptions options, SessionAcceptor acceptor) {
        this(options, acceptor, randomIds());
    }

    /**
     * An engine with its own session ids.
     *
     * @param ids called by any loop; letters, digits, {@code -} and {@code _}. Whoever knows an id owns the session
     */
    public Engine(EngineOptions options, SessionAcceptor acceptor, Supplier<String> ids) {
        this.options = options;
        this.acceptor = acceptor;
        this.ids = ids;
    }

    private static Supplier<String> randomIds() {
        SecureRandom random = new SecureRandom();
        return () -> {
            byte[] bytes = new byte[15];
            random.nextBytes(bytes);
            return Base64.getUrlEncoder().encodeToString(bytes);
        };
    }

    /** The options. Any thread. */
    public EngineOptions options() {
        return options;
    }

    /** A polling request (or any request under the path that asks for no upgrade). On {@code exchange.loop()}. */
    public void http(HttpExchange exchange) {
        RequestHead head = exchange.head();
        if (head.method().equals("OPTIONS") && options.origins().cors()) {
            preflight(exchange);
            return;
        }
        Refusal refusal = verify(head);
        if (refusal != null) {
            refuse(exchange, refusal);
            return;
        }
        String sid = sid(head);
        if (sid != null) {
            Session session = sessions.get(sid);
            if (session == null) {
                refuse(exchange, Refusal.of(ConnectionError.UNKNOWN_SID));
            } else {
                session.loop().run(() -> session.guard(() -> session.request(exchange)));
            }
        } else {
            handshake(exchange);
        }
    }

    private void preflight(HttpExchange exchange) {
        RequestHead head = exchange.head();
        if (options.origins().allows(head)) {
            exchange.answer(new HttpAnswer(204, options.origins().headers(head), new byte[0], 0));
        } else {
            refuse(exchange, Refusal.foreignOrigin());
        }
    }

    private void handshake(HttpExchange exchange) {
        RequestHead head = exchange.head();
        if (!head.method().equals("GET")) {
            refuse(exchange, Refusal.of(ConnectionError.BAD_HANDSHAKE_METHOD));
        } else if (!"polling".equals(head.query().get("transport"))) {
            refuse(exchange, Refusal.of(ConnectionError.BAD_REQUEST));
        } else {
            atGate.add(exchange);
            gate(head, exchange.loop(), refusal -> {
                if (atGate.remove(exchange)) {
                    openPolling(exchange, refusal);
                }
            });
        }
    }

    private void openPolling(HttpExchange exchange, @Nullable Refusal byGate) {
        RequestHead head = exchange.head();
        Refusal refusal = byGate == null ? admission(head) : byGate;
        String id = refusal == null ? newId() : null;
        Session session = id == null ? null : register(new Session(this, id, exchange.loop(), head));
        if (session != null) {
            session.openPolling(exchange, acceptor);
        } else if (refusal != null) {
            refuse(exchange, refusal);
        } else {
            refuse(exchange, closing ? Refusal.shuttingDown() : Refusal.of(ConnectionError.BAD_REQUEST));
        }
    }

    /** The client went away before the answer. On {@code exchange.loop()}. */
    public void aborted(HttpExchange exchange) {
        String sid = sid(exchange.head());
        if (sid == null) {
            atGate.remove(exchange);
            return;
        }
        Session session = sessions.get(sid);
        if (session != null) {
            session.loop().run(() -> session.guard(() -> session.aborted(exchange)));
        }
    }

    /**
     * A WebSocket handshake, whose protocol headers the HTTP server has checked.
     *
     * @param loop the loop of the connection; the verdict comes on it, at once or later
     */
    public void webSocket(RequestHead head, Loop loop, Consumer<WebSocketVerdict> verdict) {
        Refusal refusal = verify(head);
        if (refusal == null && !"websocket".equals(head.query().get("transport"))) {
            refusal = Refusal.of(ConnectionError.BAD_REQUEST);
        }
        if (refusal != null) {
            verdict.accept(told(head, refusal).webSocket());
            return;
        }
        String sid = sid(head);
        if (sid == null) {
            gate(head, loop, byGate -> verdict.accept(admitWebSocket(head, loop, byGate)));
            return;
        }
        Session session = sessions.get(sid);
        if (session == null) {
            verdict.accept(told(head, Refusal.of(ConnectionError.UNKNOWN_SID)).webSocket());
        } else if (!options.allowUpgrades()) {
            verdict.accept(told(head, Refusal.of(ConnectionError.BAD_REQUEST)).webSocket());
        } else {
            verdict.accept(new WebSocketVerdict.Accept(session.loop(), channel -> session.probe(channel, head)));
        }
    }

    private WebSocketVerdict admitWebSocket(RequestHead head, Loop loop, @Nullable Refusal byGate) {
        Refusal refusal = byGate == null ? admission(head) : byGate;
        if (refusal != null) {
            return told(head, refusal).webSocket();
        }
        String id = newId();
        return id == null
                ? told(head, Refusal.of(ConnectionError.BAD_REQUEST)).webSocket()
                : new WebSocketVerdict.Accept(loop, channel -> openWebSocket(head, loop, id, channel));
    }

    private WebSocketReceiver openWebSocket(RequestHead head, Loop loop, String id, WebSocketChannel channel) {
        Session session = new Session(this, id, loop, head);
        WebSocketLink link = new WebSocketLink(session, options, session.dialect(), channel);
        if (register(session) == null) {
            link.close(closing ? 1001 : 1011, closing ? "server shutting down" : "");
            return link;
        }
        return session.openWebSocket(link, acceptor);
    }

    /** The checks of every request, in the order of the reference server. */
    private @Nullable Refusal verify(RequestHead head) {
        String transport = head.query().get("transport");
        if (transport == null || !options.transports().contains(transport)) {
            return Refusal.of(ConnectionError.UNKNOWN_TRANSPORT);
        }
        String origin = head.header("Origin");
        if (origin != null && origin.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 127 || c > 255)) {
            return Refusal.of(ConnectionError.BAD_REQUEST);
        }
        return options.origins().allows(head) ? null : Refusal.foreignOrigin();
    }

    private @Nullable Refusal admission(RequestHead head) {
        String revision = head.query().get("EIO");
        if (!"4".equals(revision) && !(options.allowEIO3() && "3".equals(revision))) {
            return Refusal.of(ConnectionError.UNSUPPORTED_PROTOCOL_VERSION);
        }
        return closing ? Refusal.shuttingDown() : null;
    }

    private static @Nullable String sid(RequestHead head) {
        String sid = head.query().get("sid");
        return sid == null || sid.isEmpty() ? null : sid;
    }

    private void gate(RequestHead head, Loop loop, Consumer<@Nullable Refusal> then) {
        if (!options.gated()) {
            then.accept(null);
            return;
        }
        try {
            options.requestGate()
                    .check(head)
                    .whenComplete((message, failure) -> loop.run(() -> {
                        if (failure != null) {
                            report("request gate", failure);
                            then.accept(Refusal.of(ConnectionError.BAD_REQUEST));
                        } else {
                            then.accept(message.map(Refusal::byGate).orElse(null));
                        }
                    }));
        } catch (RuntimeException failure) {
            report("request gate", failure);
            then.accept(Refusal.of(ConnectionError.BAD_REQUEST));
        }
    }

    private @Nullable String newId() {
        try {
            String id = ids.get();
            if (!id.isEmpty() && id.chars().allMatch(Engine::idCharacter)) {
                return id;
            }
            throw new IllegalStateException("a session id is made of letters, digits, '-' and '_'");
        } catch (RuntimeException failure) {
            report("id generator", failure);
            return null;
        }
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

    private void refuse(HttpExchange exchange, Refusal refusal) {
        told(exchange.head(), refusal);
        exchange.answer(refusal.polling(options.origins().headers(exchange.head())));
    }

    private Refusal told(RequestHead head, Refusal refusal) {
        options.monitor().requestRefused(head, refusal.error().code());
        return refusal;
    }

    /**
     * Bytes that wait for clients to take them, of all sessions together: each loop is asked. For gauges; O(sessions).
     * Any thread; completed by one of the loops.
     */
    public CompletableFuture<Long> queuedBytes() {
        return QueuedBytes.of(sessions.values());
    }

    /** Sessions that are open. Any thread. */
    public int sessions() {
        return sessions.size();
    }

    /**
     * Refuses new sessions with 503, and closes all others in order; complete when every listener has heard of it.
     * Polling clients that send no GET are given 5 s. Any thread, any number of times.
     */
    public CompletionStage<Void> close() {
        closing = true;
        for (Session session : sessions.values()) {
            session.loop()
                    .execute(() -> session.guard(
                            () -> session.close(CloseReason.SERVER_SHUTTING_DOWN, "server shutting down")));
        }
        if (alive.get() == 0) {
            closed.complete(null);
        }
        return closed.minimalCompletionStage();
    }
}
