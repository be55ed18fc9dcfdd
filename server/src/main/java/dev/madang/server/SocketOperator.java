package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How the next event goes to one socket, or from it to others. Immutable: each method that changes the way answers a
 * new one. Any thread.
 */
public final class SocketOperator {
    private final Socket socket;
    private final BroadcastTarget flags;
    private final @Nullable Duration timeout;

    SocketOperator(Socket socket, BroadcastTarget flags, @Nullable Duration timeout) {
        this.socket = socket;
        this.flags = flags;
        this.timeout = timeout;
    }

    /** Events may be dropped if the transport cannot take them at once. */
    public SocketOperator asVolatile() {
        return new SocketOperator(socket, flags.withVolatile(), timeout);
    }

    /** Whether the transport may compress the event; yes unless said otherwise. */
    public SocketOperator compress(boolean on) {
        return new SocketOperator(socket, flags.withCompress(on), timeout);
    }

    /** How long {@code emitWithAck} waits. */
    public SocketOperator timeout(Duration wait) {
        return new SocketOperator(socket, flags, EventNames.positive(wait));
    }

    /** Sends an event to the socket; see {@link Socket#emit(String, Object...)}. */
    public void emit(String event, @Nullable Object... arguments) {
        emit(socket.namespace().prepare(event, arguments));
    }

    /** Sends an event that is encoded already to the socket. */
    public void emit(PreparedEvent event) {
        socket.emit(event, flags);
    }

    /** Asks the socket; see {@link Socket#emitWithAck}. */
    public CompletableFuture<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        Duration wait = timeout == null ? socket.namespace().options().ackTimeout() : timeout;
        return socket.ask(wait, flags.compress(), event, arguments);
    }

    /** All other sockets of the namespace. */
    public BroadcastOperator broadcast() {
        return new BroadcastOperator(socket.namespace(), flags.withExcept(socket.id()), timeout);
    }

    /** Sockets in at least one of these rooms, but not this one. */
    public BroadcastOperator to(String... rooms) {
        return broadcast().to(rooms);
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return broadcast().to(rooms);
    }

    /** Sockets in none of these rooms, and not this one. */
    public BroadcastOperator except(String... rooms) {
        return broadcast().except(rooms);
    }

    /** Other sockets of this process. */
    public BroadcastOperator local() {
        return broadcast().local();
    }
}
