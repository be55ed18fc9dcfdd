package dev.madang.live.transfer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads when comments were written. Immutable. */
record Times(Instant now) {
    private static final Duration AHEAD = Duration.ofDays(1);

    /* Comments before that were not written on the web; a zero stands for an unknown time. */
    private static final Instant FIRST = Instant.parse("1990-01-01T00:00:00Z");

    static Times of(Clock clock) {
        return new Times(clock.instant());
    }

    /**
     * Milliseconds since 1970 of an ISO 8601 time, in UTC if it does not say otherwise, with a {@code T} or a space in its
     * middle; empty if it is none, lies before 1990, or more than a day ahead.
     */
    Optional<Long> of(@Nullable String text) {
        if (text == null || text.length() < 10) {
            return Optional.empty();
        }
        String iso = text.strip().replace(' ', 'T');
        boolean zoned = iso.endsWith("Z") || iso.indexOf('+', 10) > 0 || iso.indexOf('-', 10) > 0;
        try {
            Instant at = zoned
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return of(at.toEpochMilli());
        } catch (DateTimeParseException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** The same of milliseconds since 1970. */
    Optional<Long> of(long millis) {
        return millis < FIRST.toEpochMilli() || millis > now.plus(AHEAD).toEpochMilli()
                ? Optional.empty()
                : Optional.of(millis);
    }
}
