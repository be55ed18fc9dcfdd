package dev.madang.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Counts messages, errors and delays of the running window. */
final class Tally {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

    private final Histogram delays = new Histogram(LONGEST, 3);
    private long messages;
    private long errors;

    void message(long nanos) {
        messages++;
        delays.recordValue(Math.min(LONGEST, Math.max(0, nanos)));
    }

    void error() {
        errors++;
    }

    /** Messages of this window do not count again; errors of any time do. */
    void reset() {
        messages = 0;
        delays.reset();
    }

    Count count() {
        return new Count(messages, errors, delays.copy());
    }
}
