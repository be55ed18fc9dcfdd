package dev.madang.server;

import dev.madang.engine.EngineOptions;
import dev.madang.engine.Loop;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How far one loop, on which handlers run, is ahead of each other loop with what these handlers send. On that loop,
 * unless a method says otherwise.
 */
final class Ahead {
    /*
     * A loop cannot wait for another one. So it counts what it has given to the others and they have not run; above half
     * of the bound of a client's queue it puts its handlers off until a quarter is left, and the reading of clients that
     * go on pauses. Deliveries are never put off, so two loops that are ahead of each other both catch up. What one
     * call sends beyond the whole bound is refused.
     *
     * This loop says that it waits, and then looks at the counts again; another one counts, and then looks whether this
     * one waits. So one of the two sees the other, and nothing is put off for ever.
     */
    private final Loop loop;
    private final int maxPackets;
    private final long maxBytes;
    private final ConcurrentHashMap<Loop, Tally> given = new ConcurrentHashMap<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicBoolean called = new AtomicBoolean();
    private volatile boolean waits;

    Ahead(Loop loop, EngineOptions options) {
        this.loop = loop;
        this.maxPackets = options.maxQueuedPackets();
        this.maxBytes = options.maxQueuedBytes();
    }

    Loop loop() {
        return loop;
    }

    /** Whether handlers are put off. */
    boolean waits() {
        return waits;
    }

    /** Lets what handlers are to do wait for the other loops, behind all that waits already. */
    void putOff(Runnable rest) {
        waiting.add(rest);
    }

    /**
     * Runs what handlers are to do, now or when the other loops have caught up; false if the loop has ended. Any thread.
     */
    boolean run(Runnable task) {
        return loop.run(() -> {
            if (waits) {
                putOff(task);
            } else {
                task.run();
            }
        });
    }

    /** Whether that loop is so far behind that it is given nothing more. */
    boolean refuses(Loop other) {
        long both = tally(other).both();
        return Tally.count(both) >= maxPackets || Tally.bytes(both) >= maxBytes;
    }

    /** What the call gets that is refused. */
    IllegalStateException refusal() {
        return new IllegalStateException(
                "in HandlerMode.EVENT_LOOP a handler cannot wait for other event loops, and one"
                        + " of them has yet to run " + maxPackets + " packets or " + maxBytes
                        + " bytes sent from this one (maxQueuedPackets, maxQueuedBytes)");
    }

    /** Something is given to another loop. */
    void gives(Loop other, int bytes) {
        long both = tally(other).add(bytes);
        if (Tally.count(both) > maxPackets / 2 || Tally.bytes(both) > maxBytes / 2) {
            waits = true;
            call();
        }
    }

    /** The other loop has run it, or never will. Any thread. */
    void taken(Loop other, int bytes) {
        tally(other).remove(bytes);
        call();
    }

    private Tally tally(Loop other) {
        Tally tally = given.get(other);
        return tally != null ? tally : given.computeIfAbsent(other, unused -> new Tally());
    }

    /** Has what waits run if its time has come. Any thread. */
    private void call() {
        if (waits && caughtUp() && called.compareAndSet(false, true) && !loop.execute(this::resume)) {
            called.set(false);
        }
    }

    private boolean caughtUp() {
        for (Tally tally : given.values()) {
            long both = tally.both();
            if (Tally.count(both) > maxPackets / 4 || Tally.bytes(both) > maxBytes / 4) {
                return false;
            }
        }
        return true;
    }

    private void resume() {
        called.set(false);
        if (!caughtUp()) {
            return;
        }
        waits = false;
        try {
            while (!waits && !waiting.isEmpty()) {
                waiting.remove().run();
            }
        } finally {
            waits |= !waiting.isEmpty();
            call();
        }
    }
}
