package dev.madang.server;

import dev.madang.protocol.EncodedPacket;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The way of one socket through the middlewares of its namespace. */
final class Joining implements Runnable {
    private final Client client;
    private final Socket socket;
    private final List<Middleware> middlewares;
    private int index;

    Joining(Client client, Socket socket) {
        this.client = client;
        this.socket = socket;
        this.middlewares = List.copyOf(socket.namespace().middlewares());
    }

    void start() {
        if (!socket.io().handlers().run(client.loop(), this)) {
            client.execute(() -> client.close(DisconnectReason.FORCED_SERVER_CLOSE, "no thread takes the middlewares"));
        }
    }

    @Override
    public void run() {
        while (index < middlewares.size()) {
            Step step = new Step();
            try {
                middlewares.get(index).handle(socket, step);
            } catch (Throwable thrown) {
                step.failed(thrown);
            }
            index++;
            if (!step.returned()) {
                return;
            }
        }
        onLoop(() -> client.joined(socket));
    }

    private void onLoop(Runnable task) {
        client.loop().run(task);
    }

    private enum State {
        /** The middleware is being called. Leads to any other. */
        CALLED,
        /** It returned without an answer. Leads to ANSWERED. */
        PENDING,
        /** It let the socket pass while it was being called: the caller goes on. */
        PASSED,
        /** It has answered, and nobody waits for it. */
        ANSWERED
    }

    private final class Step implements Middleware.Next {
        private final AtomicReference<State> state = new AtomicReference<>(State.CALLED);

        /** The middleware has returned: whether the same thread goes on. */
        boolean returned() {
            return !state.compareAndSet(State.CALLED, State.PENDING) && state.get() == State.PASSED;
        }

        @Override
        public void proceed() {
            if (!state.compareAndSet(State.CALLED, State.PASSED)
                    && state.compareAndSet(State.PENDING, State.ANSWERED)) {
                start();
            }
        }

        @Override
        public void refuse(String message) {
            refuse(message, null);
        }

        @Override
        public void refuse(String message, @Nullable Object data) {
            EncodedPacket packet = client.revision()
                    .refused(socket.io().encoder(), socket.namespace().name(), message, data);
            if (state.compareAndSet(State.CALLED, State.ANSWERED)
                    || state.compareAndSet(State.PENDING, State.ANSWERED)) {
                onLoop(() -> client.refused(socket, packet));
            }
        }

        void failed(Throwable thrown) {
            String error = socket.io().newErrorId();
            socket.io().log().error("middleware", "a middleware failed, error " + error, thrown);
            refuse("internal error " + error);
        }
    }
}
