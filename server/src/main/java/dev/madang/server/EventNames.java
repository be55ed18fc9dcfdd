package dev.madang.server;

import java.time.Duration;
import java.util.Set;

/** The checks that every emit makes before it does anything. */
final class EventNames {
    private static final Set<String> RESERVED =
            Set.of("connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener");

    /** The longest time that callers may name: what a loop's clock counts without overflow. */
    static final Duration LONGEST = Duration.ofDays(365);

    private EventNames() {}

    static void check(String event) {
        if (RESERVED.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }

    static Duration positive(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "timeout must be longer than zero and not longer than a year, not " + timeout);
        }
        return timeout;
    }
}
