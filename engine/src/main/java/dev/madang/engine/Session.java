package dev.madang.engine;

import dev.madang.engine.SessionState.Event;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineType;
import dev.madang.protocol.Violation;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO session: a client, whatever transport carries it. All methods on {@link #loop()} only, unless they say
 * otherwise.
 */
public final class Session {
    /*
     * One state (SessionState) says what may happen; the transports only hold their exchanges and connections. Nothing
     * of this class is ever called from within a call of the listener's closed(): that runs as a task of its own, so
     * that a layer above may walk its own collections while it sends, and a client that runs over is taken out later.
     *
     * One timer serves the heartbeat while the session is open and the bounded wait for the last GET while it closes.
     */
    private static final EncodedMessage PING = EngineCodec.control(EngineType.PING, "");
    private static final EncodedMessage NOOP = EngineCodec.control(EngineType.NOOP, "");
    private static final EncodedMessage CLOSE = EngineCodec.control(EngineType.CLOSE, "");

    private static final long CLOSE_WAIT = TimeUnit.SECONDS.toNanos(30);
    private static final long SHUTDOWN_WAIT = TimeUnit.SECONDS.toNanos(5);
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);

    private final Engine engine;
    private final EngineOptions options;
    private final String id;
    private final Loop loop;
    private final RequestHead request;

    private final Timer clock = new Timer() {
        @Override
        protected void expired() {
            guard(Session.this::clockExpired);
        }
    };

    private SessionState state = SessionState.OPENING;
    private volatile String transport;
    private @Nullable SessionListener listener;
    private @Nullable Polling polling;
    private @Nullable Backlog backlog;
    private @Nullable WebSocketLink carrier;
    private @Nullable Upgrade probe;
    private @Nullable Ending asked;
    private boolean pongAwaited;
    private boolean reading = true;
    private boolean acceptsPost = true;

    private record Ending(CloseReason reason, String description) {}

    Session(Engine engine, String id, Loop loop, RequestHead request, String transport) {
        this.engine = engine;
        this.options = engine.options();
        this.id = id;
        this.loop = loop;
        this.request = request;
        this.transport = transport;
    }

    /** The session's id: the transport's secret, 20 characters. Any thread. */
    public String id() {
        return id;
    }

    /** The loop this session lives on, for its whole life. Any thread. */
    public Loop loop() {
        return loop;
    }

    /** Engine.IO protocol: 4. Any thread. */
    public int protocol() {
        return 4;
    }

    /** The request that opened the session. Any thread. */
    public RequestHead request() {
        return request;
    }

    /** {@code polling} or {@code websocket}: what carries the session now. Any thread, as a hint. */
    public String transport() {
        return transport;
    }

    /**
     * Sends a packet: written at once over a WebSocket; over polling it goes out with all others of the running task,
     * or waits for the next poll within the queue's limits. A queue that runs over closes the session with {@link
     * CloseReason#SLOW_CLIENT}. Does nothing once the session closes.
     */
    public void send(EncodedPacket packet) {
        assert loop.inLoop();
        if (!open()) {
            return;
        }
        WebSocketLink link = carrier;
        if (link != null && state == SessionState.WEBSOCKET) {
            write(link.channel(), packet);
        } else {
            enqueue(packet);
        }
    }

    private void write(WebSocketChannel channel, EncodedPacket packet) {
        long pending = channel.pendingBytes();
        boolean fits = pending == 0
                || pending + packet.bytes() <= options.maxQueuedBytes()
                        && channel.pendingMessages() < options.maxQueuedPackets();
        if (!fits) {
            end(CloseReason.SLOW_CLIENT, "send queue over its limit");
            return;
        }
        channel.write(packet.text());
        for (EncodedMessage attachment : packet.attachments()) {
            channel.write(attachment);
        }
    }

    private void enqueue(EncodedPacket packet) {
        Backlog queue = queue();
        Polling http = polling;
        if (!queue.fits(packet) && http != null && state != SessionState.OPENING) {
            http.flush();
        }
        if (!queue.fits(packet)) {
            slow();
            return;
        }
        queue.add(packet);
        flushSoon();
    }

    private void slow() {
        if (state == SessionState.OPENING) {
            asked = new Ending(CloseReason.SLOW_CLIENT, "send queue over its limit");
        } else {
            end(CloseReason.SLOW_CLIENT, "send queue over its limit");
        }
    }

    private void flushSoon() {
        if (polling != null && state != SessionState.OPENING) {
            polling.flushSoon();
        }
    }

    private void sendControl(EncodedMessage message) {
        if (carrier != null) {
            carrier.channel().write(message);
        } else {
            queue().add(message);
            flushSoon();
        }
    }

    private Backlog queue() {
        Backlog queue = backlog;
        if (queue == null) {
            queue = new Backlog(options);
            backlog = queue;
        }
        return queue;
    }

    /** Whether a packet would go out now: what volatile packets ask. */
    public boolean writable() {
        return switch (state) {
            case POLLING, PROBING -> polling != null && polling.waiting() && (backlog == null || backlog.isEmpty());
            case WEBSOCKET -> carrier != null && carrier.channel().pendingBytes() == 0;
            case OPENING, CLOSING, CLOSING_PROBING, CLOSED -> false;
        };
    }

    /** Bytes sent but not yet taken by the network or a poll. */
    public long bufferedBytes() {
        return (backlog == null ? 0 : backlog.bytes())
                + (carrier == null ? 0 : carrier.channel().pendingBytes());
    }

    /**
     * Closes the session in order: what was sent before is flushed first. Over polling with no GET open, the close
     * waits for the next GET, at most 30 s (5 s if the server shuts down). The listener hears of it when it is done.
     */
    public void close(CloseReason reason, String description) {
        if (!open()) {
            return;
        }
        asked = new Ending(reason, description);
        finishClose();
    }

    private void finishClose() {
        Ending ending = asked;
        if (ending == null || state == SessionState.OPENING) {
            return;
        }
        if (polling != null && !polling.waiting()) {
            change(Event.CLOSE_ASKED);
            polling.release();
            boolean shutdown = ending.reason == CloseReason.SERVER_SHUTTING_DOWN;
            loop.start(clock, shutdown ? SHUTDOWN_WAIT : CLOSE_WAIT);
        } else {
            closeInOrder(ending);
        }
    }

    private void closeInOrder(Ending ending) {
        if (polling != null) {
            queue().add(CLOSE);
        }
        finish(ending, closeCode(ending.reason));
    }

    /**
     * Stops or resumes reading events. Meanwhile no answer to a ping is expected, for it could not be read; pings still
     * go out, since clients give up without them. Over polling, the answer to the running POST waits.
     */
    public void reading(boolean on) {
        if (on == reading || state == SessionState.CLOSED) {
            return;
        }
        reading = on;
        if (carrier != null) {
            carrier.channel().reading(on);
        }
        if (polling != null && on) {
            polling.release();
        }
        if (pongAwaited && open()) {
            loop.start(clock, (on ? options.pingTimeout() : options.pingInterval()).toNanos());
        }
    }

    /** Whether the session still takes packets. */
    public boolean open() {
        return asked == null && state.open();
    }

    boolean reading() {
        return reading;
    }

    boolean acceptsPost() {
        return acceptsPost;
    }

    @Nullable
    Backlog backlog() {
        return backlog;
    }

    @Nullable
    Upgrade probe() {
        return probe;
    }

    boolean carriedBy(WebSocketLink link) {
        return link == carrier;
    }

    private void change(Event event) {
        state = state.after(event);
    }

    /** Opens the session over polling: the open packet and what the listener sends at once are one payload. */
    void openPolling(HttpExchange exchange, SessionAcceptor acceptor) {
        Polling http = new Polling(this, options);
        boolean upgrades = options.allowUpgrades() && options.transports().contains("websocket");
        queue().add(openPacket(upgrades ? "[\"websocket\"]" : "[]"));
        if (!accept(acceptor)) {
            exchange.answer(Refusal.of(ConnectionError.BAD_REQUEST)
                    .polling(options.origins().headers(exchange.head())));
            return;
        }
        polling = http;
        http.get(exchange);
        opened(Event.POLLING_OPENED);
        http.flush();
    }

    /** Opens the session over a WebSocket, with the open packet first. */
    WebSocketReceiver openWebSocket(WebSocketChannel channel, SessionAcceptor acceptor) {
        WebSocketLink link = new WebSocketLink(this, channel);
        if (!accept(acceptor)) {
            channel.close(1011, "internal error");
            return link;
        }
        channel.write(openPacket("[]"));
        carrier = link;
        moveBacklog(channel);
        if (!reading) {
            channel.reading(false);
        }
        opened(Event.WEBSOCKET_OPENED);
        return link;
    }

    private boolean accept(SessionAcceptor acceptor) {
        try {
            listener = acceptor.opened(this);
            return true;
        } catch (Throwable failure) {
            engine.report("session acceptor", failure);
            finish(new Ending(CloseReason.TRANSPORT_ERROR, "internal error"), 1011);
            return false;
        }
    }

    private void opened(Event event) {
        change(event);
        loop.start(clock, options.pingInterval().toNanos());
        finishClose();
    }

    private EncodedMessage openPacket(String upgrades) {
        return EngineCodec.control(
                EngineType.OPEN,
                "{\"sid\":\"" + id + "\",\"upgrades\":" + upgrades + ",\"pingInterval\":"
                        + options.pingInterval().toMillis() + ",\"pingTimeout\":"
                        + options.pingTimeout().toMillis() + ",\"maxPayload\":" + options.maxPayload() + "}");
    }

    private void moveBacklog(WebSocketChannel channel) {
        if (backlog != null) {
            backlog.moveTo(channel);
            backlog = null;
        }
    }

    /** A request with this session's id. */
    void request(HttpExchange exchange) {
        RequestHead head = exchange.head();
        Polling http = polling;
        if (state == SessionState.CLOSED) {
            refuse(exchange, ConnectionError.UNKNOWN_SID);
        } else if (http == null || !"polling".equals(head.query().get("transport"))) {
            refuse(exchange, ConnectionError.BAD_REQUEST);
        } else if (head.method().equals("GET")) {
            http.get(exchange);
            polled(http);
        } else if (head.method().equals("POST")) {
            http.post(exchange);
        } else {
            http.answer(exchange, 500);
        }
    }

    private void refuse(HttpExchange exchange, ConnectionError error) {
        exchange.answer(Refusal.of(error).polling(options.origins().headers(exchange.head())));
    }

    private void polled(Polling http) {
        Ending ending = asked;
        if (ending != null && state != SessionState.CLOSED) {
            if (queue().isEmpty()) {
                queue().add(NOOP);
            }
            closeInOrder(ending);
        } else {
            http.flush();
        }
    }

    /** The client of a request went away. */
    void aborted(HttpExchange exchange) {
        if (polling != null) {
            polling.aborted(exchange);
        }
    }

    /** A WebSocket of this session's id: it probes, unless another does or the session needs none. */
    WebSocketReceiver probe(WebSocketChannel channel) {
        WebSocketLink link = new WebSocketLink(this, channel);
        if (state == SessionState.POLLING) {
            change(Event.PROBE_BEGUN);
            probe = new Upgrade(this, link, options.upgradeTimeout().toNanos());
        } else {
            channel.close(1000, "");
        }
        return link;
    }

    /** The probe ends without an upgrade; polling goes on. */
    void probeFailed(Upgrade failed) {
        if (failed == probe) {
            dropProbe();
            change(Event.PROBE_ENDED);
            failed.link().channel().close(1000, "");
        }
    }

    private void dropProbe() {
        if (probe != null) {
            probe.stop();
            probe = null;
        }
    }

    /** The probing WebSocket takes over: what is queued goes out over it, in order, before anything else. */
    void upgrade(Upgrade done) {
        WebSocketChannel channel = done.link().channel();
        Ending ending = asked;
        if (polling != null && polling.waiting()) {
            polling.sendHome(NOOP);
        }
        dropProbe();
        carrier = done.link();
        moveBacklog(channel);
        if (polling != null) {
            polling.end();
            polling = null;
        }
        if (ending != null) {
            finish(ending, closeCode(ending.reason));
            return;
        }
        change(Event.UPGRADED);
        transport = "websocket";
        if (!reading) {
            channel.reading(false);
        }
    }

    /** Sends a waiting poll home with a noop, so that an upgrade need not wait for it. */
    void endPoll() {
        if (polling != null && polling.waiting() && (backlog == null || backlog.isEmpty())) {
            polling.sendHome(NOOP);
        }
    }

    /** A WebSocket of this session is closed. */
    void connectionClosed(WebSocketLink link, boolean error, String description) {
        if (link == carrier) {
            carrier = null;
            end(error ? CloseReason.TRANSPORT_ERROR : CloseReason.TRANSPORT_CLOSE, description);
        } else if (probe != null && probe.link() == link) {
            dropProbe();
            change(Event.PROBE_ENDED);
        }
    }

    /** A packet over the session's own transport; false if the rest of the payload is of no interest. */
    boolean received(EngineType type, boolean binary, byte[] array, int offset, int length) {
        SessionListener up = listener;
        if (up == null || !open()) {
            return closing(type);
        }
        switch (type) {
            case MESSAGE -> {
                if (binary) {
                    up.binary(array, offset, length);
                } else {
                    up.text(array, offset, length);
                }
            }
            case PONG -> {
                pongAwaited = false;
                loop.start(clock, options.pingInterval().toNanos());
            }
            case PING -> violated("invalid heartbeat direction");
            case OPEN -> violated("unexpected open packet");
            case CLOSE -> closedByClient();
            case UPGRADE, NOOP -> {}
        }
        return state != SessionState.CLOSED;
    }

    private boolean closing(EngineType type) {
        if (type == EngineType.CLOSE && state != SessionState.CLOSED) {
            closedByClient();
        }
        return state != SessionState.CLOSED;
    }

    private void violated(String description) {
        acceptsPost = false;
        end(CloseReason.TRANSPORT_ERROR, description);
    }

    private void closedByClient() {
        lastWord(NOOP);
        Ending ending = asked;
        finish(ending == null ? new Ending(CloseReason.TRANSPORT_CLOSE, "close packet from client") : ending, 1000);
    }

    /** What a client sent is no payload of packets. */
    void broken(Violation violation) {
        acceptsPost = false;
        end(CloseReason.PARSE_ERROR, violation.rule().sentence());
    }

    /** What a client sent over a WebSocket is no packet. */
    void broken(WebSocketLink link, Violation violation) {
        if (link == carrier) {
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

    private void clockExpired() {
        if (asked != null) {
            finish(asked, closeCode(asked.reason));
        } else if (!pongAwaited || !reading) {
            pongAwaited = true;
            loop.start(clock, (reading ? options.pingTimeout() : options.pingInterval()).toNanos());
            sendControl(PING);
        } else if (wokeLate()) {
            loop.start(clock, options.pingTimeout().toNanos());
        } else {
            end(
                    CloseReason.PING_TIMEOUT,
                    "no pong within " + options.pingTimeout().toMillis() + " ms");
        }
    }

    /*
     * A process that was stopped or starved itself has not read the pongs that came meanwhile: all clients get one more
     * timeout, instead of being thrown out together.
     */
    private boolean wokeLate() {
        return loop.nanoTime() - clock.deadline
                >= Math.min(LATE, options.pingTimeout().toNanos());
    }

    /** Ends the session at once: what is queued is dropped, a waiting GET gets the close packet. */
    void end(CloseReason reason, String description) {
        if (state == SessionState.CLOSED) {
            return;
        }
        lastWord(CLOSE);
        finish(asked == null ? new Ending(reason, description) : asked, closeCode(reason));
    }

    private void lastWord(EncodedMessage message) {
        backlog = null;
        if (polling != null && polling.waiting()) {
            polling.sendHome(message);
        }
    }

    /** The one way out: answers or closes what is open, and forgets the session. */
    private void finish(Ending ending, int code) {
        change(Event.ENDED);
        clock.cancel();
        engine.forget(this);
        Upgrade probing = probe;
        dropProbe();
        if (probing != null) {
            probing.link().channel().close(1000, "");
        }
        if (polling != null) {
            polling.end();
        }
        if (carrier != null) {
            carrier.channel().close(code, ending.reason.text());
            carrier = null;
        }
        backlog = null;
        loop.execute(() -> closed(ending));
    }

    private void closed(Ending ending) {
        try {
            if (listener != null) {
                listener.closed(ending.reason, ending.description);
            }
        } catch (Throwable failure) {
            engine.report("session listener", failure);
        } finally {
            engine.left();
        }
    }

    private static int closeCode(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_CLOSE, FORCED_CLOSE -> 1000;
            case SERVER_SHUTTING_DOWN -> 1001;
            case TRANSPORT_ERROR, PARSE_ERROR -> 1002;
            case PING_TIMEOUT, SLOW_CLIENT -> 1008;
        };
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
            acceptsPost = false;
            lastWord(CLOSE);
            finish(new Ending(CloseReason.TRANSPORT_ERROR, "internal error"), 1011);
        }
    }
}
