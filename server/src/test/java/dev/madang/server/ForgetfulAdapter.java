package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An adapter that does nothing and keeps nothing. */
class ForgetfulAdapter implements Adapter {
    @Override
    public void broadcast(BroadcastTarget target, PreparedEvent event) {}

    @Override
    public CompletableFuture<BroadcastAcks> broadcastWithAck(
            BroadcastTarget target, Duration timeout, String event, List<? extends @Nullable Object> arguments) {
        return CompletableFuture.completedFuture(BroadcastAcks.NONE);
    }

    @Override
    public CompletableFuture<Void> socketsJoin(BroadcastTarget target, Set<String> rooms) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> socketsLeave(BroadcastTarget target, Set<String> rooms) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void disconnectSockets(BroadcastTarget target, boolean close) {}

    @Override
    public CompletableFuture<Gathered<SocketDetails>> fetchSockets(BroadcastTarget target, Duration timeout) {
        return CompletableFuture.completedFuture(Gathered.complete(List.of()));
    }

    @Override
    public void serverSideEmit(String event, List<? extends @Nullable Object> arguments) {}

    @Override
    public CompletableFuture<Gathered<Arguments>> serverSideEmitWithAck(
            Duration timeout, String event, List<? extends @Nullable Object> arguments) {
        return CompletableFuture.completedFuture(Gathered.complete(List.of()));
    }

    @Override
    public CompletableFuture<Integer> serverCount() {
        return CompletableFuture.completedFuture(1);
    }

    @Override
    public CompletableFuture<Void> close() {
        return CompletableFuture.completedFuture(null);
    }
}
