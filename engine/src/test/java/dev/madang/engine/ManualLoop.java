package dev.madang.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.NullUnmarked;

/** A loop in virtual time. All loops of one {@link Time} take turns on the test's thread. */
@NullUnmarked
final class ManualLoop extends Loop {
    private final Time time;
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Scheduled> scheduled = new PriorityQueue<>(
            ((Comparator<Scheduled>) (a, b) -> Long.signum(a.at - b.at)).thenComparingLong(Scheduled::number));

    private boolean ended;

    private record Scheduled(long at, long number, Runnable task) {}

    private ManualLoop(int index, Time time) {
        super(index);
        this.time = time;
    }

    @Override
    public boolean execute(Runnable task) {
        return !ended && tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return time.current == this;
    }

    @Override
    public long nanoTime() {
        return time.nanos;
    }

    @Override
    protected void schedule(Runnable task, long delayNanos) {
        if (!inLoop()) {
            throw new IllegalStateException("schedule outside the loop");
        }
        scheduled.add(new Scheduled(time.nanos + delayNanos, time.number++, task));
    }

    /** Wake-ups that are still to come. */
    int scheduled() {
        return scheduled.size();
    }

    boolean ended() {
        return ended;
    }

    /** Takes nothing more; its timers are forgotten. */
    void end() {
        ended = true;
        scheduled.clear();
    }

    boolean idle() {
        return tasks.isEmpty();
    }

    /** Runs the next task, if there is one. */
    void runOne() {
        Runnable task = tasks.poll();
        if (task != null) {
            run(this, task);
        }
    }

    private void run(ManualLoop loop, Runnable task) {
        ManualLoop before = time.current;
        time.current = loop;
        try {
            task.run();
        } finally {
            time.current = before;
        }
    }

    /** The clock of some loops. */
    static final class Time {
        private final List<ManualLoop> loops = new ArrayList<>();
        private long nanos = Long.MAX_VALUE - 5_000_000_000L;
        private long number;
        private ManualLoop current;

        ManualLoop loop() {
            ManualLoop loop = new ManualLoop(loops.size(), this);
            loops.add(loop);
            return loop;
        }

        /** Runs all tasks of all loops, until none is left. */
        void settle() {
            boolean busy = true;
            while (busy) {
                busy = false;
                for (ManualLoop loop : loops) {
                    busy |= !loop.idle();
                    loop.runOne();
                }
            }
        }

        /** Lets time pass, running what is due exactly when it is. */
        void advance(long millis) {
            settle();
            long end = nanos + millis * 1_000_000;
            for (Scheduled next = next(end); next != null; next = next(end)) {
                nanos = Math.max(next.at - nanos, 0) + nanos;
                runDue();
                settle();
            }
            nanos = end;
        }

        /** Lets time pass with nobody awake, as when the process is stopped; what was due runs behind. */
        void freeze(long millis) {
            settle();
            nanos += millis * 1_000_000;
            runDue();
            settle();
        }

        /** Lets time pass, but no timer notices until the next {@link #advance} or {@link #freeze}. */
        void lag(long millis) {
            settle();
            nanos += millis * 1_000_000;
        }

        private Scheduled next(long end) {
            Scheduled earliest = null;
            for (ManualLoop loop : loops) {
                Scheduled head = loop.scheduled.peek();
                if (head != null && head.at - end <= 0 && (earliest == null || head.at - earliest.at < 0)) {
                    earliest = head;
                }
            }
            return earliest;
        }

        private void runDue() {
            for (ManualLoop loop : loops) {
                while (!loop.scheduled.isEmpty() && loop.scheduled.peek().at - nanos <= 0) {
                    loop.run(loop, loop.scheduled.poll().task);
                }
            }
        }
    }
}
