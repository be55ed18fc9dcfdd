package dev.madang.server;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A choice of sockets of one namespace, and what can be done to them. Immutable: each narrowing answers a new one. Any
 * thread.
 */
public final class BroadcastOperator {
    private final Namespace namespace;
    private final BroadcastTarget target;
    private final @Nullable Duration timeout;

    BroadcastOperator(Namespace namespace, BroadcastTarget target, @Nullable Duration timeout) {
        this.namespace = namespace;
        this.target = target;
        this.timeout = timeout;
    }

    /** Also sockets in these rooms: with several, a socket in at least one of them gets the event once. */
    public BroadcastOperator to(String... rooms) {
        return with(target.withRooms(rooms));
    }

    /** The same as {@link #to}. */
    public BroadcastOperator in(String... rooms) {
        return to(rooms);
    }

    /** But not sockets in one of these rooms. */
    public BroadcastOperator except(String... rooms) {
        return with(target.withExcept(rooms));
    }

    /** Sockets of this process only. */
    public BroadcastOperator local() {
        return with(target.withLocal());
    }

    /** Events may be dropped for sockets whose transport cannot take them at once. */
    public BroadcastOperator asVolatile() {
        return with(target.withVolatile());
    }

    /** Whether the transport may compress the event; yes unless said otherwise. */
    public BroadcastOperator compress(boolean on) {
        return with(target.withCompress(on));
    }

    /** How long {@link #emitWithAck} waits; the server's {@code ackTimeout} unless said otherwise. */
    public BroadcastOperator timeout(Duration wait) {
        return new BroadcastOperator(namespace, target, EventNames.positive(wait));
    }

    private BroadcastOperator with(BroadcastTarget other) {
        return new BroadcastOperator(namespace, other, timeout);
    }

    /**
     * Sends an event. It is encoded once, on the calling thread.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form; nobody gets anything
     */
    public void emit(String event, @Nullable Object... arguments) {
        emit(namespace.prepare(event, arguments));
    }

    /** Sends an event that is encoded already. */
    public void emit(PreparedEvent event) {
        namespace.check(event);
        namespace.io().monitor().eventSent(namespace, event.name(), true);
        namespace.adapter().broadcast(target, event);
    }

    /**
     * Sends an event and gathers the answers.
     *
     * @return complete when all recipients have answered, at once if there are none; after the timeout exceptionally
     *     with an {@link AckTimeoutException} that carries the answers so far, and earlier if all who have not
     *     answered are gone.
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form; nobody gets anything
     */
    public CompletableFuture<BroadcastAcks> emitWithAck(String event, @Nullable Object... arguments) {
        EventNames.check(event);
        namespace.io().monitor().eventSent(namespace, event, true);
        return namespace
                .adapter()
                .broadcastWithAck(target, patience(), event, Collections.unmodifiableList(Arrays.asList(arguments)));
    }

    private Duration patience() {
        return timeout == null ? namespace.options().ackTimeout() : timeout;
    }

    /** Lets these sockets join rooms; complete when they have. A socket over its limit does not join. */
    public CompletableFuture<Void> socketsJoin(String... rooms) {
        return namespace.adapter().socketsJoin(target, Set.copyOf(Arrays.asList(rooms)));
    }

    /** Lets these sockets leave rooms; complete when they have. */
    public CompletableFuture<Void> socketsLeave(String... rooms) {
        return namespace.adapter().socketsLeave(target, Set.copyOf(Arrays.asList(rooms)));
    }

    /**
     * These sockets, of all servers, as they are now.
     *
     * @return exceptionally a {@link MissingServersException}, with the sockets of the others, if a server does not
     *     answer within the {@link #timeout}
     */
    public CompletableFuture<List<RemoteSocket>> fetchSockets() {
        return namespace.adapter().fetchSockets(target, patience()).thenCompose(gathered -> {
            List<RemoteSocket> found = gathered.answers().stream()
                    .map(details -> new RemoteSocket(namespace, details))
                    .toList();
            return gathered.missing().isEmpty()
                    ? CompletableFuture.completedFuture(found)
                    : CompletableFuture.failedFuture(new MissingServersException(found, List.of(), gathered.missing()));
        });
    }

    /** Disconnects these sockets; with {@code close}, their connections too, for all namespaces. */
    public void disconnectSockets(boolean close) {
        namespace.adapter().disconnectSockets(target, close);
    }
}
