package dev.madang.server;

import dev.madang.engine.Loop;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop with a thread of its own, in real time. */
final class ThreadLoop extends Loop implements AutoCloseable {
    private volatile @Nullable Thread thread;
    private final ScheduledThreadPoolExecutor executor;

    ThreadLoop(int index) {
        super(index);
        executor = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "loop-" + index);
            made.setDaemon(true);
            thread = made;
            return made;
        });
    }

    @Override
    public boolean execute(Runnable task) {
        try {
            executor.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    @Override
    public boolean inLoop() {
        return thread == Thread.currentThread();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    @Override
    protected void schedule(Runnable task, long delayNanos) {
        executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
