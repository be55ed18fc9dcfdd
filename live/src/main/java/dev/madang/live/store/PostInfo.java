package dev.madang.live.store;

/**
 * A post somebody wrote to. Immutable.
 *
 * @param post its id
 * @param topic what it is about
 * @param head the value of its counter
 * @param epoch as in {@link Page}; of a post whose history was never replaced it is when the first comment came, in
 *     milliseconds since 1970
 * @param count how many of its comments are published
 */
public record PostInfo(PostId post, Topic topic, long head, long epoch, long count) {}
