package dev.madang.server;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Adapter} keeps of a socket whose connection broke, so that its client can go on where it was.
 * Immutable.
 *
 * @param sid the socket's public id, which it keeps
 * @param pid the socket's private id: whoever knows it may take the session over
 * @param rooms the rooms, the own id among them
 * @param data what the application remembers of the socket
 * @param offset where the socket stood when it joined, for a client that has received no event since and so knows no
 *     offset; null if the adapter did not know
 */
public record PersistedSession(
        String sid, String pid, Set<String> rooms, Map<String, Object> data, @Nullable String offset) {
    /** Copies rooms and data. */
    public PersistedSession {
        rooms = Collections.unmodifiableSet(new LinkedHashSet<>(rooms));
        data = Map.copyOf(data);
    }
}
