package dev.madang.live.moderation;

import org.jspecify.annotations.Nullable;

/**
 * Something that only one person sees, since nobody else is to see what this person writes. Immutable.
 *
 * @param after the value of the post's counter that it follows
 * @param what what it is
 * @param comment the comment it is about
 * @param text for {@link What#EDIT} of a comment that others see: its text for this person; or null
 * @param value for {@link What#VOTE}: what this person voted
 * @param real for {@link What#VOTE}: the vote that everybody sees
 * @param at when, in milliseconds since 1970
 */
public record Shade(
        long after, What what, String comment, @Nullable String text, int value, int real, long at) {
    /** What it may be. */
    public enum What {
        /** A comment that the person wrote. */
        ADD,
        /** Another text of a comment. */
        EDIT,
        /** A comment that the person wrote for nobody, and took away. */
        REMOVE,
        /** A vote; the counter does not change. */
        VOTE,
        /** The votes on a comment are shown. */
        TALLY;

        /** Whether it takes a value of the counter, as this person sees it. */
        public boolean counts() {
            return this != VOTE;
        }
    }
}
