package dev.madang.live.moderation;

import dev.madang.live.store.PostId;

/**
 * Something that happened to a comment, told without anything that people wrote. Immutable.
 *
 * @param event {@code comment.published}, {@code comment.pending}, {@code comment.hidden}, {@code comment.removed} or {@code
 *     comment.reported}
 * @param post where
 * @param comment to which comment
 * @param at when, in milliseconds since 1970
 */
public record Notice(String event, String post, String comment, long at) {
    static Notice of(String event, PostId post, String comment, long at) {
        return new Notice(event, post.hex(), comment, at);
    }
}
