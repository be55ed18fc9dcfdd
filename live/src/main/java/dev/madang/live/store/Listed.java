package dev.madang.live.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of an answer. Immutable.
 *
 * @param rows newest first; with a text to look for there may be fewer than asked for, or none, though more follow
 * @param next the cursor of what follows, or null at the end
 */
public record Listed<T>(List<T> rows, @Nullable String next) {
    public Listed {
        rows = List.copyOf(rows);
    }
}
