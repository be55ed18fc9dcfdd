package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.engine.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sessions and events that one namespace keeps in memory. Any thread. */
final class InMemoryRecovery {
    /*
     * A socket comes back in two steps. The first one takes the session and looks whether all that may have been missed
     * is still here. Then come the middlewares, if any. The second one happens within the log's monitor: it reads where
     * the log stands and hands a task to the new loop. All events up to there have been handed to that loop before, and
     * all later ones come behind the task: whoever walks from the client's offset to there, and then joins, has
     * everything once and in order.
     *
     * A client may have heard nothing for so long that its offset is no longer in the log. If we know that nothing was
     * sent to it behind that offset, it has missed only what came after it left.
     *
     * It may name an offset that it was given as a former socket, on a loop that alone had that event: behind all that
     * this one was sent. As any later event would have replaced it, it has handled none of this one's.
     *
     * One timer for all sessions, on the loop of the first one, wakes when the eldest expires, and stops when there are
     * none. The one loop that may touch it is told to stop it behind whatever it does.
     */
    private final Namespace namespace;
    private final ConnectionStateRecovery options;
    private final EventLog log;
    private final Map<String, Kept> sessions = new LinkedHashMap<>();
    private @Nullable Loop sweeper;
    private boolean over;

    private record Kept(PersistedSession session, long deadline) {}

    InMemoryRecovery(Namespace namespace, ConnectionStateRecovery options) {
        this.namespace = namespace;
        this.options = options;
        this.log = new EventLog(
                options,
                namespace
                        .options()
                        .engine()
                        .pingInterval()
                        .plus(namespace.options().engine().pingTimeout()),
                namespace.encoder());
    }

    EventLog log() {
        return log;
    }

    /** Where the events stand that the loop has delivered. On that loop. */
    String offset(Shard shard) {
        synchronized (log) {
            if (shard.idle()) {
                shard.position = log.last();
            }
            return log.offset(shard.position);
        }
    }

    /** On a loop. */
    void persist(PersistedSession session, Loop loop) {
        long nanos = options.maxDisconnectionDuration().toNanos();
        synchronized (log) {
            if (over) {
                return;
            }
            trim();
            if (sessions.size() >= options.maxSessions()) {
                Iterator<String> eldest = sessions.keySet().iterator();
                eldest.next();
                eldest.remove();
            }
            sessions.put(session.pid(), new Kept(session, now() + nanos));
            if (sweeper == null) {
                sweeper = loop;
                loop.start(sweep, nanos);
            }
        }
    }

    private final Timer sweep = new Timer() {
        @Override
        protected void expired() {
            synchronized (log) {
                trim();
                if (sessions.isEmpty()) {
                    sweeper = null;
                } else if (sweeper != null) {
                    long eldest = sessions.values().iterator().next().deadline();
                    sweeper.start(this, Math.max(1, eldest - now()));
                    return;
                }
            }
            namespace.mayBeUnused();
        }
    };

    /** Stops the timer if it has nothing to wait for. */
    private void rest() {
        Loop loop = sweeper;
        if (loop == null || !sessions.isEmpty()) {
            return;
        }
        boolean given = loop.execute(() -> {
            synchronized (log) {
                if (sessions.isEmpty() && sweeper == loop) {
                    sweep.cancel();
                    sweeper = null;
                }
            }
        });
        if (!given) {
            sweeper = null;
        }
    }

    /**
     * Forgets all events, if nobody is here or can come back who might miss one. Any thread.
     *
     * @return whether somebody can come back
     */
    boolean forgetUnlessUsed() {
        synchronized (log) {
            if (sessions.isEmpty() && !namespace.used()) {
                log.clear();
            }
            return !sessions.isEmpty();
        }
    }

    /** Carries out a step that must not come between a session and its namespace, if no session is kept. Any thread. */
    boolean unlessKept(BooleanSupplier step) {
        synchronized (log) {
            return sessions.isEmpty() && step.getAsBoolean();
        }
    }

    /** Forgets everything, and keeps nothing from now on. Any thread. */
    void close() {
        synchronized (log) {
            over = true;
            sessions.clear();
            log.clear();
            rest();
        }
    }

    /** Whether nothing is kept any more. Whoever calls holds the log's monitor. */
    boolean over() {
        return over;
    }

    /** Whether the timer runs; for tests. */
    boolean sweeping() {
        synchronized (log) {
            return sweeper != null;
        }
    }

    private void trim() {
        long now = now();
        Iterator<Kept> each = sessions.values().iterator();
        while (each.hasNext() && now - each.next().deadline() >= 0) {
            each.remove();
        }
        log.trim(now);
    }

    /** The time of the loops; once a socket has come, without whom nothing is kept. */
    long now() {
        return namespace.shards(BroadcastTarget.ALL).getFirst().loop().nanoTime();
    }

    /** Takes a session, if the client can be given all that it may have missed. */
    Optional<RestoredSession> take(String pid, @Nullable String offset) {
        synchronized (log) {
            if (!sessions.containsKey(pid)) {
                return Optional.empty();
            }
            trim();
            Kept kept = sessions.remove(pid);
            rest();
            long from = kept == null ? -1 : missedFrom(kept.session(), offset);
            return kept == null || from < 0 || !log.reachesBackTo(from)
                    ? Optional.empty()
                    : Optional.of(new Restored(kept.session(), from));
        }
    }

    /** The place behind which the client may have missed something; negative if its offset cannot be, or is in doubt. */
    private long missedFrom(PersistedSession session, @Nullable String offset) {
        long joined = log.position(session.joined());
        long sent = session.sent() == null ? joined : log.position(session.sent());
        long named = offset == null ? joined : log.position(offset);
        if (named < 0 || named > log.last()) {
            return -1;
        }
        long handled = named > Math.max(sent, joined) ? joined : Math.max(named, joined);
        String doubtful = session.doubtful();
        if (doubtful != null && handled < log.position(doubtful)) {
            return -1;
        }
        long from = handled >= sent ? Math.max(handled, log.position(session.left())) : handled;
        return from >= log.position(session.since()) ? from : -1;
    }

    private final class Restored implements RestoredSession {
        private final PersistedSession session;
        private final long from;

        Restored(PersistedSession session, long from) {
            this.session = session;
            this.from = from;
        }

        @Override
        public PersistedSession session() {
            return session;
        }

        @Override
        public void replay(Consumer<Optional<Iterable<Missed>>> then) {
            Filter filter = new Filter(session);
            synchronized (log) {
                EventLog.Stored first = log.reachesBackTo(from) ? log.behind(from) : null;
                long last = log.last();
                then.accept(
                        log.reachesBackTo(from)
                                ? Optional.of(() -> new MissedEvents(first, last, filter))
                                : Optional.empty());
            }
        }
    }

    /** Which events were for a socket. */
    private final class Filter {
        private final String sid;
        private final Map<String, List<long[]>> stays = new HashMap<>();

        Filter(PersistedSession session) {
            this.sid = session.sid();
            for (PersistedSession.Stay stay : session.stays()) {
                long to = stay.to() == null ? Long.MAX_VALUE : log.position(stay.to());
                stays.computeIfAbsent(stay.room(), room -> new ArrayList<>(1))
                        .add(new long[] {log.position(stay.from()), to});
            }
        }

        boolean matches(EventLog.Stored stored) {
            Set<String> rooms = stored.target.rooms();
            return (rooms.isEmpty() || in(rooms, stored.position)) && !in(stored.target.except(), stored.position);
        }

        private boolean in(Set<String> rooms, long position) {
            for (String room : rooms) {
                if (room.equals(sid)) {
                    return true;
                }
                for (long[] stay : stays.getOrDefault(room, List.of())) {
                    if (position > stay[0] && position <= stay[1]) {
                        return true;
                    }
                }
            }
            return false;
        }
    }

    /** A walk along the log, without its monitor. */
    private static final class MissedEvents implements Iterator<RestoredSession.Missed> {
        private EventLog.@Nullable Stored at;
        private final long last;
        private final Filter filter;

        MissedEvents(EventLog.@Nullable Stored first, long last, Filter filter) {
            this.at = first;
            this.last = last;
            this.filter = filter;
            skip();
        }

        private void skip() {
            while (at != null && !filter.matches(at)) {
                at = at.position == last ? null : at.next();
            }
        }

        @Override
        public boolean hasNext() {
            return at != null;
        }

        @Override
        public RestoredSession.Missed next() {
            EventLog.Stored found = at;
            if (found == null) {
                throw new NoSuchElementException();
            }
            at = found.position == last ? null : found.next();
            skip();
            return new RestoredSession.Missed(found.offset(), found.packet());
        }
    }

    /** Sessions and events kept; for tests. */
    int size() {
        synchronized (log) {
            return sessions.size() + log.size();
        }
    }
}
