package dev.madang.server;

import java.time.Duration;
import java.util.List;
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
    /** Sends an event to the target's sockets. */
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

    /** Ends the adapter when the server has closed its sockets; complete when nothing of it is left. */
    CompletableFuture<Void> close();
}
