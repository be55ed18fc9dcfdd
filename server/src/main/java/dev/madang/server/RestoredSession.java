package dev.madang.server;

import dev.madang.protocol.EncodedPacket;
import java.util.Optional;
import java.util.function.Consumer;

/** A session as an {@link Adapter} gives it back, once. */
public interface RestoredSession {
    /** What was kept. */
    PersistedSession session();

    /**
     * Looks up what the socket has missed, when it is about to join. Called on its new loop.
     *
     * @param then is called once, between two events: it has been given all events that were handed to that loop
     *     before, and those that are handed to it later will be received there. So it must run nothing but hand a task
     *     to that loop, in which the socket joins. It gets nothing if events in between are no longer kept.
     */
    void replay(Consumer<Optional<Iterable<Missed>>> then);

    /**
     * An event that was missed.
     *
     * @param packet with the offset as its last argument
     */
    record Missed(String offset, EncodedPacket packet) {}
}
