package dev.madang.server;

import dev.madang.engine.Loop;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The threads that handlers, middlewares and completions run on, as {@link HandlerMode} says. Any thread. */
final class HandlerThreads {
    private final HandlerMode mode;
    private final Backpressure backpressure;
    private final @Nullable ExecutorService virtual;

    HandlerThreads(HandlerMode mode, Backpressure backpressure) {
        this.mode = mode;
        this.backpressure = backpressure;
        this.virtual = mode == HandlerMode.VIRTUAL_THREADS
                ? Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("madang-handler-", 0).factory())
                : null;
    }

    /** Whether handlers run on the event loop, within the call that brings the event. */
    boolean inPlace() {
        return mode == HandlerMode.EVENT_LOOP;
    }

    /**
     * Runs a task: at once if handlers run on the loop and this is it, unless they have to wait for other loops.
     *
     * @return false if the task will not run: the executor refuses it, the server has stopped, or the loop has ended
     */
    boolean run(Loop loop, Runnable task) {
        try {
            switch (mode) {
                case HandlerMode.Standard standard -> {
                    if (virtual == null) {
                        return backpressure.of(loop).run(task);
                    } else {
                        virtual.execute(task);
                    }
                }
                case HandlerMode.Given given -> given.executor().execute(task);
            }
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /**
     * Puts a task off if the current thread is a loop whose handlers have to wait for other loops; answers whether it
     * did.
     */
    boolean putsOff(Runnable task) {
        Ahead here = backpressure.here();
        if (here == null || !here.waits()) {
            return false;
        }
        here.putOff(task);
        return true;
    }

    /** As {@link #run(Loop, Runnable)}, for what belongs to no loop: in EVENT_LOOP mode on the calling thread. */
    boolean run(Runnable task) {
        try {
            switch (mode) {
                case HandlerMode.Standard standard -> {
                    if (virtual == null) {
                        task.run();
                    } else {
                        virtual.execute(task);
                    }
                }
                case HandlerMode.Given given -> given.executor().execute(task);
            }
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** As {@link #run(Loop, Runnable)}, for what must happen even when the threads are gone: then on the calling thread. */
    void complete(Loop loop, Runnable task) {
        if (!run(loop, task)) {
            task.run();
        }
    }

    /** Waits for running handlers, then interrupts them. */
    void close(Duration patience) throws InterruptedException {
        if (virtual == null) {
            return;
        }
        virtual.shutdown();
        if (!virtual.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            virtual.shutdownNow();
            virtual.awaitTermination(1, TimeUnit.SECONDS);
        }
    }
}
