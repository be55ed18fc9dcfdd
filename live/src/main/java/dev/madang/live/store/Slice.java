package dev.madang.live.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a post's list. Immutable.
 *
 * @param rows in the order asked for: published comments, and gone ones that published answers stand below
 * @param replies the first published answers of each of them, oldest first; empty where the rows are answers themselves
 * @param next the cursor of what follows, or null at the end
 */
public record Slice(
        List<Comment> rows, List<Comment> replies, @Nullable String next) {
    public Slice {
        rows = List.copyOf(rows);
        replies = List.copyOf(replies);
    }
}
