package dev.madang.server;

import dev.madang.engine.Loop;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets a thread that sends faster than a loop takes wait for that loop. Any thread. */
final class Backpressure {
    /*
     * A loop runs what it is given first in, first out: when a task given last has run, so has everything that the
     * same thread gave before. So waiting is one task and one latch, and only a thread over its limit pays for it. A
     * loop never waits for another one, or two of them could wait for each other; and nobody waits for long, for the
     * loop may itself wait for a lock that the caller holds.
     */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Set<Loop> loops = ConcurrentHashMap.newKeySet();

    /** A loop of this server. */
    void knows(Loop loop) {
        if (!loops.contains(loop)) {
            loops.add(loop);
        }
    }

    /**
     * Waits until the loop has run what the calling thread has given it.
     *
     * @return false if it has not: the caller is a loop itself or was interrupted, or the loop did not come to it
     *     within a second, or has ended
     */
    boolean await(Loop busy) {
        for (Loop loop : loops) {
            if (loop.inLoop()) {
                return false;
            }
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
