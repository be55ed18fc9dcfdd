package dev.madang.live.v2;

import dev.madang.live.store.PostId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a post's comments for whoever has no connection yet. Immutable.
 *
 * @param post whose comments
 * @param count how many comments of the post are published
 * @param rows threads, the oldest first, each followed by its first answers
 * @param pinned the comments that stand above the others
 * @param next the cursor of the part before, or null if there is none
 * @param json the event {@code page} as who joins gets it; null for a part that nobody can go on from
 */
public record ServedPage(
        PostId post,
        long count,
        List<Row> rows,
        List<Row> pinned,
        @Nullable String next,
        @Nullable String json) {
    public ServedPage {
        rows = List.copyOf(rows);
        pinned = List.copyOf(pinned);
    }
}
