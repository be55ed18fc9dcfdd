package dev.madang.live.moderation;

/**
 * What a reader says is wrong with a comment. Immutable.
 *
 * @param post where the comment is
 * @param reason in the reader's words; may be empty
 * @param at when, in milliseconds since 1970
 */
public record Report(String post, String reason, long at) {}
