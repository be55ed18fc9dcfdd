package dev.madang.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What can send to many sockets: the server (its main namespace) and each namespace. Any thread. */
public sealed interface Broadcaster permits SocketIo, Namespace {
    /** All sockets of the namespace; the start of every narrower choice. */
    BroadcastOperator everyone();

    /** Sockets in at least one of these rooms. */
    default BroadcastOperator to(String... rooms) {
        return everyone().to(rooms);
    }

    /** The same as {@link #to}. */
    default BroadcastOperator in(String... rooms) {
        return everyone().to(rooms);
    }

    /** Sockets in none of these rooms. */
    default BroadcastOperator except(String... rooms) {
        return everyone().except(rooms);
    }

    /** Sockets of this process only. */
    default BroadcastOperator local() {
        return everyone().local();
    }

    /** Events may be dropped for sockets whose transport cannot take them at once. */
    default BroadcastOperator asVolatile() {
        return everyone().asVolatile();
    }

    /** Whether the transport may compress the event. */
    default BroadcastOperator compress(boolean on) {
        return everyone().compress(on);
    }

    /** How long {@code emitWithAck} waits. */
    default BroadcastOperator timeout(Duration timeout) {
        return everyone().timeout(timeout);
    }

    /** Sends an event to all sockets; see {@link BroadcastOperator#emit(String, Object...)}. */
    default void emit(String event, @Nullable Object... arguments) {
        everyone().emit(event, arguments);
    }

    /** Sends an event to all sockets. */
    default void emit(PreparedEvent event) {
        everyone().emit(event);
    }

    /** Asks all sockets; see {@link BroadcastOperator#emitWithAck}. */
    default CompletableFuture<BroadcastAcks> emitWithAck(String event, @Nullable Object... arguments) {
        return everyone().emitWithAck(event, arguments);
    }

    /** Lets all sockets join rooms; complete when they have. */
    default CompletableFuture<Void> socketsJoin(String... rooms) {
        return everyone().socketsJoin(rooms);
    }

    /** Lets all sockets leave rooms; complete when they have. */
    default CompletableFuture<Void> socketsLeave(String... rooms) {
        return everyone().socketsLeave(rooms);
    }

    /** All sockets, of all servers, as they are now; see {@link BroadcastOperator#fetchSockets}. */
    default CompletableFuture<List<RemoteSocket>> fetchSockets() {
        return everyone().fetchSockets();
    }

    /** Disconnects all sockets; with {@code close}, their connections too. */
    default void disconnectSockets(boolean close) {
        everyone().disconnectSockets(close);
    }
}
