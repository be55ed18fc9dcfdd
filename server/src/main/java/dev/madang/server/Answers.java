package dev.madang.server;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The answers that one socket owes. On its loop, unless a method says otherwise. */
final class Answers {
    private final Socket socket;
    private @Nullable Map<Long, Awaiting> awaited;

    Answers(Socket socket) {
        this.socket = socket;
    }

    /** Asks the socket. Any thread. */
    CompletableFuture<Arguments> ask(
            Duration timeout, boolean compress, String event, List<? extends @Nullable Object> arguments) {
        Namespace namespace = socket.namespace();
        Client client = socket.client();
        long id = namespace.nextAckId();
        EncodedPacket packet = namespace.encoder().event(namespace.name(), id, event, arguments);
        CompletableFuture<Arguments> result = new CompletableFuture<>();
        Runnable task = () -> ask(new SingleAsk(socket, id, result), id, packet, compress, timeout.toNanos());
        IllegalStateException refusal = client.refusal();
        if (!socket.present()) {
            result.completeExceptionally(new DisconnectedException());
        } else if (refusal != null) {
            result.completeExceptionally(refusal);
        } else if (!(client.loop().inLoop() ? socket.shard().run(task) : client.handOver(packet, task))) {
            result.completeExceptionally(new DisconnectedException());
        }
        return result;
    }

    private void ask(SingleAsk ask, long id, EncodedPacket packet, boolean compress, long nanos) {
        if (!socket.here()) {
            ask.disconnected();
        } else if (await(id, ask)) {
            socket.client().loop().start(ask, nanos);
            socket.write(packet, false, compress);
        } else {
            ask.refused();
        }
    }

    /** Expects an answer; false if too many are expected already. */
    boolean await(long id, Awaiting awaiting) {
        Map<Long, Awaiting> open = awaited;
        if (open == null) {
            open = new HashMap<>(4);
            awaited = open;
        }
        if (open.size() >= socket.namespace().options().maxPendingAcks()) {
            return false;
        }
        open.put(id, awaiting);
        socket.client().lag().awaits(1);
        return true;
    }

    /** Expects an answer no longer; answers who did, or null. */
    @Nullable
    Awaiting forget(long id) {
        Awaiting awaiting = awaited == null ? null : awaited.remove(id);
        if (awaiting != null) {
            socket.client().lag().awaits(-1);
        }
        return awaiting;
    }

    /** An answer came; one that nobody awaits, or no longer, is ignored. */
    void answered(long id, Arguments arguments) {
        Awaiting awaiting = forget(id);
        if (awaiting != null) {
            awaiting.answered(arguments);
        } else {
            socket.io().monitor().ackIgnored(socket);
        }
    }

    /** No answer will come any more. */
    void end() {
        Map<Long, Awaiting> open = awaited;
        if (open != null) {
            awaited = null;
            socket.client().lag().awaits(-open.size());
            open.values().forEach(Awaiting::disconnected);
        }
    }

    int size() {
        return awaited == null ? 0 : awaited.size();
    }
}
