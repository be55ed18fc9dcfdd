package dev.madang.live.comments;

import dev.madang.live.store.Comment;

/** Everybody who looks at posts in one way, such as contract v1's rooms. */
@FunctionalInterface
public interface Audience {
    /** Shows a new comment to all who look at its post; in the post's order, on the thread of its line. */
    void added(Comment comment);
}
