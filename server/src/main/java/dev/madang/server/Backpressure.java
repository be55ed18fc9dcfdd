package dev.madang.server;

import dev.madang.engine.Loop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets a thread that sends faster than a loop takes wait for that loop. Any thread. */
final class Backpressure {
    /*
     * A loop runs what it is given first in, first out: when a task given last has run, so has everything that the
     * same thread gave before. So waiting is one task and one latch, and only a thread over its limit pays for it. A
     * loop never waits for another one, or two of them could wait for each other (see Ahead); and nobody waits for long, for the
     * loop may itself wait for a lock that the caller holds.
     */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SocketIoOptions options;
    private final ConcurrentHashMap<Loop, Ahead> loops = new ConcurrentHashMap<>();

    Backpressure(SocketIoOptions options) {
        this.options = options;
    }

    /** How far a loop of this server is ahead of the others. */
    Ahead of(Loop loop) {
        Ahead ahead = loops.get(loop);
        return ahead != null ? ahead : loops.computeIfAbsent(loop, fresh -> new Ahead(fresh, options.engine()));
    }

    /** That of the current thread, where handlers run on loops and it is one; or null. */
    @Nullable
    Ahead here() {
        return options.handlers() == HandlerMode.EVENT_LOOP ? current() : null;
    }

    private @Nullable Ahead current() {
        for (Ahead each : loops.values()) {
            if (each.loop().inLoop()) {
                return each;
            }
        }
        return null;
    }

    /**
     * Waits until the loop has run what the calling thread has given it.
     *
     * @return false if it has not: the caller is a loop itself or was interrupted, or the loop did not come to it
     *     within a second, or has ended
     */
    boolean await(Loop busy) {
        if (current() != null) {
            return false;
        }
        CountDownLatch reached = new CountDownLatch(1);
        try {
            return busy.execute(reached::countDown) && reached.await(PATIENCE_NANOS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
