package dev.madang.engine;

import dev.madang.engine.SessionState.Event;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineDialect;
import dev.madang.protocol.EngineType;
import dev.madang.protocol.Violation;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO session: a client, whatever transport carries it. All methods on {@link #loop()} only, unless they say
 * otherwise.
 */
public final class Session {
    /*
     * One state (SessionState) says what may happen; the transports only hold their exchanges and connections. The
     * listener's closed() runs as a task of its own, so that a layer above may walk its own collections while it sends,
     * and a client that runs over is taken out later.
     */
    private final Engine engine;
    private final EngineOptions options;
    private final String id;
    private final Loop loop;
    private final RequestHead request;
    private final EngineDialect dialect;
    private final SessionClock clock;
    private final Farewell farewell;

    private volatile SessionState state = SessionState.OPENING;
    private volatile Transport transport;
    private @Nullable SessionListener listener;
    private @Nullable Upgrade probe;
    private boolean reading = true;

    /** A session that is to be opened over polling or over a WebSocket. */
    Session(Engine engine, String id, Loop loop, RequestHead request) {
        this.engine = engine;
        this.options = engine.options();
        this.id = id;
        this.loop = loop;
        this.request = request;
        this.dialect = request.dialect();
        this.clock = new SessionClock(this, options, dialect.clientPings());
        this.farewell = new Farewell(this, clock);
        this.transport = new Polling(this, engine, dialect);
    }

    /** The session's id: the transport's secret, 20 characters. Any thread. */
    public String id() {
        return id;
    }

    /** The loop this session lives on, for its whole life. Any thread. */
    public Loop loop() {
        return loop;
    }

    /** Engine.IO protocol: 4, or 3 of old clients ({@code allowEIO3}). Any thread. */
    public int protocol() {
        return dialect.revision();
    }

    /** How the client speaks. Any thread. */
    EngineDialect dialect() {
        return dialect;
    }

    /** The request that opened the session. Any thread. */
    public RequestHead request() {
        return request;
    }

    /** The address of the client: of the TCP peer, or what trusted proxies say. Any thread. */
    public String remoteAddress() {
        return request.clientAddress();
    }

    /** Where the session stands. Any thread, as a hint. */
    public ReadyState readyState() {
        return state.ready(farewell.begun());
    }

    /** {@code polling} or {@code websocket}: what carries the session now. Any thread, as a hint. */
    public String transport() {
        return transport.name();
    }

    /**
     * Sends a packet: written at once over a WebSocket; over polling it goes out with all others of the running task,
     * or waits for the next poll within the queue's limits. A queue that runs over closes the session with {@link
     * CloseReason#SLOW_CLIENT}. Does nothing once the session closes. The transport may compress the packet.
     */
    public void send(EncodedPacket packet) {
        send(packet, true);
    }

    /** As {@link #send(EncodedPacket)}; {@code compress}: the transport may compress it, where that is worth it. */
    public void send(EncodedPacket packet, boolean compress) {
        assert loop.inLoop();
        if (!open()) {
            return;
        } else if (transport.send(packet, compress)) {
            options.monitor().messagesSent(this, 1 + packet.attachments().size(), packet.bytes());
        } else if (state == SessionState.OPENING) {
            farewell.begin(new Ending(CloseReason.SLOW_CLIENT, "send queue over its limit"));
        } else {
            end(CloseReason.SLOW_CLIENT, "send queue over its limit");
        }
    }

    /** Whether a packet would go out now: what volatile packets ask. */
    public boolean writable() {
        return open() && state != SessionState.OPENING && transport.writable();
    }

    /** Bytes sent but not yet taken by the network or a poll. */
    public long bufferedBytes() {
        return transport.bufferedBytes();
    }

    /**
     * Closes the session in order: what was sent before is flushed first. Over polling with no GET open, the close
     * waits for the next GET, at most 30 s, or 2 s since the last answer if the server shuts down, be it meanwhile. The
     * listener hears of it when it is done.
     */
    public void close(CloseReason reason, String description) {
        assert loop.inLoop();
        if (open()) {
            farewell.begin(new Ending(reason, description));
        } else if (reason == CloseReason.SERVER_SHUTTING_DOWN) {
            farewell.hurry();
        }
    }

    /**
     * Closes the session at once, for its client is known to be gone: what waits is dropped, and no GET is waited for.
     * One that is closing already ends for the reason that it was given first.
     */
    public void discard(CloseReason reason, String description) {
        assert loop.inLoop();
        if (state == SessionState.OPENING) {
            close(reason, description);
        } else {
            end(reason, description);
        }
    }

    /**
     * Stops or resumes reading events. Meanwhile no answer to a ping is expected, for it could not be read. Over
     * polling, the answer to the running POST waits.
     */
    public void reading(boolean on) {
        assert loop.inLoop();
        if (on != reading && open()) {
            reading = on;
            transport.reading(on);
            clock.reading(on);
            options.monitor().readingChanged(this, on);
        }
    }

    /** Who hears of what the client sends; null while the session opens. */
    public @Nullable SessionListener listener() {
        return listener;
    }

    /** Whether the session still takes packets. */
    public boolean open() {
        return !farewell.begun() && state.open();
    }

    boolean reading() {
        return reading;
    }

    @Nullable
    Upgrade probe() {
        return probe;
    }

    boolean carriedBy(Transport candidate) {
        return candidate == transport && state != SessionState.CLOSED;
    }

    SessionState state() {
        return state;
    }

    /** What carries the session, if polls do, or null. */
    @Nullable
    Polling polling() {
        return transport instanceof Polling polling ? polling : null;
    }

    void change(Event event) {
        state = state.after(event);
    }

    /** Opens the session over polling: the open packet and what the listener sends at once are one payload. */
    void openPolling(HttpExchange exchange, SessionAcceptor acceptor) {
        OpenPacket.send(transport, id, options.upgrades(), options);
        if (accept(acceptor) && transport instanceof Polling polling) {
            polling.get(exchange);
            opened(Event.POLLING_OPENED);
            polling.flush();
        } else {
            engine.refuse(exchange, Refusal.badRequest("SESSION_FAILURE"));
        }
    }

    /** Opens the session over a WebSocket, with the open packet first. */
    WebSocketReceiver openWebSocket(WebSocketLink link, SessionAcceptor acceptor) {
        transport = link;
        OpenPacket.send(transport, id, false, options);
        if (accept(acceptor)) {
            opened(Event.WEBSOCKET_OPENED);
        }
        return link;
    }

    private boolean accept(SessionAcceptor acceptor) {
        try {
            listener = acceptor.opened(this);
            return true;
        } catch (Throwable failure) {
            engine.report("session acceptor", failure);
            finish(Ending.INTERNAL_ERROR, false, 1011);
            return false;
        }
    }

    private void opened(Event event) {
        change(event);
        options.monitor().sessionOpened(this);
        clock.alive();
        farewell.goOn();
    }

    /** A request with this session's id. */
    void request(HttpExchange exchange) {
        RequestHead head = exchange.head();
        boolean noLifeSign = head.method().equals("GET") || dialect.clientPings();
        if (noLifeSign && state.open() && clock.overdue()) {
            clock.timeout();
        }
        if (state == SessionState.CLOSED) {
            engine.refuse(exchange, Refusal.of(ConnectionError.UNKNOWN_SID, "sid", id));
        } else if (!(transport instanceof Polling polling)
                || !"polling".equals(head.query().get("transport"))) {
            engine.refuse(exchange, Refusal.transportMismatch(head.query().get("transport"), transport.name()));
        } else if (head.method().equals("GET")) {
            polling.get(exchange);
            if (state == SessionState.CLOSED || !farewell.polled(polling)) {
                polling.flush();
            }
        } else if (head.method().equals("POST")) {
            polling.post(exchange);
        } else {
            polling.answer(exchange, 500);
        }
    }

    /** What has happened to a request of the session. */
    void polling(Consumer<Polling> step) {
        if (transport instanceof Polling polling) {
            step.accept(polling);
        }
    }

    /** A WebSocket of this session's id: it probes, unless another does or the session needs none. */
    WebSocketReceiver probe(WebSocketChannel channel, RequestHead head) {
        WebSocketLink link = new WebSocketLink(this, options, head.dialect(dialect.revision()), channel);
        if (state == SessionState.POLLING) {
            change(Event.PROBE_BEGUN);
            probe = new Upgrade(this, link, options);
        } else {
            link.close(1000, "");
        }
        return link;
    }

    /** The probe ends without an upgrade; polling goes on. */
    void probeFailed(Upgrade failed) {
        if (failed == probe) {
            change(Event.PROBE_ENDED);
            dropProbe();
        }
    }

    private void dropProbe() {
        Upgrade dropped = probe;
        if (dropped != null) {
            probe = null;
            dropped.stop();
            dropped.link().close(1000, "");
        }
    }

    /** The probing WebSocket takes over: what is queued goes out over it, in order, before anything else. */
    void upgrade(Upgrade done) {
        if (done != probe || !(transport instanceof Polling polling)) {
            return;
        }
        probe = null;
        done.stop();
        polling.sendHome(ControlPackets.NOOP);
        transport = done.link();
        polling.backlog().moveTo(transport);
        polling.end(true, 1000, "");
        if (farewell.upgraded()) {
            return;
        }
        change(Event.UPGRADED);
        options.monitor().sessionUpgraded(this);
        if (listener != null) {
            listener.upgraded();
        }
        if (!reading) {
            transport.reading(false);
        }
    }

    /** Sends a waiting poll home with a noop, so that an upgrade need not wait for it. */
    void sendPollHome() {
        if (transport instanceof Polling polling && polling.backlog().isEmpty()) {
            polling.sendHome(ControlPackets.NOOP);
        }
    }

    /** A WebSocket of this session is closed. */
    void connectionClosed(WebSocketLink link, boolean error, String description) {
        if (carriedBy(link)) {
            end(error ? CloseReason.TRANSPORT_ERROR : CloseReason.TRANSPORT_CLOSE, description);
        } else if (probe != null && probe.link() == link) {
            probeFailed(probe);
        }
    }

    /** A packet over the session's own transport; false if the rest of the payload is of no interest. */
    boolean received(EngineType type, boolean binary, byte[] array, int offset, int length) {
        SessionListener up = listener;
        if (up != null && open()) {
            switch (type) {
                case MESSAGE -> {
                    options.monitor().messageReceived(this, binary ? length : length + 1);
                    if (binary) {
                        up.binary(array, offset, length);
                    } else {
                        up.text(array, offset, length);
                    }
                }
                case PING, PONG -> heartbeat(type, array, offset, length);
                case OPEN -> end(CloseReason.TRANSPORT_ERROR, "unexpected open packet");
                case CLOSE -> farewell.said();
                case UPGRADE, NOOP -> {}
            }
        } else if (type == EngineType.CLOSE) {
            farewell.said();
        }
        return state != SessionState.CLOSED;
    }

    /** The pongs of a client that pings count against its queue, for it may send pings and never read an answer. */
    private void heartbeat(EngineType type, byte[] array, int offset, int length) {
        boolean ping = type == EngineType.PING;
        if (ping != dialect.clientPings()) {
            end(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
            return;
        }
        clock.alive();
        options.monitor().heartbeat(this);
        if (ping) {
            send(EngineCodec.pong(array, offset, length));
        }
    }

    /** Whether the client has said that it leaves, and a GET of its may still be on its way. */
    boolean leaving() {
        return farewell.leaving();
    }

    /** What a client sent is no payload of packets. */
    void broken(Violation violation) {
        options.monitor().ruleBroken(this, violation.rule().name());
        end(CloseReason.PARSE_ERROR, violation.rule().sentence());
    }

    /** What a client sent over a WebSocket is no packet. */
    void broken(WebSocketLink link, Violation violation) {
        if (carriedBy(link)) {
            broken(violation);
        } else if (probe != null && probe.link() == link) {
            probeFailed(probe);
        }
    }

    /** All packets of a batch have been handed over. */
    void readComplete() {
        if (listener != null && state != SessionState.CLOSED) {
            listener.readComplete();
        }
    }

    void ping() {
        transport.send(ControlPackets.PING, false);
    }

    /** No GET came in time to take the close packet. */
    void closeWithoutPoll() {
        farewell.unheard();
    }

    /** Ends the session at once: what is queued is dropped, a waiting GET gets the close packet. */
    void end(CloseReason reason, String description) {
        if (state != SessionState.CLOSED) {
            lastWord(ControlPackets.CLOSE);
            finish(farewell.or(new Ending(reason, description)), false, reason.webSocketCode());
        }
    }

    /** Its loop ends, or has ended: then nobody else touches the session any more. */
    void outlived() {
        guard(() -> end(CloseReason.SERVER_SHUTTING_DOWN, "its event loop has ended"));
    }

    void lastWord(EncodedMessage message) {
        polling(polling -> polling.lastWord(message));
    }

    /** The one way out: answers or closes what is open, and forgets the session. */
    void finish(Ending ending, boolean accepted, int code) {
        change(Event.ENDED);
        clock.cancel();
        engine.forget(this);
        try {
            dropProbe();
            transport.end(accepted, code, ending.reason().text());
        } finally {
            if (!loop.execute(() -> closed(ending))) {
                closed(ending);
            }
        }
    }

    private void closed(Ending ending) {
        try {
            if (listener != null) {
                options.monitor().sessionClosed(this, ending.reason());
                listener.closed(ending.reason(), ending.description());
            }
        } catch (Throwable failure) {
            engine.report("session listener", failure);
        } finally {
            engine.left();
        }
    }

    /** Runs a step of this session; what it throws ends this session only. */
    void guard(Runnable step) {
        try {
            step.run();
        } catch (Throwable failure) {
            failed(failure);
        }
    }

    /** User code failed, or we did: the session ends, and nobody else's does. */
    void failed(Throwable failure) {
        engine.report("session listener", failure);
        if (state != SessionState.CLOSED && state != SessionState.OPENING) {
            lastWord(ControlPackets.CLOSE);
            finish(Ending.INTERNAL_ERROR, false, 1011);
        }
    }
}
