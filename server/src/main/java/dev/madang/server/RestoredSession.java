package dev.madang.server;

import dev.madang.protocol.EncodedPacket;
import java.util.List;

/**
 * A session as an {@link Adapter} gives it back, once. Immutable.
 *
 * @param session what was kept
 * @param missed the events that its rooms got meanwhile, in order, each with its offset as the last argument
 */
public record RestoredSession(PersistedSession session, List<EncodedPacket> missed) {
    /** Copies the list. */
    public RestoredSession {
        missed = List.copyOf(missed);
    }
}
