package dev.madang.server;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one server tells the others of a socket; what it was when it was asked for. Immutable.
 *
 * @param id the socket's id
 * @param handshake what the client said when it connected
 * @param rooms the own id first
 * @param data what the application remembers of it; from another server, what JSON leaves of that
 */
public record SocketDetails(String id, Handshake handshake, Set<String> rooms, Map<String, Object> data) {
    /** Copies rooms and data. */
    public SocketDetails {
        rooms = Collections.unmodifiableSet(new LinkedHashSet<>(rooms));
        data = Map.copyOf(data);
    }
}
