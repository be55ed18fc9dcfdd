package dev.madang.server;

import dev.madang.engine.RequestHead;
import dev.madang.engine.Session;
import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in one namespace. Any thread may call all of it. What one thread emits arrives in that order; handlers run
 * one at a time, in the order of the events, on the thread that {@link HandlerMode} names.
 *
 * <p>After the disconnect nothing can be sent, joined or left any more: such calls do nothing, and questions fail with
 * {@link DisconnectedException}.
 */
public final class Socket extends Member implements EventTarget<Socket> {
    Socket(Client client, Namespace namespace, @Nullable Arguments auth, @Nullable RestoredSession restored) {
        super(client, namespace, auth, restored);
    }

    /**
     * The public id, 20 characters: not the session's id, and another one in each namespace. That of a client over
     * Engine.IO 3 is made of the session's id, which opens the session to whoever knows it, and the namespace's name.
     */
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

    /** The Engine.IO session that carries this socket, and those of the same client in other namespaces. */
    public Session session() {
        return client.session();
    }

    /** The head of the request that opened the session. */
    public RequestHead request() {
        return client.session().request();
    }

    /** The Engine.IO protocol that the client speaks: 4, or 3 ({@code allowEIO3}). */
    public int protocol() {
        return client.session().protocol();
    }

    /** The transport that carries the client now: {@code polling} or {@code websocket}. */
    public String transport() {
        return client.session().transport();
    }

    /** The address of the client: of the TCP peer, or what trusted proxies say. */
    public String remoteAddress() {
        return client.session().remoteAddress();
    }

    /** Whether the socket has joined the namespace and not left it. */
    public boolean connected() {
        return joined() && present();
    }

    /**
     * Whether this socket goes on where an earlier one of the same client broke off: with its id, rooms, data and the
     * events it missed. See {@link SocketIoOptions.Builder#connectionStateRecovery}.
     */
    public boolean recovered() {
        return restored() != null;
    }

    /**
     * Whatever the application wants to remember of this socket; a concurrent map, without null. Recovery hands it to
     * the socket that goes on; other servers of a cluster see what JSON leaves of it.
     */
    public Map<String, Object> data() {
        return attributes();
    }

    @Override
    public Socket on(String event, EventHandler handler) {
        EventNames.check(event);
        handlers.add(event, handler, false, false);
        return this;
    }

    @Override
    public Socket once(String event, EventHandler handler) {
        EventNames.check(event);
        handlers.add(event, handler, true, false);
        return this;
    }

    @Override
    public Socket prepend(String event, EventHandler handler) {
        EventNames.check(event);
        handlers.add(event, handler, false, true);
        return this;
    }

    @Override
    public Socket prependOnce(String event, EventHandler handler) {
        EventNames.check(event);
        handlers.add(event, handler, true, true);
        return this;
    }

    @Override
    public Socket off(String event) {
        handlers.remove(event);
        return this;
    }

    @Override
    public Socket off(String event, Object handler) {
        handlers.remove(event, handler);
        return this;
    }

    @Override
    public List<Object> listeners(String event) {
        return handlers.of(event);
    }

    /** Sees every event that comes, before the middlewares and the handlers. */
    public Socket onAny(CatchAllListener listener) {
        listeners.onAny(listener, false, false);
        return this;
    }

    /** As {@link #onAny}, before the listeners that are there. */
    public Socket prependAny(CatchAllListener listener) {
        listeners.onAny(listener, false, true);
        return this;
    }

    /** Forgets a listener of {@link #onAny}. */
    public Socket offAny(CatchAllListener listener) {
        listeners.offAny(listener, false);
        return this;
    }

    /** Forgets all listeners of {@link #onAny}. */
    public Socket offAny() {
        listeners.offAny(false);
        return this;
    }

    /** The listeners of {@link #onAny}, in the order of their calls: a snapshot. */
    public List<CatchAllListener> listenersAny() {
        return listeners.listenersAny(false);
    }

    /**
     * Sees every event that goes to this socket, broadcasts among them but not acks, when it is handed to the
     * connection; a volatile one that is dropped is not seen. Called on the handlers' thread, in the order of sending.
     * While the handlers lag four times beyond where reading pauses, events go out unseen.
     */
    public Socket onAnyOutgoing(CatchAllListener listener) {
        listeners.onAny(listener, true, false);
        return this;
    }

    /** As {@link #onAnyOutgoing}, before the listeners that are there. */
    public Socket prependAnyOutgoing(CatchAllListener listener) {
        listeners.onAny(listener, true, true);
        return this;
    }

    /** Forgets a listener of {@link #onAnyOutgoing}. */
    public Socket offAnyOutgoing(CatchAllListener listener) {
        listeners.offAny(listener, true);
        return this;
    }

    /** Forgets all listeners of {@link #onAnyOutgoing}. */
    public Socket offAnyOutgoing() {
        listeners.offAny(true);
        return this;
    }

    /** The listeners of {@link #onAnyOutgoing}, in the order of their calls: a snapshot. */
    public List<CatchAllListener> listenersAnyOutgoing() {
        return listeners.listenersAny(true);
    }

    /** Adds a middleware that every event of the client must pass, behind those that are there. */
    public Socket use(EventMiddleware middleware) {
        listeners.use(middleware);
        return this;
    }

    /** Called once when the socket has left the namespace and its rooms. At once if that has happened before. */
    public Socket onDisconnect(Consumer<DisconnectReason> listener) {
        return onDisconnect((reason, description) -> listener.accept(reason));
    }

    /** As {@link #onDisconnect(Consumer)}, with a description for logs. */
    public Socket onDisconnect(DisconnectHandler handler) {
        Listeners.Departure late = listeners.onDisconnect(handler);
        if (late != null) {
            listeners.call(this, "disconnect", handler, late);
        }
        return this;
    }

    /** Called once before the disconnect listeners, while {@link #rooms()} still lists the rooms. */
    public Socket onDisconnecting(Consumer<DisconnectReason> listener) {
        return onDisconnecting((reason, description) -> listener.accept(reason));
    }

    /** As {@link #onDisconnecting(Consumer)}, with a description for logs. */
    public Socket onDisconnecting(DisconnectHandler handler) {
        listeners.onDisconnecting(handler);
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
        if (roomless()) {
            return Set.of();
        }
        Set<String> rooms = new LinkedHashSet<>();
        rooms.add(id);
        Membership joined = joinedRooms();
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
     * @throws IllegalStateException in {@link HandlerMode#EVENT_LOOP}, if this call of a handler has sent too much to
     *     sockets of another loop already, where this one lives; then it does not get the event
     */
    public void emit(String event, @Nullable Object... arguments) {
        emit(namespace.prepare(event, arguments));
    }

    /** Sends an event named {@code message}. */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /** Sends an event that is encoded already. */
    public void emit(PreparedEvent event) {
        emit(event, BroadcastTarget.ALL);
    }

    void emit(PreparedEvent event, BroadcastTarget flags) {
        namespace.check(event);
        io().monitor().eventSent(namespace, event.name(), false);
        send(event, flags);
    }

    /**
     * Sends an event that asks for an answer.
     *
     * @return the answer; exceptionally an {@link AckTimeoutException}, a {@link DisconnectedException}, or an {@link
     *     IllegalStateException} if too many answers are awaited, or where {@link #emit(String, Object...)} throws
     *     one. Completed once, on a handler's thread.
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public CompletableFuture<Arguments> emitWithAck(Duration timeout, String event, @Nullable Object... arguments) {
        return ask(timeout, true, event, arguments);
    }

    CompletableFuture<Arguments> ask(Duration timeout, boolean compress, String event, @Nullable Object... arguments) {
        EventNames.check(event);
        io().monitor().eventSent(namespace, event, false);
        return answers.ask(EventNames.positive(timeout), compress, event, Arrays.asList(arguments));
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
        leave(closeConnection);
    }
}
