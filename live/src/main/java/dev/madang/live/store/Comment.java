package dev.madang.live.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * A stored comment. Immutable.
 *
 * @param id 24 hexadecimal digits
 * @param post where it belongs
 * @param seq its place in the post's one order, taken when it became visible to others; 0 if it never was; never changes
 * @param rev the value of the post's counter at its last visible change; equals {@code seq} until then
 * @param parent the id of the comment it answers, or null
 * @param root the id of the comment its thread began with, or null if it began one
 * @param author who wrote it
 * @param content plain text
 * @param createdMillis when the store took it, milliseconds since 1970
 * @param editedMillis when its text last changed; 0 for never
 * @param status who may see it
 * @param pinned whether it stands above the others
 * @param up votes for it, as of the last tally
 * @param down votes against it, as of the last tally
 * @param replies published answers in its thread: the same in all rows of a thread
 */
public record Comment(
        String id,
        PostId post,
        long seq,
        long rev,
        @Nullable String parent,
        @Nullable String root,
        Author author,
        String content,
        long createdMillis,
        long editedMillis,
        Status status,
        boolean pinned,
        int up,
        int down,
        int replies) {
    /** The text of a comment whose text was forgotten. */
    static final String ERASED = "-";

    private static final DateTimeFormatter SEOUL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Seoul"));

    /** A comment nobody answered, voted for or changed. */
    public static Comment fresh(String id, PostId post, long seq, Author author, String content, long createdMillis) {
        return new Comment(
                id, post, seq, seq, null, null, author, content, createdMillis, 0, Status.PUBLISHED, false, 0, 0, 0);
    }

    /** What is left of a comment that was forgotten. */
    static Comment erased(String id, PostId post) {
        return fresh(id, post, 0, Author.ERASED, ERASED, 0);
    }

    /** Whether it was forgotten by {@link Change.Erase} and stands there only because it was answered. */
    public boolean isErased() {
        return author.equals(Author.ERASED) && content.equals(ERASED);
    }

    /** The time in Seoul as {@code YYYY-MM-DD HH:mm:ss}, as contract v1 shows it. */
    public String createdAt() {
        return SEOUL.format(Instant.ofEpochMilli(createdMillis));
    }

    /** Whether others see its text. */
    public boolean published() {
        return status == Status.PUBLISHED;
    }

    /** The id of the comment its thread began with, which may be its own. */
    public String thread() {
        return root == null ? id : root;
    }

    /** This comment with that place in the order, 0 for none, below its parent; nobody has voted on it or answered it yet. */
    Comment placed(long place, @Nullable Comment under) {
        return new Comment(
                id,
                post,
                place,
                place,
                parent,
                under == null ? null : under.thread(),
                author,
                content,
                createdMillis,
                editedMillis,
                status,
                pinned,
                0,
                0,
                under == null ? 0 : under.replies());
    }

    /** This comment in a thread of so many answers. */
    public Comment withReplies(int count) {
        return new Comment(
                id,
                post,
                seq,
                rev,
                parent,
                root,
                author,
                content,
                createdMillis,
                editedMillis,
                status,
                pinned,
                up,
                down,
                count);
    }
}
