package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.io.Serial;
import java.util.List;
import java.util.Set;

/** Not all servers of the cluster answered in time; carries what the others answered, and names who is missing. */
public final class MissingServersException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<RemoteSocket> sockets;
    private final transient List<Arguments> responses;
    private final transient Set<String> missing;

    MissingServersException(List<RemoteSocket> sockets, List<Arguments> responses, Set<String> missing) {
        super("no answer in time from the servers " + missing, null, false, false);
        this.sockets = sockets;
        this.responses = responses;
        this.missing = missing;
    }

    /** The sockets of the servers that answered {@code fetchSockets}. */
    public List<RemoteSocket> sockets() {
        return sockets;
    }

    /** What the servers that answered {@code serverSideEmitWithAck} gave to their acks. */
    public List<Arguments> responses() {
        return responses;
    }

    /** The ids of the servers that did not answer. */
    public Set<String> missing() {
        return missing;
    }
}
