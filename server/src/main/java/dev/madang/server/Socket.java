package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.time.Duration;
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
public final class Socket {
    private final Namespace namespace;
    private final String id;

    Socket(Namespace namespace, String id) {
        this.namespace = namespace;
        this.id = id;
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
        throw new UnsupportedOperationException();
    }

    /** The transport that carries the client now: {@code polling} or {@code websocket}. */
    public String transport() {
        throw new UnsupportedOperationException();
    }

    /** The address of the TCP peer. */
    public String remoteAddress() {
        throw new UnsupportedOperationException();
    }

    /** Whether the socket has joined the namespace and not left it. */
    public boolean connected() {
        throw new UnsupportedOperationException();
    }

    /** Whatever the application wants to remember of this socket; a concurrent map, without null. */
    public Map<String, Object> data() {
        throw new UnsupportedOperationException();
    }

    /** Handles an event in the raw form. Several handlers of one event run in the order in which they were added. */
    public Socket on(String event, EventHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** Handles an event with one argument; see {@link EventHandler} for missing and wrong ones. */
    public <A> Socket on(String event, Class<A> a, EventHandler.One<A> handler) {
        return on(event, TypedHandlers.of(a, handler));
    }

    /** Handles an event with one argument and the ack. */
    public <A> Socket on(String event, Class<A> a, EventHandler.OneAck<A> handler) {
        return on(event, TypedHandlers.of(a, handler));
    }

    /** Handles an event with two arguments. */
    public <A, B> Socket on(String event, Class<A> a, Class<B> b, EventHandler.Two<A, B> handler) {
        return on(event, TypedHandlers.of(a, b, handler));
    }

    /** Handles an event with two arguments and the ack. */
    public <A, B> Socket on(String event, Class<A> a, Class<B> b, EventHandler.TwoAck<A, B> handler) {
        return on(event, TypedHandlers.of(a, b, handler));
    }

    /** Handles an event with three arguments. */
    public <A, B, C> Socket on(
            String event, Class<A> a, Class<B> b, Class<C> c, EventHandler.Three<A, B, C> handler) {
        return on(event, TypedHandlers.of(a, b, c, handler));
    }

    /** Handles an event with three arguments and the ack. */
    public <A, B, C> Socket on(
            String event, Class<A> a, Class<B> b, Class<C> c, EventHandler.ThreeAck<A, B, C> handler) {
        return on(event, TypedHandlers.of(a, b, c, handler));
    }

    /** Handles an event with four arguments. */
    public <A, B, C, D> Socket on(
            String event, Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.Four<A, B, C, D> handler) {
        return on(event, TypedHandlers.of(a, b, c, d, handler));
    }

    /** Handles an event with four arguments and the ack. */
    public <A, B, C, D> Socket on(
            String event, Class<A> a, Class<B> b, Class<C> c, Class<D> d, EventHandler.FourAck<A, B, C, D> handler) {
        return on(event, TypedHandlers.of(a, b, c, d, handler));
    }

    /** Handles the next event of that name, and no later one. */
    public Socket once(String event, EventHandler handler) {
        throw new UnsupportedOperationException();
    }

    /** Handles the next event of that name with one argument, and no later one. */
    public <A> Socket once(String event, Class<A> a, EventHandler.One<A> handler) {
        return once(event, TypedHandlers.of(a, handler));
    }

    /** Forgets all handlers of an event. */
    public Socket off(String event) {
        throw new UnsupportedOperationException();
    }

    /** Called once when the socket has left the namespace and its rooms. At once if that has happened before. */
    public Socket onDisconnect(Consumer<DisconnectReason> listener) {
        throw new UnsupportedOperationException();
    }

    /** Called once before the disconnect listeners, while {@link #rooms()} still lists the rooms. */
    public Socket onDisconnecting(Consumer<DisconnectReason> listener) {
        throw new UnsupportedOperationException();
    }

    /**
     * Gets what handlers of this socket throw, {@link dev.madang.protocol.ArgumentException} among them, after it was
     * logged. On the handler's thread.
     */
    public Socket onError(Consumer<Throwable> listener) {
        throw new UnsupportedOperationException();
    }

    /** The rooms, the own id first: a snapshot, in which the calling thread's joins and leaves count at once. */
    public Set<String> rooms() {
        throw new UnsupportedOperationException();
    }

    /**
     * Joins rooms. What the calling thread sends to them afterwards reaches this socket.
     *
     * @return complete when the socket is in; exceptionally, and then in none of them, if a name is longer than 256
     *     bytes of UTF-8 ({@link IllegalArgumentException}) or the socket would be in too many rooms ({@link
     *     IllegalStateException})
     */
    public CompletableFuture<Void> join(String... rooms) {
        throw new UnsupportedOperationException();
    }

    /**
     * Joins a room and sends this socket an event, in one step: whatever was sent to the room before is not received,
     * then comes the first event, then everything that is sent to the room later. Nothing is lost or doubled between.
     */
    public CompletableFuture<Void> join(String room, PreparedEvent first) {
        throw new UnsupportedOperationException();
    }

    /** Leaves a room; complete when the socket is out. The room of the own id cannot be left. */
    public CompletableFuture<Void> leave(String room) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /**
     * Sends an event that asks for an answer.
     *
     * @return the answer; exceptionally an {@link AckTimeoutException}, a {@link DisconnectedException}, or an {@link
     *     IllegalStateException} if too many answers are awaited. Completed once, on a handler's thread.
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public CompletableFuture<Arguments> emitWithAck(Duration timeout, String event, @Nullable Object... arguments) {
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }
}
