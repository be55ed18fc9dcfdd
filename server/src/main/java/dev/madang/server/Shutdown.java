package dev.madang.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a server, step by step, on a thread of its own. Any thread may start it, once. */
final class Shutdown {
    /*
     * Sessions go first, so that every disconnect handler gets its reason while threads are left to run it; then those
     * handlers; the listeners, whose loops everything else runs on, go last. Each step has what is left of one
     * patience; a step that fails or takes too long is logged, and the next one is taken all the same.
     */
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);
    private static final Duration ANSWERS = Duration.ofSeconds(5);

    private final SocketIo io;
    private final AtomicBoolean started = new AtomicBoolean();
    private final AtomicBoolean drained = new AtomicBoolean();
    private final AtomicInteger sockets = new AtomicInteger();
    private volatile boolean draining;
    private final CompletableFuture<Void> handled = new CompletableFuture<>();
    private final CompletableFuture<Void> complete = new CompletableFuture<>();
    private final ReentrantLock opening = new ReentrantLock();
    private final List<ListenerProvider.Listener> listeners = new ArrayList<>();
    private final CountDownLatch begun = new CountDownLatch(1);

    Shutdown(SocketIo io) {
        this.io = io;
    }

    /** Opens a listener that the end will close; none once the end has begun. */
    ListenerProvider.Listener open(Supplier<ListenerProvider.Listener> bind) {
        opening.lock();
        try {
            if (started.get()) {
                throw new IllegalStateException("the server is closed");
            }
            ListenerProvider.Listener listener = bind.get();
            listeners.add(listener);
            return listener;
        } finally {
            opening.unlock();
        }
    }

    private List<ListenerProvider.Listener> listeners() {
        opening.lock();
        try {
            return List.copyOf(listeners);
        } finally {
            opening.unlock();
        }
    }

    void began() {
        sockets.incrementAndGet();
    }

    void ended() {
        if (sockets.decrementAndGet() == 0 && draining) {
            handled.complete(null);
        }
    }

    /** Complete when nothing is left. */
    CompletableFuture<Void> complete() {
        return complete.copy();
    }

    /** Tells the clients bit by bit before the end. */
    CompletableFuture<Void> drain(Duration spread) {
        if (spread.isNegative()) {
            throw new IllegalArgumentException("the time to drain must not be negative: " + spread);
        }
        if (spread.compareTo(EventNames.LONGEST) > 0) {
            throw new IllegalArgumentException("the time to drain must not be longer than a year: " + spread);
        }
        io.engine().retire();
        if (!started.get() && drained.compareAndSet(false, true)) {
            Thread.ofVirtual().name("madang-drain").start(() -> outlast(spread));
            new Drain(spread, ANSWERS, this::start).start(io.engine().openSessions());
        }
        return complete.copy();
    }

    /** Begins the end when every session's time is over, for loops that have ended tell nobody. */
    private void outlast(Duration spread) {
        try {
            if (!begun.await(spread.plus(ANSWERS).plusSeconds(1).toNanos(), TimeUnit.NANOSECONDS)) {
                start();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    CompletableFuture<Void> start() {
        if (started.compareAndSet(false, true)) {
            begun.countDown();
            Thread.ofVirtual().name("madang-shutdown").start(this::run);
        }
        return complete.copy();
    }

    private void run() {
        try {
            steps();
        } finally {
            complete.complete(null);
        }
    }

    private void steps() {
        long end = System.nanoTime() + io.options().shutdownTimeout().toNanos();
        await("sessions", io.engine().close(), end);
        draining = true;
        if (sockets.get() == 0) {
            handled.complete(null);
        }
        await("disconnect handlers", handled, end);
        for (Namespace namespace : io.namespacesByName().end()) {
            await("adapter of " + namespace.name(), namespace.close(), end);
        }
        for (CompletableFuture<Void> unmade : io.namespacesByName().closing()) {
            await("adapter of a former namespace", unmade, end);
        }
        try {
            io.handlers().close(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<CompletionStage<Void>> closing = new ArrayList<>();
        for (ListenerProvider.Listener listener : listeners()) {
            closing.add(closed(listener));
        }
        long last = Math.max(end, System.nanoTime() + 1_000_000_000L);
        closing.forEach(listener -> await("listener", listener, last));
    }

    private static CompletionStage<Void> closed(ListenerProvider.Listener listener) {
        try {
            return listener.close();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void await(String what, CompletionStage<Void> stage, long end) {
        try {
            stage.toCompletableFuture().get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            log.warn("shutdown does not wait longer for: {}", what);
        } catch (ExecutionException e) {
            log.warn("shutdown, {}", what, e.getCause());
        } catch (CancellationException e) {
            log.warn("shutdown, {}", what, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
