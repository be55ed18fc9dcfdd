package dev.madang.live.comments;

/** Everybody who looks at posts in one way, such as contract v1's rooms. */
@FunctionalInterface
public interface Audience {
    /** Shows to all who look at a post how one of its comments is now; in the post's order, on the thread of its line. */
    void shown(Showing showing);
}
