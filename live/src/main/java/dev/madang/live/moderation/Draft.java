package dev.madang.live.moderation;

import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.PostId;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to write. Immutable.
 *
 * @param post where
 * @param author who
 * @param network the network that it comes from, as {@link dev.madang.limits.ClientAddress} writes it
 * @param text what
 * @param cid the client's own id of it, or null: a repetition is not too early
 * @param edited the comment it is to replace, or null if it is a new one
 */
public record Draft(
        PostId post,
        Author author,
        String network,
        String text,
        @Nullable String cid,
        @Nullable Comment edited) {}
