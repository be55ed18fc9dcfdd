package dev.madang.bench.micro;

import dev.madang.engine.Loop;
import java.util.ArrayDeque;
import java.util.Queue;

/** A home thread that is the benchmark's own; its timers never run. */
final class InlineLoop extends Loop {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    InlineLoop() {
        super(0);
    }

    @Override
    public boolean execute(Runnable task) {
        return tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    protected void schedule(Runnable task, long delayNanos) {}

    void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }
}
