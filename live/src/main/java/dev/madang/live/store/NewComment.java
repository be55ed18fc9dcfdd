package dev.madang.live.store;

import org.jspecify.annotations.Nullable;

/**
 * A comment on its way into the store. Immutable.
 *
 * @param id 24 hexadecimal digits, given before the commit so that an unknown outcome can be looked up
 * @param post where it belongs; the post comes into being with its first comment
 * @param key the name the post's id was made of, or null for a post that is known by its id
 * @param author who wrote it
 * @param content plain text, never empty
 * @param cid the client's own id for it, or null; a second comment of that post, author and cid is the first again
 */
public record NewComment(
        String id,
        PostId post,
        @Nullable String key,
        Author author,
        String content,
        @Nullable String cid) {}
