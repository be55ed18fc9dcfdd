package dev.madang.live.moderation;

import dev.madang.live.store.PostId;
import java.time.Duration;

/**
 * What a moderator wants done to a comment, or to its author. Immutable.
 *
 * @param action what; not {@link Action#SETTINGS}
 * @param post where the comment is
 * @param comment the comment's id
 * @param time for {@link Action#TIMEOUT}: how long, 1 second to 366 days; for the others zero
 */
public record Order(Action action, PostId post, String comment, Duration time) {
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Checks that the order can be carried out. */
    public Order {
        boolean timed = action == Action.TIMEOUT;
        if (action == Action.SETTINGS
                || timed != time.isPositive()
                || (timed && (time.compareTo(LONGEST) > 0 || time.compareTo(Duration.ofSeconds(1)) < 0))) {
            throw new IllegalArgumentException("a time-out has 1 second to 366 days, and nothing else has a time");
        }
    }
}
