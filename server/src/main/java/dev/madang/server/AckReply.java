package dev.madang.server;

import dev.madang.protocol.EncodedPacket;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The answer to one event of a client. */
final class AckReply implements Ack {
    /** For an event that asks for nothing. */
    static final Ack NONE = new Ack() {
        @Override
        public void reply(@Nullable Object... arguments) {}

        @Override
        public boolean requested() {
            return false;
        }
    };

    private final Socket socket;
    private final long id;
    private final AtomicBoolean given = new AtomicBoolean();

    AckReply(Socket socket, long id) {
        this.socket = socket;
        this.id = id;
        socket.client().owes(1);
    }

    @Override
    public void reply(@Nullable Object... arguments) {
        if (given.get()) {
            return;
        }
        EncodedPacket packet = socket.io().encoder().ack(socket.namespace().name(), id, Arrays.asList(arguments));
        if (given.compareAndSet(false, true)) {
            socket.answer(packet);
            socket.client().owes(-1);
        }
    }

    @Override
    public boolean requested() {
        return true;
    }
}
