package dev.madang.live.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.madang.live.moderation.AuditEntry;
import dev.madang.live.store.Comment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The answers and pushes of contract v2; their keys are part of the contract. */
final class Values {
    private Values() {}

    /** Who the client is; {@code refusal} is the code that whatever it writes is refused with. */
    @JsonPropertyOrder({"key", "name", "role", "editWindow", "refusal"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Me(
            String key,
            String name,
            String role,
            long editWindow,
            @Nullable String refusal) {}

    /** The answer to {@code auth}. */
    @JsonPropertyOrder({"ok", "me"})
    record Known(boolean ok, Me me) {}

    /** The push {@code page}. */
    @JsonPropertyOrder({"post", "epoch", "rev", "count", "rows", "pinned", "next"})
    record Page(
            String post,
            long epoch,
            long rev,
            long count,
            List<Row> rows,
            List<Row> pinned,
            @Nullable String next) {}

    /** The push {@code changes}. */
    @JsonPropertyOrder({"post", "from", "rev", "count", "rows"})
    record Changes(String post, long from, long rev, long count, List<Row> rows) {}

    /** The push {@code viewers}. */
    @JsonPropertyOrder({"post", "count"})
    record Viewers(String post, int count) {}

    /** The push {@code people}: who is in a chat room; nobody is named where there are too many. */
    @JsonPropertyOrder({"post", "count", "people"})
    record People(String post, int count, List<Row.By> people) {}

    /** The answer to a question for rooms. */
    record Rooms(boolean ok, List<Room> rooms) {}

    /** A chat room: its name, how many messages it has, and how many look at it. */
    @JsonPropertyOrder({"room", "post", "count", "viewers"})
    record Room(String room, String post, long count, int viewers) {}

    /** The push {@code typing}: the names and keys of the first three, and how many more. */
    @JsonPropertyOrder({"post", "names", "keys", "more"})
    record Typing(String post, List<String> names, List<String> keys, int more) {}

    /** What is known of a post. */
    @JsonPropertyOrder({"ok", "post", "key", "url", "title", "epoch", "rev", "count", "viewers"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Post(
            boolean ok,
            String post,
            @Nullable String key,
            @Nullable String url,
            @Nullable String title,
            long epoch,
            long rev,
            long count,
            int viewers) {}

    /** The answer to {@code join}. */
    @JsonPropertyOrder({
        "ok", "post", "epoch", "rev", "count", "mode", "slow", "emoji", "closes", "me", "viewers", "held", "changes",
        "reload"
    })
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Joined(
            boolean ok,
            String post,
            long epoch,
            long rev,
            long count,
            String mode,
            int slow,
            @Nullable Boolean emoji,
            @Nullable Long closes,
            Me me,
            int viewers,
            List<Row> held,
            @Nullable List<Row> changes,
            @Nullable Boolean reload) {}

    /** The answer to a request that says nothing but yes. */
    record Ok(boolean ok) {}

    /** The answer to {@code more}. */
    @JsonPropertyOrder({"ok", "rows", "next"})
    record More(boolean ok, List<Row> rows, @Nullable String next) {}

    /** The answer to {@code catch_up}. */
    @JsonPropertyOrder({"ok", "epoch", "rev", "count", "rows", "more"})
    record Missed(boolean ok, long epoch, long rev, long count, List<Row> rows, boolean more) {}

    /** The answer to {@code catch_up} that asks to join anew. */
    @JsonPropertyOrder({"ok", "reload"})
    record Reload(boolean ok, boolean reload) {}

    /** The answer to {@code add}. */
    @JsonPropertyOrder({"ok", "row", "held"})
    record Added(boolean ok, Row row, boolean held) {}

    /** The answer to {@code edit} and {@code remove}. */
    @JsonPropertyOrder({"ok", "row"})
    record Changed(boolean ok, Row row) {}

    /** The answer to {@code vote}. */
    @JsonPropertyOrder({"ok", "up", "down", "mine"})
    record Voted(boolean ok, int up, int down, int mine) {}

    /** The answer to {@code votes}. */
    @JsonPropertyOrder({"ok", "votes"})
    record Votes(boolean ok, Map<String, Integer> votes) {}

    /** The answer to what is refused. */
    @JsonPropertyOrder({"ok", "code", "error", "retryAfter", "until"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Refused(
            boolean ok,
            String code,
            String error,
            @Nullable Long retryAfter,
            @Nullable Long until) {}

    /** The push {@code settings}; {@code emoji} is there where nothing else may be written, {@code closes} where age closes. */
    @JsonPropertyOrder({"post", "mode", "slow", "emoji", "closes"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Settings(
            String post,
            String mode,
            int slow,
            @Nullable Boolean emoji,
            @Nullable Long closes) {}

    /** The answer to {@code moderate} and {@code undo}; {@code audit} is absent if nothing had to be done. */
    @JsonPropertyOrder({"ok", "audit", "row"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Moderated(
            boolean ok, @Nullable String audit, @Nullable Row row) {}

    /** The answer to a question for what waits. */
    @JsonPropertyOrder({"ok", "rows", "next"})
    record Waiting(boolean ok, List<Waits> rows, @Nullable String next) {}

    /** A comment that waits for a moderator. */
    @JsonPropertyOrder({"post", "status", "row", "reasons"})
    record Waits(String post, String status, Row row, List<String> reasons) {}

    /** The answer to a question for the log. */
    @JsonPropertyOrder({"ok", "entries", "next"})
    record Log(
            boolean ok, List<AuditEntry> entries, @Nullable String next) {}

    /** The answer to a question for those who were stopped. */
    record Stopped(boolean ok, List<Person> people) {}

    /** Who was stopped; {@code until} is absent for ever and for none. */
    @JsonPropertyOrder({"person", "name", "banned", "until", "shadowed"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Person(
            String person,
            String name,
            boolean banned,
            @Nullable Long until,
            boolean shadowed) {}

    /** The answer to a question for settings: what holds, and what is set here. */
    @JsonPropertyOrder({"ok", "settings", "own"})
    record Rules(boolean ok, JsonNode settings, JsonNode own) {}

    /** What the asker wrote, the newest first, and the cursor of what follows. */
    @JsonPropertyOrder({"ok", "comments", "next"})
    record Mine(boolean ok, List<Own> comments, @Nullable String next) {}

    /** One's own comment. Who is kept from others without being told is not told here either. */
    @JsonPropertyOrder({"id", "post", "parent", "name", "text", "at", "edited", "state", "up", "down"})
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Own(
            String id,
            String post,
            @Nullable String parent,
            String name,
            String text,
            long at,
            @Nullable Long edited,
            String state,
            int up,
            int down) {
        static Own of(Comment row) {
            String state = switch (row.status()) {
                case PUBLISHED, SHADOWED -> "published";
                case PENDING -> "pending";
                case HIDDEN -> "hidden";
                case REMOVED -> "removed";
            };
            return new Own(
                    row.id(),
                    row.post().hex(),
                    row.parent(),
                    row.author().name(),
                    row.content(),
                    row.createdMillis(),
                    row.editedMillis() == 0 ? null : row.editedMillis(),
                    state,
                    row.up(),
                    row.down());
        }
    }

    /** How many comments of the asker were forgotten. */
    @JsonPropertyOrder({"ok", "erased"})
    record Forgotten(boolean ok, long erased) {}
}
