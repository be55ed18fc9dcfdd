package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The sockets of this process: one task for each loop, which serves the sockets that live there. */
final class InMemoryAdapter implements Adapter {
    private final Namespace namespace;
    private final @Nullable InMemoryRecovery recovery;

    InMemoryAdapter(Namespace namespace) {
        this.namespace = namespace;
        ConnectionStateRecovery options = namespace.options().connectionStateRecovery();
        this.recovery = options == null ? null : new InMemoryRecovery(namespace, options);
    }

    @Override
    public void broadcast(BroadcastTarget target, PreparedEvent event) {
        List<Shard> shards = namespace.shards(target);
        admit(shards);
        if (recovery != null && !target.isVolatile() && !target.local()) {
            keep(recovery, target, event);
            return;
        }
        EncodedPacket packet = event.packet();
        for (Shard shard : shards) {
            if (shard.direct()) {
                shard.send(target, packet);
            } else {
                handOver(shard, packet, () -> shard.send(target, packet));
            }
        }
    }

    /** Gives an event its place and hands it to the loops, in one step: see {@link EventLog}. */
    private void keep(InMemoryRecovery kept, BroadcastTarget target, PreparedEvent event) {
        if (namespace.shards(BroadcastTarget.ALL).isEmpty()) {
            return;
        }
        EventLog.Stored stored;
        Shard here = null;
        synchronized (kept.log()) {
            if (kept.over()) {
                return;
            }
            stored = kept.log().append(target, event, kept.now());
            for (Shard shard : namespace.shards(target)) {
                if (shard.idle()) {
                    here = shard;
                } else {
                    handOver(shard, event.packet(), () -> shard.deliver(stored));
                }
            }
        }
        stored.packet();
        if (here != null) {
            here.deliver(stored);
        }
    }

    @Override
    public boolean supportsRecovery() {
        return true;
    }

    @Override
    public String offset(Loop loop) {
        return recovery == null ? "" : recovery.offset(namespace.shard(loop));
    }

    @Override
    public void persistSession(PersistedSession session, Loop loop) {
        if (recovery != null) {
            recovery.persist(session, loop);
        }
    }

    @Override
    public CompletableFuture<Optional<RestoredSession>> restoreSession(String pid, @Nullable String offset) {
        return CompletableFuture.completedFuture(recovery == null ? Optional.empty() : recovery.take(pid, offset));
    }

    /** A shard is added: it will be handed every event that has no place yet, and none that has. */
    void added(Shard shard, Runnable add) {
        if (recovery == null) {
            add.run();
            return;
        }
        synchronized (recovery.log()) {
            shard.position = recovery.log().last();
            add.run();
        }
    }

    /** What is kept for sockets that come back, or null. */
    @Nullable
    InMemoryRecovery recovery() {
        return recovery;
    }

    /**
     * Lets a socket join and sends it an event that is kept, with no event of another thread between.
     *
     * @param join is told whether it may take effect at once; the event is sent unless it fails
     */
    CompletableFuture<Void> joinWith(
            Socket socket, Standing standing, PreparedEvent first, Function<Boolean, CompletableFuture<Void>> join) {
        InMemoryRecovery kept = Objects.requireNonNull(recovery);
        try {
            admit(List.of(socket.shard()));
        } catch (IllegalStateException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        synchronized (kept.log()) {
            CompletableFuture<Void> joined = join.apply(socket.shard().idle());
            if (!joined.isCompletedExceptionally() && socket.present()) {
                keep(kept, standing.own, first);
            }
            return joined;
        }
    }

    /** Lets a thread that broadcasts faster than loops deliver wait for them; a loop, which cannot wait, is refused. */
    private void admit(List<Shard> shards) {
        Ahead here = namespace.io().backpressure().here();
        for (Shard shard : shards) {
            if (here == null) {
                await(shard);
            } else if (here.refuses(shard.loop())) {
                throw here.refusal();
            }
        }
    }

    private void await(Shard shard) {
        SocketIoOptions options = namespace.options();
        long both = shard.handed().both();
        boolean ahead = Tally.count(both) >= options.engine().maxQueuedPackets()
                || Tally.bytes(both) >= options.engine().maxQueuedBytes();
        if (ahead && !shard.loop().inLoop()) {
            namespace.io().backpressure().await(shard.loop());
        }
    }

    /** Gives a loop a delivery that counts until it has run; false if the loop has ended. */
    private boolean handOver(Shard shard, EncodedPacket packet, Runnable delivery) {
        Ahead here =
                shard.loop().inLoop() ? null : namespace.io().backpressure().here();
        if (here != null) {
            here.gives(shard.loop(), packet.bytes());
        }
        shard.handed().add(packet.bytes());
        Runnable over = () -> {
            shard.handed().remove(packet.bytes());
            if (here != null) {
                here.taken(shard.loop(), packet.bytes());
            }
        };
        boolean given = shard.later(() -> {
            over.run();
            delivery.run();
        });
        if (!given) {
            over.run();
        }
        return given;
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
        try {
            admit(shards);
        } catch (IllegalStateException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        BroadcastAsk ask = new BroadcastAsk(namespace.io().handlers(), shards.size());
        long nanos = timeout.toNanos();
        for (Shard shard : shards) {
            Runnable task = () -> {
                BroadcastAsk.Part part = ask.new Part(shard.loop(), id);
                for (Socket socket : shard.select(target)) {
                    if (socket.joined()) {
                        part.ask(socket);
                        socket.write(packet, target.isVolatile(), target.compress());
                    }
                }
                part.asked(nanos);
            };
            if (shard.direct()) {
                task.run();
            } else if (!handOver(shard, packet, task)) {
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
            if (!shard.run(task)) {
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
            shard.run(() -> shard.select(target).forEach(socket -> socket.disconnect(close)));
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
        if (recovery != null) {
            recovery.close();
        }
        return CompletableFuture.completedFuture(null);
    }
}
