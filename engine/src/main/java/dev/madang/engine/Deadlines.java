package dev.madang.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The timers of one loop. On that loop only. */
final class Deadlines {
    /*
     * Durations come from options, so there are few different ones. Timers of one duration expire in the order in
     * which they were started: a linked list per duration (a lane) keeps them sorted for nothing. The earliest head of
     * all lanes decides the next wake-up; a wake-up that finds its timer restarted just asks for a later one.
     *
     * A wake-up is asked for only if it is earlier than all that are still to come, and none is taken back. So those to
     * come form a stack with the earliest on top, never deeper than there are lanes, and nothing piles up in the loop's
     * own queue however often a short timer runs beside a long one.
     */
    private final Loop loop;
    private final List<Lane> lanes = new ArrayList<>();
    private long[] wakeUps = new long[4];
    private int wakeUpCount;

    Deadlines(Loop loop) {
        this.loop = loop;
    }

    void start(Timer timer, long delayNanos) {
        timer.cancel();
        timer.deadline = loop.nanoTime() + delayNanos;
        lane(delayNanos).append(timer);
        wakeFor(timer.deadline);
    }

    private Lane lane(long delayNanos) {
        for (Lane lane : lanes) {
            if (lane.delayNanos == delayNanos) {
                return lane;
            }
        }
        lanes.removeIf(lane -> lane.head == null);
        Lane lane = new Lane(delayNanos);
        lanes.add(lane);
        return lane;
    }

    private void wakeFor(long deadline) {
        if (wakeUpCount > 0 && wakeUps[wakeUpCount - 1] - deadline <= 0) {
            return;
        }
        if (wakeUpCount == wakeUps.length) {
            wakeUps = Arrays.copyOf(wakeUps, wakeUpCount * 2);
        }
        wakeUps[wakeUpCount++] = deadline;
        loop.schedule(() -> sweep(deadline), Math.max(0, deadline - loop.nanoTime()));
    }

    private void sweep(long wakeUp) {
        forget(wakeUp);
        long now = loop.nanoTime();
        try {
            for (Lane lane : List.copyOf(lanes)) {
                lane.expire(now);
            }
        } finally {
            for (Lane lane : lanes) {
                Timer head = lane.head;
                if (head != null) {
                    wakeFor(head.deadline);
                }
            }
        }
    }

    private void forget(long wakeUp) {
        for (int i = wakeUpCount - 1; i >= 0; i--) {
            if (wakeUps[i] == wakeUp) {
                System.arraycopy(wakeUps, i + 1, wakeUps, i, --wakeUpCount - i);
                return;
            }
        }
    }

    /** Timers of one duration, the earliest first. */
    static final class Lane {
        private final long delayNanos;
        private @Nullable Timer head;
        private @Nullable Timer tail;

        Lane(long delayNanos) {
            this.delayNanos = delayNanos;
        }

        void append(Timer timer) {
            timer.lane = this;
            timer.previous = tail;
            timer.next = null;
            if (tail == null) {
                head = timer;
            } else {
                tail.next = timer;
            }
            tail = timer;
        }

        void remove(Timer timer) {
            Timer previous = timer.previous;
            Timer next = timer.next;
            if (previous == null) {
                head = next;
            } else {
                previous.next = next;
            }
            if (next == null) {
                tail = previous;
            } else {
                next.previous = previous;
            }
            timer.lane = null;
            timer.previous = null;
            timer.next = null;
        }

        void expire(long now) {
            for (Timer timer = head; timer != null && timer.deadline - now <= 0; timer = head) {
                remove(timer);
                timer.expired();
            }
        }
    }
}
