package dev.madang.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * How often something may happen: a bucket that holds {@code burst} tokens at first and at most, and gets {@code count}
 * of them per {@code period}, evenly over the time. Immutable.
 *
 * @param count tokens per period, at least 1
 * @param period longer than zero
 * @param burst what may happen at once after a pause, at least 1
 */
public record Rate(long count, Duration period, long burst) {
    /** Checks the values. */
    public Rate {
        if (count < 1 || burst < 1 || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException(
                    "a rate has a count and a burst of at least 1 and a period longer than zero, not " + count + " per "
                            + period + ", burst " + burst);
        }
    }

    /** So many per second, and as many at once. */
    public static Rate perSecond(long count) {
        return new Rate(count, Duration.ofSeconds(1), count);
    }

    /** So many per minute, and as many at once. */
    public static Rate perMinute(long count) {
        return new Rate(count, Duration.ofMinutes(1), count);
    }

    /** The same rate, with so many at once after a pause. */
    public Rate withBurst(long value) {
        return new Rate(count, period, value);
    }

    Bucket bucket(TimeMeter clock) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(burst).refillGreedy(count, period))
                .build();
    }

    /** After how long an empty bucket is full again. */
    Duration recovery() {
        return period.multipliedBy(burst / count + 1);
    }
}
