package dev.madang.live.dashboard;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The thread that hashes passwords. One at a time, and {@value #WAITING} may wait: bcrypt is slow on purpose, and guests need the
 * processor too.
 */
final class Bcrypt implements AutoCloseable {
    private static final int WAITING = 50;

    private final Scheduler scheduler = Schedulers.newBoundedElastic(
            1, WAITING, "madang-login", (int) Duration.ofMinutes(1).toSeconds(), true);

    /** What that gives; fails with {@link Refused} if too many wait already. */
    <T> Mono<T> run(Callable<T> work) {
        return Mono.fromCallable(work)
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, e -> Refused.locked());
    }

    @Override
    public void close() {
        scheduler.dispose();
    }
}
