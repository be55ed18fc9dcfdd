package dev.madang.server;

import dev.madang.engine.Timer;
import dev.madang.protocol.Arguments;
import java.util.concurrent.CompletableFuture;

/** A question to one socket. On the socket's loop. */
final class SingleAsk extends Timer implements Awaiting {
    private final Socket socket;
    private final long id;
    private final CompletableFuture<Arguments> result;

    SingleAsk(Socket socket, long id, CompletableFuture<Arguments> result) {
        this.socket = socket;
        this.id = id;
        this.result = result;
    }

    @Override
    public void answered(Arguments arguments) {
        cancel();
        Arguments owned = arguments.owned();
        complete(() -> result.complete(owned));
    }

    @Override
    public void disconnected() {
        cancel();
        complete(() -> result.completeExceptionally(new DisconnectedException()));
    }

    /** The socket owes too many answers already. */
    void refused() {
        complete(() -> result.completeExceptionally(new IllegalStateException("too many answers are awaited")));
    }

    @Override
    protected void expired() {
        socket.answers().forget(id);
        complete(() -> result.completeExceptionally(new AckTimeoutException(BroadcastAcks.NONE)));
    }

    private void complete(Runnable task) {
        socket.io().handlers().complete(socket.client().loop(), task);
    }
}
