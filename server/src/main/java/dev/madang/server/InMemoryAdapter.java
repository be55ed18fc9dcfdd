package dev.madang.server;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The sockets of this process. */
final class InMemoryAdapter implements Adapter {
    private final Namespace namespace;

    InMemoryAdapter(Namespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public void broadcast(BroadcastTarget target, PreparedEvent event) {
        throw new UnsupportedOperationException(namespace.name());
    }

    @Override
    public CompletableFuture<BroadcastAcks> broadcastWithAck(
            BroadcastTarget target, Duration timeout, String event, List<? extends @Nullable Object> arguments) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> socketsJoin(BroadcastTarget target, Set<String> rooms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> socketsLeave(BroadcastTarget target, Set<String> rooms) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void disconnectSockets(BroadcastTarget target, boolean close) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletableFuture<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
