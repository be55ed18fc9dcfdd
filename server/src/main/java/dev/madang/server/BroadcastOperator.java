package dev.madang.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A choice of sockets of one namespace, or of all children of a parent, and what can be done to them. Immutable: each narrowing answers a new one. Any
 * thread.
 */
public final class BroadcastOperator {
    private final Broadcaster origin;
    private final BroadcastTarget target;
    private final @Nullable Duration timeout;

    BroadcastOperator(Broadcaster origin, BroadcastTarget target, @Nullable Duration timeout) {
        this.origin = origin;
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
        return new BroadcastOperator(origin, target, EventNames.positive(wait));
    }

    private BroadcastOperator with(BroadcastTarget other) {
        return new BroadcastOperator(origin, other, timeout);
    }

    /**
     * Sends an event. It is encoded once, on the calling thread. A thread that is ahead of an event loop waits for it.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form; nobody gets anything
     * @throws IllegalStateException in {@link HandlerMode#EVENT_LOOP}, if this call of a handler has sent too much to
     *     sockets of another loop already; nobody of this namespace gets the event
     */
    public void emit(String event, @Nullable Object... arguments) {
        EventNames.check(event);
        for (Namespace namespace : namespaces()) {
            PreparedEvent prepared = namespace.prepare(event, arguments);
            namespace.io().monitor().eventSent(namespace, event, true);
            namespace.adapter().broadcast(target, prepared);
        }
    }

    /** Sends the event {@code message}. */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /** The same as {@link #send}. */
    public void write(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /**
     * Sends an event that is encoded already; one for a child of a parent that has gone reaches nobody.
     *
     * @throws IllegalArgumentException if it was prepared for another namespace
     */
    public void emit(PreparedEvent event) {
        Namespace namespace = switch (origin) {
            case Namespace one -> one;
            case SocketIo io -> io.of("/");
            case ParentNamespace parent -> parent.io().find(event.namespace());
        };
        if (namespace == null) {
            return;
        }
        if (origin instanceof ParentNamespace parent && namespace.parent() != parent) {
            throw new IllegalArgumentException(event.namespace() + " is no child of this parent");
        }
        namespace.check(event);
        namespace.io().monitor().eventSent(namespace, event.name(), true);
        namespace.adapter().broadcast(target, event);
    }

    /**
     * Sends an event and gathers the answers.
     *
     * @return complete when all recipients have answered, at once if there are none; after the timeout exceptionally
     *     with an {@link AckTimeoutException} that carries the answers so far, and earlier if all who have not
     *     answered are gone; an {@link IllegalStateException} where {@link #emit(String, Object...)} throws one.
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form; nobody gets anything
     */
    public CompletableFuture<BroadcastAcks> emitWithAck(String event, @Nullable Object... arguments) {
        EventNames.check(event);
        List<@Nullable Object> list = Collections.unmodifiableList(Arrays.asList(arguments));
        Collection<Namespace> asked = namespaces();
        List<CompletableFuture<BroadcastAcks>> parts = new ArrayList<>(asked.size());
        for (Namespace namespace : asked) {
            namespace.io().monitor().eventSent(namespace, event, true);
            parts.add(namespace.adapter().broadcastWithAck(target, patience(), event, list));
        }
        return parts.size() == 1 ? parts.getFirst() : ChildAcks.of(parts);
    }

    private Duration patience() {
        return timeout == null ? server().options().ackTimeout() : timeout;
    }

    private SocketIo server() {
        return switch (origin) {
            case SocketIo io -> io;
            case Namespace namespace -> namespace.io();
            case ParentNamespace parent -> parent.io();
        };
    }

    private Collection<Namespace> namespaces() {
        return switch (origin) {
            case Namespace namespace -> List.of(namespace);
            case SocketIo io -> List.of(io.of("/"));
            case ParentNamespace parent -> parent.children();
        };
    }

    private CompletableFuture<Void> each(Function<Adapter, CompletableFuture<Void>> operation) {
        return CompletableFuture.allOf(namespaces().stream()
                .map(namespace -> operation.apply(namespace.adapter()))
                .toArray(CompletableFuture[]::new));
    }

    /** Lets these sockets join rooms; complete when they have. A socket over its limit does not join. */
    public CompletableFuture<Void> socketsJoin(String... rooms) {
        Set<String> names = Set.copyOf(Arrays.asList(rooms));
        return each(adapter -> adapter.socketsJoin(target, names));
    }

    /** Lets these sockets leave rooms; complete when they have. */
    public CompletableFuture<Void> socketsLeave(String... rooms) {
        Set<String> names = Set.copyOf(Arrays.asList(rooms));
        return each(adapter -> adapter.socketsLeave(target, names));
    }

    /**
     * These sockets, of all servers, as they are now.
     *
     * @return exceptionally a {@link MissingServersException}, with the sockets of the others, if a server does not
     *     answer within the {@link #timeout}
     * @throws UnsupportedOperationException on a parent namespace: its children on other servers are not known here
     */
    public CompletableFuture<List<RemoteSocket>> fetchSockets() {
        if (origin instanceof ParentNamespace) {
            throw new UnsupportedOperationException(
                    "fetchSockets is not possible on a parent namespace: ask each child");
        }
        Namespace namespace = namespaces().iterator().next();
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
        namespaces().forEach(namespace -> namespace.adapter().disconnectSockets(target, close));
    }
}
