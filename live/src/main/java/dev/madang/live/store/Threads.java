package dev.madang.live.store;

import java.util.List;

/**
 * The newest threads of a post in one snapshot. Immutable.
 *
 * @param newest newest first, with their first answers
 * @param pinned the published comments that are pinned, oldest first; they are among {@code newest} too if they are new
 * @param head the value of the post's counter
 * @param epoch as in {@link Page}
 * @param count how many comments of the post are published
 */
public record Threads(Slice newest, List<Comment> pinned, long head, long epoch, long count) {
    public Threads {
        pinned = List.copyOf(pinned);
    }
}
