package dev.madang.live.store;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A stored comment. Immutable.
 *
 * @param id 24 hexadecimal digits
 * @param post where it belongs
 * @param seq its place in the post's one order; never changes
 * @param rev the value of the post's counter at its last visible change; equals {@code seq} until then
 * @param author who wrote it
 * @param content plain text
 * @param createdMillis when the store took it, milliseconds since 1970
 */
public record Comment(String id, PostId post, long seq, long rev, Author author, String content, long createdMillis) {
    private static final DateTimeFormatter SEOUL =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.of("Asia/Seoul"));

    /** The time in Seoul as {@code YYYY-MM-DD HH:mm:ss}, as contract v1 shows it. */
    public String createdAt() {
        return SEOUL.format(Instant.ofEpochMilli(createdMillis));
    }
}
