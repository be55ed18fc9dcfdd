package dev.madang.live.dashboard;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The samples of the last {@value #KEPT} seconds, taken once a second by a thread of its own. Any thread reads. */
final class History implements SmartLifecycle {
    static final int KEPT = 600;

    private static final Logger log = LoggerFactory.getLogger(History.class);

    private final LongFunction<Sample> gauges;
    private final Clock clock;
    private final ArrayDeque<Sample> kept = new ArrayDeque<>(KEPT);
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("madang-dashboard").daemon().factory());
    private final Sinks.Many<Sample> live = Sinks.many().multicast().directBestEffort();
    private volatile boolean running;

    History(LongFunction<Sample> gauges, Clock clock) {
        this.gauges = gauges;
        this.clock = clock;
    }

    /** What is kept, oldest first. */
    List<Sample> past() {
        synchronized (kept) {
            return new ArrayList<>(kept);
        }
    }

    /** The later ones, until the server stops; who is slow misses some. */
    Flux<Sample> live() {
        return live.asFlux().onBackpressureLatest();
    }

    void sample() {
        try {
            Sample sample = gauges.apply(clock.millis());
            synchronized (kept) {
                if (kept.size() == KEPT) {
                    kept.removeFirst();
                }
                kept.addLast(sample);
            }
            live.tryEmitNext(sample);
        } catch (RuntimeException e) {
            log.warn("The dashboard's numbers could not be read", e);
        }
    }

    @Override
    public void start() {
        running = true;
        thread.scheduleAtFixedRate(this::sample, 1, 1, TimeUnit.SECONDS);
    }

    /* Before the web server begins its orderly stop, which waits for open answers. */
    @Override
    public void stop() {
        running = false;
        thread.shutdownNow();
        live.tryEmitComplete();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
