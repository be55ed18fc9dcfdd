package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A socket somewhere in the cluster, as it was when {@link BroadcastOperator#fetchSockets} asked for it, and what can
 * be done to it from here. Immutable. Any thread. What is done to a socket that has gone meanwhile does nothing.
 */
public final class RemoteSocket {
    private final Namespace namespace;
    private final SocketDetails details;
    private final BroadcastOperator operator;

    RemoteSocket(Namespace namespace, SocketDetails details) {
        this(namespace, details, namespace.everyone().to(details.id()));
    }

    private RemoteSocket(Namespace namespace, SocketDetails details, BroadcastOperator operator) {
        this.namespace = namespace;
        this.details = details;
        this.operator = operator;
    }

    /** The public id. */
    public String id() {
        return details.id();
    }

    /** The namespace. */
    public Namespace namespace() {
        return namespace;
    }

    /** What the client said when it connected. */
    public Handshake handshake() {
        return details.handshake();
    }

    /** The rooms, the own id first. */
    public Set<String> rooms() {
        return details.rooms();
    }

    /** What the application remembers of the socket: a copy, and from another server what JSON leaves of it. */
    public Map<String, Object> data() {
        return details.data();
    }

    /** How long {@link #emitWithAck} waits; the server's {@code ackTimeout} unless said otherwise. */
    public RemoteSocket timeout(Duration wait) {
        return new RemoteSocket(namespace, details, operator.timeout(wait));
    }

    /**
     * Sends an event to this socket.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public void emit(String event, @Nullable Object... arguments) {
        operator.emit(event, arguments);
    }

    /**
     * Sends an event that asks for an answer.
     *
     * @return this socket's answer; exceptionally an {@link AckTimeoutException}, or a {@link DisconnectedException} if
     *     no server has the socket any more
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public CompletableFuture<Arguments> emitWithAck(String event, @Nullable Object... arguments) {
        return operator.emitWithAck(event, arguments).thenCompose(acks -> {
            for (Arguments answer : acks.responses()) {
                return CompletableFuture.completedFuture(answer);
            }
            return CompletableFuture.failedFuture(new DisconnectedException());
        });
    }

    /** Lets the socket join rooms; complete when it has. */
    public CompletableFuture<Void> join(String... rooms) {
        return operator.socketsJoin(rooms);
    }

    /** Lets the socket leave rooms; complete when it has. */
    public CompletableFuture<Void> leave(String... rooms) {
        return operator.socketsLeave(rooms);
    }

    /** Disconnects the socket from its namespace; with {@code close}, its connection too, for all namespaces. */
    public void disconnect(boolean close) {
        operator.disconnectSockets(close);
    }
}
