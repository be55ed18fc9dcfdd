package dev.madang.protocol;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Points in time as JavaScript's {@code toISOString} writes them: with milliseconds and {@code Z}, and years before 0 or
 * after 9999 with a sign and six digits. Years that JavaScript does not know have as many digits as they need.
 */
final class IsoText {
    /*
     * Java writes +10000 for the year 10000, which no JavaScript reads: it wants +010000 (ECMA-262, 21.4.1.32.1).
     */
    private static final int YEAR_DIGITS = 6;
    private static final DateTimeFormatter FORMAT =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private IsoText() {}

    static String of(Instant instant) {
        String text = FORMAT.format(instant);
        char sign = text.charAt(0);
        if (sign != '+' && sign != '-') {
            return text;
        }
        int digits = text.indexOf('-', 1) - 1;
        return sign + "0".repeat(Math.max(0, YEAR_DIGITS - digits)) + text.substring(1);
    }
}
