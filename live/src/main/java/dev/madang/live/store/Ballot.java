package dev.madang.live.store;

/**
 * A vote that is stored. Immutable.
 *
 * @param post where the comment is
 * @param comment the comment's id
 * @param voter as in {@link Change.Vote}
 * @param value 1 or -1
 */
public record Ballot(PostId post, String comment, String voter, int value) {}
