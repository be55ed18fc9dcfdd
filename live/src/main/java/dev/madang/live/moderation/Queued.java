package dev.madang.live.moderation;

import dev.madang.live.store.Comment;
import java.util.List;

/**
 * A comment that waits for a moderator. Immutable.
 *
 * @param row the comment, whatever its state
 * @param reports what readers said about it
 */
public record Queued(Comment row, List<Report> reports) {
    public Queued {
        reports = List.copyOf(reports);
    }
}
