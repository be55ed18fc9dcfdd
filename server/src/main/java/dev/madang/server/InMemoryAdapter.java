package dev.madang.server;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sockets of this process: one task for each loop, which serves the sockets that live there. */
final class InMemoryAdapter implements Adapter {
    private final Namespace namespace;

    InMemoryAdapter(Namespace namespace) {
        this.namespace = namespace;
    }

    @Override
    public void broadcast(BroadcastTarget target, PreparedEvent event) {
        EncodedPacket packet = event.packet();
        List<Shard> shards = namespace.shards(target);
        for (Shard shard : shards) {
            admit(shard);
        }
        for (Shard shard : shards) {
            if (shard.loop().inLoop()) {
                shard.send(target, packet);
            } else {
                handOver(shard, target, packet);
            }
        }
    }

    /** Lets a thread that broadcasts faster than a loop delivers wait for it. */
    private void admit(Shard shard) {
        SocketIoOptions options = namespace.options();
        long both = shard.handed().both();
        boolean ahead = Tally.count(both) >= options.engine().maxQueuedPackets()
                || Tally.bytes(both) >= options.engine().maxQueuedBytes();
        if (ahead && !shard.loop().inLoop()) {
            namespace.io().backpressure().await(shard.loop());
        }
    }

    private static void handOver(Shard shard, BroadcastTarget target, EncodedPacket packet) {
        shard.handed().add(packet.bytes());
        Runnable task = () -> {
            shard.handed().remove(packet.bytes());
            shard.send(target, packet);
        };
        if (!run(shard, task)) {
            shard.handed().remove(packet.bytes());
        }
    }

    @Override
    public CompletableFuture<BroadcastAcks> broadcastWithAck(
            BroadcastTarget target, Duration timeout, String event, List<? extends @Nullable Object> arguments) {
        long id = namespace.nextAckId();
        EncodedPacket packet = namespace.encoder().event(namespace.name(), id, event, arguments);
        List<Shard> shards = namespace.shards(target);
        if (shards.isEmpty()) {
            return CompletableFuture.completedFuture(BroadcastAcks.NONE);
        }
        BroadcastAsk ask = new BroadcastAsk(namespace.io().handlers(), shards.size());
        long nanos = timeout.toNanos();
        for (Shard shard : shards) {
            Runnable task = () -> {
                BroadcastAsk.Part part = ask.new Part(shard.loop(), id);
                shard.walk(target, socket -> {
                    part.ask(socket);
                    socket.write(packet, target.isVolatile());
                });
                part.asked(nanos);
            };
            if (!run(shard, task)) {
                ask.counted(0, shard.loop());
            }
        }
        return ask.result();
    }

    @Override
    public CompletableFuture<Void> socketsJoin(BroadcastTarget target, Set<String> rooms) {
        return forEach(target, socket -> socket.membership().join(rooms, null));
    }

    @Override
    public CompletableFuture<Void> socketsLeave(BroadcastTarget target, Set<String> rooms) {
        return forEach(target, socket -> socket.membership().leave(rooms));
    }

    private CompletableFuture<Void> forEach(
            BroadcastTarget target, Function<Socket, CompletableFuture<Void>> operation) {
        List<Shard> shards = namespace.shards(target);
        List<CompletableFuture<Void>> parts = new ArrayList<>();
        for (Shard shard : shards) {
            CompletableFuture<Void> part = new CompletableFuture<>();
            parts.add(part);
            Runnable task = () -> {
                List<CompletableFuture<Void>> each = new ArrayList<>();
                for (Socket socket : shard.select(target)) {
                    each.add(operation.apply(socket).exceptionally(overLimit -> null));
                }
                all(each)
                        .whenComplete((done, never) ->
                                namespace.io().handlers().complete(shard.loop(), () -> part.complete(null)));
            };
            if (!run(shard, task)) {
                part.complete(null);
            }
        }
        return all(parts);
    }

    private static CompletableFuture<Void> all(Collection<CompletableFuture<Void>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
    }

    @Override
    public void disconnectSockets(BroadcastTarget target, boolean close) {
        for (Shard shard : namespace.shards(target)) {
            run(shard, () -> shard.select(target).forEach(socket -> socket.disconnect(close)));
        }
    }

    @Override
    public CompletableFuture<Gathered<SocketDetails>> fetchSockets(BroadcastTarget target, Duration timeout) {
        List<SocketDetails> found = Collections.synchronizedList(new ArrayList<>());
        return forEach(target, socket -> {
                    found.add(socket.details());
                    return CompletableFuture.completedFuture(null);
                })
                .thenApply(done -> Gathered.complete(found));
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

    /** Runs a task on the shard's loop, at once if this is it; false if the loop has ended. */
    private static boolean run(Shard shard, Runnable task) {
        if (shard.loop().inLoop()) {
            task.run();
            return true;
        }
        try {
            shard.loop().execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }
}
