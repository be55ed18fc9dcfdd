package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The SPI behind every broadcast of a namespace: who is in which room, here and on other nodes. Each namespace has one
 * adapter, and all of its broadcasts pass it, so that an adapter for a cluster can carry them to the other nodes.
 *
 * <p>Called by any thread, event loops included: no call may block.
 *
 * <p>Promises that every adapter keeps: what one thread hands over reaches each socket of this process in that order,
 * and a room joined by that thread before counts; each socket gets a broadcast at most once, however many of its rooms
 * are targeted. An event that cannot be carried to another node is lost there, and nowhere else.
 */
public interface Adapter {
    /**
     * Sends an event to the target's sockets.
     *
     * @throws IllegalStateException in {@link HandlerMode#EVENT_LOOP}, if the calling loop is too far ahead of another one;
     *     then no socket of this process gets it
     */
    void broadcast(BroadcastTarget target, PreparedEvent event);

    /**
     * Sends an event to the target's sockets and gathers their answers. All recipients see one ack id.
     *
     * @return complete when all recipients have answered, at once if there are none; after the timeout exceptionally
     *     with an {@link AckTimeoutException} that carries the answers so far, and earlier if all who have not
     *     answered are gone. Completed on a handler's thread.
     */
    CompletableFuture<BroadcastAcks> broadcastWithAck(
            BroadcastTarget target, Duration timeout, String event, List<? extends @Nullable Object> arguments);

    /** Lets the target's sockets join rooms; complete when they have. A socket over its limit does not join. */
    CompletableFuture<Void> socketsJoin(BroadcastTarget target, Set<String> rooms);

    /** Lets the target's sockets leave rooms; complete when they have. */
    CompletableFuture<Void> socketsLeave(BroadcastTarget target, Set<String> rooms);

    /**
     * Disconnects the target's sockets.
     *
     * @param close whether their connections are closed too, for all namespaces
     */
    void disconnectSockets(BroadcastTarget target, boolean close);

    /**
     * The target's sockets, as they are now.
     *
     * @param timeout how long other servers may take; whoever has not answered then is named in the result, which
     *     carries what the others answered
     */
    CompletableFuture<Gathered<SocketDetails>> fetchSockets(BroadcastTarget target, Duration timeout);

    /**
     * Sends an event to the namespace of that name on all other servers, never to this one. Whoever receives it calls
     * {@link Namespace#received}.
     */
    void serverSideEmit(String event, List<? extends @Nullable Object> arguments);

    /**
     * As {@link #serverSideEmit}, and gathers the answers, one of each server.
     *
     * @return complete when all other servers have answered, at once if there are none; after the timeout with what
     *     came and the names of those whose answers did not. A server that leaves is not waited for.
     */
    CompletableFuture<Gathered<Arguments>> serverSideEmitWithAck(
            Duration timeout, String event, List<? extends @Nullable Object> arguments);

    /** How many servers there are, this one included. */
    CompletableFuture<Integer> serverCount();

    /**
     * Whether sockets can be recovered with this adapter: whether the three methods that follow do what they say, and
     * each event that it delivers and keeps carries its offset as one more last argument. Events that may be dropped,
     * that ask for an answer or that are for one process only are not kept.
     *
     * <p>An adapter that keeps events itself hands them to the local one as {@linkplain BroadcastTarget#local() local},
     * which then keeps nothing. The first event of {@link Socket#join(String, PreparedEvent)} passes the in-memory
     * adapter only, and is kept there only.
     */
    default boolean supportsRecovery() {
        return false;
    }

    /** The offset of the newest event that was delivered on a loop, or a text for "none yet". On that loop. */
    default String offset(Loop loop) {
        return "";
    }

    /**
     * Keeps a session for as long as recovery is possible. A {@link #restoreSession} that is called later finds it. On
     * the socket's loop, behind all events that were sent to the socket.
     */
    default void persistSession(PersistedSession session, Loop loop) {}

    /**
     * Gives a session back and forgets it, so that nobody gets it twice.
     *
     * @param pid the private id that the client sent
     * @param offset of the last event that the client got, or null if it has got none: then {@link
     *     PersistedSession#joined} counts
     * @return empty if the session is unknown or too old, events behind that offset are no longer kept, or
     *     the client may have one of them ({@link PersistedSession#doubtful})
     */
    default CompletableFuture<Optional<RestoredSession>> restoreSession(String pid, @Nullable String offset) {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    /** Ends the adapter when the server has closed its sockets; complete when nothing of it is left. */
    CompletableFuture<Void> close();
}
