package dev.madang.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an {@link Adapter} keeps of a socket whose connection broke, so that its client can go on where it was. The
 * offsets are the adapter's own, see {@link Adapter#offset}.
 *
 * @param sid the socket's public id, which it keeps
 * @param pid the socket's private id: whoever knows it may take the session over
 * @param data what the application remembers of the socket: its own map, which handlers may still change
 * @param joined where the events stood when the socket first joined: what counts for a client that has received none
 * @param sent the last event that was sent to the socket, or null if there was none
 * @param doubtful the last event that the client may hold without having handled it, or null if it holds none: whoever
 *     names an offset before it gets a new socket, for it might be given an event twice
 * @param left where the events stood when the connection was found broken
 * @param since from where on {@code stays} is complete; nobody can be given what was sent before
 * @param stays when the socket was in which room beside that of its own id
 */
public record PersistedSession(
        String sid,
        String pid,
        Map<String, Object> data,
        String joined,
        @Nullable String sent,
        @Nullable String doubtful,
        String left,
        String since,
        List<Stay> stays) {
    /** Copies the stays. */
    public PersistedSession {
        stays = List.copyOf(stays);
    }

    /**
     * A time in a room: the socket gets the events of the room behind {@code from}, up to and including {@code to}.
     *
     * @param to null if the socket is in the room still
     */
    public record Stay(String room, String from, @Nullable String to) {}

    /** The rooms that the socket was in when its connection broke, that of its own id excepted. */
    public Set<String> rooms() {
        Set<String> rooms = new LinkedHashSet<>();
        for (Stay stay : stays) {
            if (stay.to() == null) {
                rooms.add(stay.room());
            }
        }
        return rooms;
    }
}
