package dev.madang.server;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * A log that a flood of failures does not fill: one line per reason and second, which says how many of the same reason
 * were left out since the last. Any thread.
 */
final class ThrottledLog {
    /*
     * Reasons are named by the library and, for handlers, by the application, never by a peer; should there be very
     * many all the same, the last ones share a window. A window is opened by the first line after the end of the one
     * before, so nothing runs when nothing is logged.
     */
    private static final int MANY = 1_000;

    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log;
    private final LongSupplier clock;
    private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();

    ThrottledLog(Logger log) {
        this(log, System::nanoTime);
    }

    ThrottledLog(Logger log, LongSupplier clock) {
        this.log = log;
        this.clock = clock;
    }

    private static final class Window {
        private final AtomicLong opened;
        private final AtomicLong leftOut = new AtomicLong();

        Window(long now) {
            this.opened = new AtomicLong(now - WINDOW_NANOS);
        }
    }

    /** Logs an error, unless one of the same reason was logged within the last second. */
    void error(String reason, String text, @Nullable Throwable failure) {
        log(Level.ERROR, reason, text, failure);
    }

    /** Logs, unless a line of the same reason was logged within the last second. */
    void log(Level level, String reason, String text, @Nullable Throwable failure) {
        if (!log.isEnabledForLevel(level)) {
            return;
        }
        long now = clock.getAsLong();
        Window window = windows.computeIfAbsent(windows.size() < MANY ? reason : "", unused -> new Window(now));
        long opened = window.opened.get();
        if (now - opened < WINDOW_NANOS || !window.opened.compareAndSet(opened, now)) {
            window.leftOut.incrementAndGet();
            return;
        }
        long leftOut = window.leftOut.getAndSet(0);
        var line = log.atLevel(level).setCause(failure).addKeyValue("reason", reason);
        line.log(leftOut == 0 ? text : text + " (" + leftOut + " more of this kind before)");
    }
}
