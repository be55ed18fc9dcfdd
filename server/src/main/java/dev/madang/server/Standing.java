package dev.madang.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a recoverable socket stands among the events of its namespace. On its loop, unless a field says otherwise. */
final class Standing {
    /*
     * A missed event must be judged by the rooms of its own time, not by those of the time of the break: so a stay in a
     * room is kept for a while when it is over. Few rooms are left while a connection is alive; a socket that leaves
     * many is recoverable only from where its list begins.
     */
    private static final int MAX_ENDED = 64;

    /** The private id. Any thread. */
    final String pid;

    /** The room of the own id. Any thread. */
    final BroadcastTarget own;

    private final String sid;
    private final String joined;
    private final Map<String, String> rooms = new LinkedHashMap<>();
    private final Deque<PersistedSession.Stay> ended = new ArrayDeque<>();
    private String since;
    private @Nullable String sent;
    private @Nullable String doubtful;

    Standing(String sid, String pid, String joined) {
        this.sid = sid;
        this.pid = pid;
        this.own = BroadcastTarget.ALL.withRooms(sid);
        this.joined = joined;
        this.since = joined;
    }

    /** That of a socket which comes back. */
    Standing(PersistedSession session) {
        this(session.sid(), session.pid(), session.joined());
        this.since = session.since();
        this.sent = session.sent();
        for (PersistedSession.Stay stay : session.stays()) {
            if (stay.to() == null) {
                rooms.put(stay.room(), stay.from());
            } else {
                ended.add(stay);
            }
        }
    }

    void sent(String offset) {
        sent = offset;
    }

    /** The client may have what it has been sent so far, and not have handled it, when its connection breaks. */
    void doubt() {
        doubtful = sent;
    }

    void entered(String room, String offset) {
        rooms.putIfAbsent(room, offset);
    }

    void left(String room, String offset) {
        String from = rooms.remove(room);
        if (from != null) {
            ended.add(new PersistedSession.Stay(room, from, offset));
        }
        if (ended.size() > MAX_ENDED) {
            since = offset(ended.remove());
        }
    }

    private static String offset(PersistedSession.Stay stay) {
        return Objects.requireNonNull(stay.to());
    }

    PersistedSession session(Map<String, Object> data, String left) {
        List<PersistedSession.Stay> stays = new ArrayList<>(ended);
        rooms.forEach((room, from) -> stays.add(new PersistedSession.Stay(room, from, null)));
        return new PersistedSession(sid, pid, data, joined, sent, doubtful, left, since, stays);
    }
}
