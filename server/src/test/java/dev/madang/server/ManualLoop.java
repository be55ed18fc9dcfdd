package dev.madang.server;

import dev.madang.engine.Loop;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** A loop whose tasks run when the test says so, and whose time is virtual. */
final class ManualLoop extends Loop {
    private record Wake(long at, long order, Runnable task) {}

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Wake> wakes =
            new PriorityQueue<>(Comparator.comparingLong(Wake::at).thenComparingLong(Wake::order));
    private volatile @Nullable Thread runner;
    private volatile boolean ended;
    private long now;
    private long order;

    ManualLoop(int index) {
        super(index);
    }

    @Override
    public boolean execute(Runnable task) {
        return !ended && tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return runner == Thread.currentThread();
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    protected void schedule(Runnable task, long delayNanos) {
        wakes.add(new Wake(now + delayNanos, order++, task));
    }

    /** Runs what it has taken, and takes nothing more; its timers are forgotten. */
    void end() {
        run();
        ended = true;
        wakes.clear();
    }

    int waiting() {
        return tasks.size();
    }

    int timers() {
        return wakes.size();
    }

    /** Runs what waits; answers whether there was anything. */
    boolean run() {
        boolean any = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            any = true;
            inside(task);
        }
        return any;
    }

    /** Runs a task as this loop, now. */
    void inside(Runnable task) {
        Thread before = runner;
        runner = Thread.currentThread();
        try {
            task.run();
        } finally {
            runner = before;
        }
    }

    void advance(Duration duration) {
        run();
        long end = now + duration.toNanos();
        while (!wakes.isEmpty() && wakes.peek().at() <= end) {
            Wake wake = wakes.poll();
            now = Math.max(now, wake.at());
            inside(wake.task());
            run();
        }
        now = end;
    }
}
