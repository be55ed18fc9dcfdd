package dev.madang.live.v2;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** Runs something after a while. Any thread. */
@FunctionalInterface
interface Later {
    void run(Duration delay, Runnable task);

    /** On these threads, by the clock of the machine. */
    static Later on(Executor threads) {
        return (delay, task) -> CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, threads)
                .execute(task);
    }
}
