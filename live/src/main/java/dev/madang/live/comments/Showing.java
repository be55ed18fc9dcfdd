package dev.madang.live.comments;

import dev.madang.live.store.Comment;
import java.util.OptionalLong;

/**
 * A step of what the viewers of a post see. Immutable.
 *
 * @param row the comment as it is now; gone ones are to be shown without author and text
 * @param added whether the viewers have not seen it before
 * @param from the {@code rev} that viewers stood at; now it is the row's
 * @param count the post's published comments
 * @param committed when it was committed, by {@link System#nanoTime}; empty if that was not seen
 */
public record Showing(Comment row, boolean added, long from, long count, OptionalLong committed) {}
