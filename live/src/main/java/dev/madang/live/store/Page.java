package dev.madang.live.store;

import java.util.List;

/**
 * The newest published comments of a post in one snapshot. Immutable.
 *
 * @param comments oldest first
 * @param head the value of the post's counter; 0 if nobody ever saw a comment of it
 * @param epoch changes when the post's history was replaced; 0 if the post has no comment yet
 * @param count how many comments of the post are published
 */
public record Page(List<Comment> comments, long head, long epoch, long count) {
    public Page {
        comments = List.copyOf(comments);
    }
}
