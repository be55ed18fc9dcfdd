package dev.madang.server;

import dev.madang.engine.Loop;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs tasks on handler threads, one at a time and in the order in which they were given. Any thread. */
final class InOrder {
    private static final Logger log = LoggerFactory.getLogger(InOrder.class);

    private final HandlerThreads handlers;
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    InOrder(HandlerThreads handlers) {
        this.handlers = handlers;
    }

    /** Lets a task run behind those that were given before; it must not throw. */
    void add(Runnable task) {
        if (enqueue(task)) {
            start();
        }
    }

    /** As {@link #add(Runnable)}, but never within the call, whatever the threads are. */
    void add(Loop loop, Runnable task) {
        if (enqueue(task) && !loop.execute(this::start)) {
            drop();
        }
    }

    private void start() {
        if (!handlers.run(this::runAll)) {
            drop();
        }
    }

    private synchronized boolean enqueue(Runnable task) {
        waiting.add(task);
        boolean idle = !running;
        running = true;
        return idle;
    }

    private void runAll() {
        while (!handlers.putsOff(this::runAll)) {
            Runnable task = take();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    private synchronized @Nullable Runnable take() {
        Runnable task = waiting.poll();
        running = task != null;
        return task;
    }

    private synchronized void drop() {
        log.debug("no thread takes {} listener calls", waiting.size());
        waiting.clear();
        running = false;
    }
}
