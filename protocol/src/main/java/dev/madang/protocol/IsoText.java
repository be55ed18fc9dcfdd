package dev.madang.protocol;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/** Points in time as JavaScript's {@code toISOString} writes them: with milliseconds and {@code Z}. */
final class IsoText {
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private IsoText() {}

    static String of(Instant instant) {
        return FORMAT.format(instant);
    }
}
