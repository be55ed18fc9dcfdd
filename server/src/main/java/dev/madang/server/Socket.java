package dev.madang.server;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in one namespace. Any thread may call all of it. What one thread emits arrives in that order; handlers run
 * one at a time, in the order of the events, on the thread that {@link HandlerMode} names.
 *
 * <p>After the disconnect nothing can be sent, joined or left any more: such calls do nothing, and questions fail with
 * {@link DisconnectedException}.
 */
public final class Socket implements EventTarget<Socket> {
    private static final AtomicReferenceFieldUpdater<Socket, Membership> MEMBERSHIP =
            AtomicReferenceFieldUpdater.newUpdater(Socket.class, Membership.class, "membership");

    private final Client client;
    private final Namespace namespace;
    private final Shard shard;
    private final String id;
    private final long issued = System.currentTimeMillis();
    private final @Nullable Arguments auth;
    private final Listeners listeners = new Listeners();
    private final Mailbox mailbox;
    private final Answers answers = new Answers(this);
    private volatile State state = State.JOINING;
    private volatile boolean muted;
    private volatile boolean roomless;
    private volatile @Nullable Membership membership;
    private volatile @Nullable Map<String, Object> data;

    /** Where the shard has this socket. On the loop. */
    int memberIndex;

    /** The last walk of the shard that came by. On the loop. */
    long walk;

    private enum State {
        /** The middlewares decide. Leads to JOINED or LEFT. */
        JOINING,
        /** In the namespace. Leads to LEFT. */
        JOINED,
        /** Out of the namespace for ever. */
        LEFT
    }

    Socket(Client client, Namespace namespace, @Nullable Arguments auth) {
        this.client = client;
        this.namespace = namespace;
        this.shard = namespace.shard(client.loop());
        this.id = namespace.options().ids().get();
        this.auth = auth == null ? null : auth.owned();
        this.mailbox = new Mailbox(this, namespace.io().handlers().inPlace());
    }

    /** The public id, 20 characters: not the session's id, and another one in each namespace. */
    public String id() {
        return id;
    }

    /** The namespace. */
    public Namespace namespace() {
        return namespace;
    }

    /** The server. */
    public SocketIo io() {
        return namespace.io();
    }

    /** What the client said when it connected; made anew by each call. */
    public Handshake handshake() {
        return Handshake.of(client.session().request(), auth, issued);
    }

    /** The transport that carries the client now: {@code polling} or {@code websocket}. */
    public String transport() {
        return client.session().transport();
    }

    /** The address of the TCP peer. */
    public String remoteAddress() {
        return Handshake.address(client.session().request());
    }

    /** Whether the socket has joined the namespace and not left it. */
    public boolean connected() {
        return state == State.JOINED && !muted;
    }

    /** Whatever the application wants to remember of this socket; a concurrent map, without null. */
    public Map<String, Object> data() {
        Map<String, Object> map = data;
        if (map == null) {
            synchronized (listeners) {
                map = data;
                if (map == null) {
                    map = new ConcurrentHashMap<>(4);
                    data = map;
                }
            }
        }
        return map;
    }

    @Override
    public Socket on(String event, EventHandler handler) {
        listeners.onEvent(event, handler, false);
        return this;
    }

    @Override
    public Socket once(String event, EventHandler handler) {
        listeners.onEvent(event, handler, true);
        return this;
    }

    @Override
    public Socket off(String event) {
        listeners.off(event);
        return this;
    }

    /** Called once when the socket has left the namespace and its rooms. At once if that has happened before. */
    public Socket onDisconnect(Consumer<DisconnectReason> listener) {
        DisconnectReason late = listeners.onDisconnect(listener);
        if (late != null) {
            listeners.call(this, "disconnect", listener, late);
        }
        return this;
    }

    /** Called once before the disconnect listeners, while {@link #rooms()} still lists the rooms. */
    public Socket onDisconnecting(Consumer<DisconnectReason> listener) {
        listeners.onDisconnecting(listener);
        return this;
    }

    /**
     * Gets what handlers of this socket throw, {@link dev.madang.protocol.ArgumentException} among them, after it was
     * logged. On the handler's thread.
     */
    public Socket onError(Consumer<Throwable> listener) {
        listeners.onError(listener);
        return this;
    }

    /** The rooms, the own id first: a snapshot, in which the calling thread's joins and leaves count at once. */
    public Set<String> rooms() {
        if (roomless) {
            return Set.of();
        }
        Set<String> rooms = new LinkedHashSet<>();
        rooms.add(id);
        Membership joined = membership;
        if (joined != null) {
            joined.addTo(rooms);
        }
        return Collections.unmodifiableSet(rooms);
    }

    /**
     * Joins rooms. What the calling thread sends to them afterwards reaches this socket.
     *
     * @return complete when the socket is in; exceptionally, and then in none of them, if a name is longer than 256
     *     bytes of UTF-8 ({@link IllegalArgumentException}) or the socket would be in too many rooms ({@link
     *     IllegalStateException})
     */
    public CompletableFuture<Void> join(String... rooms) {
        return membership().join(List.of(rooms), null);
    }

    /**
     * Joins a room and sends this socket an event, in one step: whatever was sent to the room before is not received,
     * then comes the first event, then everything that is sent to the room later. Nothing is lost or doubled between.
     */
    public CompletableFuture<Void> join(String room, PreparedEvent first) {
        namespace.check(first);
        return membership().join(List.of(room), first);
    }

    /** Leaves a room; complete when the socket is out. The room of the own id cannot be left. */
    public CompletableFuture<Void> leave(String room) {
        return membership().leave(List.of(room));
    }

    /**
     * Sends an event to this socket. It is encoded on the calling thread. A client for which too much waits is
     * disconnected as slow.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public void emit(String event, @Nullable Object... arguments) {
        emit(namespace.prepare(event, arguments));
    }

    /** Sends an event that is encoded already. */
    public void emit(PreparedEvent event) {
        emit(event, false);
    }

    void emit(PreparedEvent event, boolean isVolatile) {
        namespace.check(event);
        io().monitor().eventSent(namespace, event.name(), false);
        send(event.packet(), isVolatile);
    }

    /**
     * Sends an event that asks for an answer.
     *
     * @return the answer; exceptionally an {@link AckTimeoutException}, a {@link DisconnectedException}, or an {@link
     *     IllegalStateException} if too many answers are awaited. Completed once, on a handler's thread.
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public CompletableFuture<Arguments> emitWithAck(Duration timeout, String event, @Nullable Object... arguments) {
        EventNames.check(event);
        io().monitor().eventSent(namespace, event, false);
        return answers.ask(EventNames.positive(timeout), event, Arrays.asList(arguments));
    }

    /** All other sockets of the namespace. */
    public BroadcastOperator broadcast() {
        return operator().broadcast();
    }

    /** Sockets in at least one of these rooms, but not this one. */
    public BroadcastOperator to(String... rooms) {
        return operator().to(rooms);
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return operator().to(rooms);
    }

    /** Sockets in none of these rooms, and not this one. */
    public BroadcastOperator except(String... rooms) {
        return operator().except(rooms);
    }

    /** Other sockets of this process. */
    public BroadcastOperator local() {
        return operator().local();
    }

    /** Events to this socket, or from it to others, that may be dropped. */
    public SocketOperator asVolatile() {
        return operator().asVolatile();
    }

    /** Whether the transport may compress the event. */
    public SocketOperator compress(boolean on) {
        return operator().compress(on);
    }

    /** How long {@code emitWithAck} waits. */
    public SocketOperator timeout(Duration timeout) {
        return operator().timeout(timeout);
    }

    private SocketOperator operator() {
        return new SocketOperator(this, BroadcastTarget.ALL, null);
    }

    /** Leaves the namespace: the client is told, and stays connected to others. */
    public void disconnect() {
        disconnect(false);
    }

    /**
     * Leaves the namespace; {@code close} leaves all namespaces of this client and closes its connection. Stock
     * clients do not come back by themselves after either.
     */
    public void disconnect(boolean closeConnection) {
        if (!connected()) {
            return;
        }
        muted = true;
        if (client.loop().inLoop()) {
            depart(closeConnection);
        } else {
            client.execute(() -> depart(closeConnection));
        }
    }

    private void depart(boolean closeConnection) {
        if (closeConnection) {
            client.disconnect();
        } else if (joined()) {
            client.session().send(namespace.encoder().disconnect(namespace.name()));
            exit(DisconnectReason.SERVER_NAMESPACE_DISCONNECT);
        }
    }

    /** What other servers may know of this socket. */
    SocketDetails details() {
        Map<String, Object> own = data;
        return new SocketDetails(id, handshake(), rooms(), own == null ? Map.of() : own);
    }

    Client client() {
        return client;
    }

    Shard shard() {
        return shard;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Answers answers() {
        return answers;
    }

    Membership membership() {
        Membership made = membership;
        if (made == null) {
            made = new Membership(this);
            if (!MEMBERSHIP.compareAndSet(this, null, made)) {
                made = Objects.requireNonNull(membership);
            }
        }
        return made;
    }

    /** Whether the socket is in its namespace. Exact on the loop, a hint elsewhere. */
    boolean joined() {
        return state == State.JOINED;
    }

    /** Whether the socket is in its namespace or on its way into it. */
    boolean here() {
        return state != State.LEFT;
    }

    /** Whether calls still do something. */
    boolean present() {
        return here() && !muted;
    }

    /** Sends a packet, from any thread. */
    void send(EncodedPacket packet, boolean isVolatile) {
        if (!present()) {
            return;
        }
        if (client.loop().inLoop()) {
            write(packet, isVolatile);
        } else {
            client.handOver(packet, () -> write(packet, isVolatile));
        }
    }

    /** Gives a packet to the session. On the loop. */
    void write(EncodedPacket packet, boolean isVolatile) {
        if (!here()) {
            return;
        }
        if (isVolatile && !client.session().writable()) {
            io().monitor().eventDropped(this);
            return;
        }
        client.session().send(packet);
    }

    /** Joins the namespace: the client is told first, then the handlers are. On the loop. */
    void enter() {
        state = State.JOINED;
        namespace.add(this);
        client.session().send(namespace.encoder().connect(namespace.name(), id, null));
        namespace.io().began();
        io().monitor().socketJoined(this);
        mailbox.add(new Mailbox.Connected());
    }

    /** Leaves the namespace. On the loop. */
    void exit(DisconnectReason reason) {
        state = State.LEFT;
        namespace.remove(this);
        client.remove(this);
        io().monitor().socketLeft(this, reason);
        release();
        mailbox.add(new Mailbox.Disconnected(reason));
        mailbox.start();
    }

    /** Has not got into the namespace. On the loop. */
    void refused() {
        state = State.LEFT;
        roomless = true;
        release();
    }

    private void release() {
        Membership joined = membership;
        if (joined != null) {
            joined.end();
        }
        answers.end();
    }

    /** On the handler thread. */
    void connectionHandlers() {
        for (ConnectionHandler handler : namespace.connectionHandlers()) {
            try {
                handler.connected(this);
            } catch (Throwable thrown) {
                listeners.failed(this, "connection", thrown);
            }
        }
    }

    /** On the handler thread. */
    void dispatch(String event, Arguments arguments, long ackId) {
        if (!muted) {
            listeners.event(this, event, arguments, ackId < 0 ? AckReply.NONE : new AckReply(this, ackId));
        }
    }

    /** On the handler thread. */
    void disconnectHandlers(DisconnectReason reason) {
        listeners.disconnecting(this, reason);
        roomless = true;
        listeners.disconnect(this, reason);
        namespace.io().ended();
    }

    /** No thread takes the handlers. On the loop. */
    void abandoned() {
        namespace.io().ended();
        client.close(DisconnectReason.FORCED_SERVER_CLOSE, "no thread takes the handlers");
    }
}
