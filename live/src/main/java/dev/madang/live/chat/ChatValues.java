package dev.madang.live.chat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.madang.live.store.Comment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values that the chat's events carry. */
final class ChatValues {
    private ChatValues() {}

    /** A message. */
    @JsonPropertyOrder({"id", "seq", "name", "text", "at"})
    record Message(String id, long seq, String name, String text, long at) {
        static Message of(Comment comment) {
            return new Message(
                    comment.id(), comment.seq(), comment.author().name(), comment.content(), comment.createdMillis());
        }
    }

    /** The answer to a join. */
    @JsonPropertyOrder({"ok", "room", "you", "people", "epoch", "reload", "messages"})
    record Joined(
            boolean ok, String room, String you, int people, long epoch, boolean reload, List<Message> messages) {}

    /** The answer to a message that is stored. */
    @JsonPropertyOrder({"ok", "message"})
    record Sent(boolean ok, Message message) {}

    /** The answer to what was refused. */
    @JsonPropertyOrder({"ok", "error", "retryAfter"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(boolean ok, String error, @Nullable Long retryAfter) {}

    /** {@code chat_people}. */
    record People(int count) {}
}
