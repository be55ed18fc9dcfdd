package dev.madang.live.v2;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A comment as clients see it. Immutable.
 *
 * @param id 24 hexadecimal digits
 * @param seq its place in the list; 0 for the own comment that is held back
 * @param rev the post's counter at its last change
 * @param parent what it answers
 * @param root the comment its thread began with
 * @param by who wrote it; absent for what is gone
 * @param text plain text; absent for what is gone
 * @param at when it came, in milliseconds since 1970
 * @param edited when its text was changed, in milliseconds since 1970
 * @param pinned true if it stands above the others
 * @param up votes for it
 * @param down votes against it
 * @param replies published answers in its thread, the same in every row of a thread; absent for none
 * @param held true for the own comment that waits for a moderator
 * @param gone who took it away: {@code author} or {@code moderator}
 */
@JsonPropertyOrder({
    "id", "seq", "rev", "parent", "root", "by", "text", "at", "edited", "pinned", "up", "down", "replies", "held",
    "gone"
})
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Row(
        String id,
        long seq,
        long rev,
        @Nullable String parent,
        @Nullable String root,
        @Nullable By by,
        @Nullable String text,
        long at,
        @Nullable Long edited,
        @Nullable Boolean pinned,
        int up,
        int down,
        @Nullable Integer replies,
        @Nullable Boolean held,
        @Nullable String gone) {
    /** The same with other counters. */
    Row numbered(long otherSeq, long otherRev) {
        return new Row(
                id, otherSeq, otherRev, parent, root, by, text, at, edited, pinned, up, down, replies, held, gone);
    }

    /** The same in a thread of so many answers. */
    Row withReplies(@Nullable Integer others) {
        return new Row(id, seq, rev, parent, root, by, text, at, edited, pinned, up, down, others, held, gone);
    }

    /** The same with other votes. */
    Row withVotes(int otherUp, int otherDown) {
        return new Row(
                id, seq, rev, parent, root, by, text, at, edited, pinned, otherUp, otherDown, replies, held, gone);
    }

    /** The same with a text that was changed then. */
    Row withText(String other, long when) {
        return new Row(id, seq, rev, parent, root, by, other, at, when, pinned, up, down, replies, held, gone);
    }

    /**
     * Who wrote it.
     *
     * @param key the same in all comments of one author, and of no other
     * @param name as the author gave it
     * @param kind {@code guest}, {@code user}, {@code moderator} or {@code owner}
     */
    @JsonPropertyOrder({"key", "name", "kind"})
    public record By(String key, String name, String kind) {}
}
