package dev.madang.server;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Loop;
import dev.madang.engine.Session;
import dev.madang.engine.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The farewell to all clients, spread over a time, so that they do not come back to the others all at once. */
final class Drain {
    /*
     * Sessions are closed at the level of Engine.IO: clients take that for a broken connection and come back by
     * themselves, which they do not after a disconnect from a namespace. Each loop says farewell to its own sessions, a
     * few at each tick. A session whose handlers are at work, or that owes or is owed an answer, is given some seconds;
     * the close is one more task behind whatever those handlers have handed to the loop.
     */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final long spreadNanos;
    private final long patienceNanos;
    private final Runnable then;
    private final AtomicInteger remaining = new AtomicInteger(1);

    Drain(Duration spread, Duration patience, Runnable then) {
        this.spreadNanos = spread.toNanos();
        this.patienceNanos = patience.toNanos();
        this.then = then;
    }

    /** Begins; {@code then} runs when all have been told, on the thread that told the last one. Any thread. */
    void start(Iterable<Session> sessions) {
        Map<Loop, List<Session>> byLoop = new LinkedHashMap<>();
        for (Session session : sessions) {
            byLoop.computeIfAbsent(session.loop(), loop -> new ArrayList<>()).add(session);
        }
        for (List<Session> each : byLoop.values()) {
            remaining.addAndGet(each.size());
        }
        byLoop.forEach((loop, each) -> {
            if (!loop.execute(() -> new Share(loop, each).start())) {
                told(each.size());
            }
        });
        told(1);
    }

    private void told(int sessions) {
        if (remaining.addAndGet(-sessions) == 0) {
            then.run();
        }
    }

    /** One loop's sessions. On that loop. */
    private final class Share extends Timer {
        private final Loop loop;
        private final List<Session> sessions;
        private final long begin;
        private int next;

        Share(Loop loop, List<Session> sessions) {
            this.loop = loop;
            this.sessions = sessions;
            this.begin = loop.nanoTime();
        }

        void start() {
            expired();
        }

        @Override
        protected void expired() {
            double elapsed = loop.nanoTime() - begin;
            int due = elapsed >= spreadNanos ? sessions.size() : (int) (sessions.size() * elapsed / spreadNanos);
            while (next < due) {
                new Farewell(loop, sessions.get(next++)).expired();
            }
            if (next < sessions.size()) {
                loop.start(this, Math.max(TICK_NANOS, spreadNanos / sessions.size()));
            }
        }
    }

    /** One session's end. On its loop. */
    private final class Farewell extends Timer {
        private final Loop loop;
        private final Session session;
        private final long deadline;

        Farewell(Loop loop, Session session) {
            this.loop = loop;
            this.session = session;
            this.deadline = loop.nanoTime() + patienceNanos;
        }

        private boolean busy() {
            return session.open()
                    && session.listener() instanceof Client client
                    && client.busy()
                    && loop.nanoTime() < deadline;
        }

        @Override
        protected void expired() {
            if (busy()) {
                loop.start(this, TICK_NANOS);
            } else if (!loop.execute(this::close)) {
                told(1);
            }
        }

        private void close() {
            if (busy()) {
                loop.start(this, TICK_NANOS);
                return;
            }
            session.close(CloseReason.SERVER_SHUTTING_DOWN, "server shutting down");
            told(1);
        }
    }
}
