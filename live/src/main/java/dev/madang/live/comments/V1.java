package dev.madang.live.comments;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.madang.live.store.Comment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that events of contract v1 carry; their keys and the order of these are part of the contract. */
final class V1 {
    private V1() {}

    /** A comment, in {@code load_comments}, {@code comment_added} and {@code comment_confirmed}. */
    @JsonPropertyOrder({"_id", "content", "userId", "createdAt"})
    record Shown(@JsonProperty("_id") String id, String content, String userId, String createdAt) {
        static Shown of(Comment comment) {
            return new Shown(comment.id(), comment.content(), comment.author().userId(), comment.createdAt());
        }

        static List<Shown> of(List<Comment> comments) {
            return comments.stream().map(Shown::of).toList();
        }
    }

    /** {@code comment_confirmed}. */
    @JsonPropertyOrder({"message", "comment"})
    record Confirmed(String message, Shown comment) {}

    /** {@code comment_error}. */
    @JsonPropertyOrder({"message", "error"})
    record Failed(String message, String error) {}

    /** {@code connection_error}. */
    record Trouble(String message) {}

    /** The answer to who asked for one with {@code new_comment}: the comment is stored. */
    @JsonPropertyOrder({"ok", "comment"})
    record Done(boolean ok, Shown comment) {}

    /** The answer to who asked for one: it is not stored; {@code retryAfter} is in milliseconds. */
    @JsonPropertyOrder({"ok", "message", "error", "retryAfter"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            boolean ok,
            String message,
            String error,
            @Nullable Long retryAfter) {}
}
