package dev.madang.live.comments;

import dev.madang.live.store.Comment;
import dev.madang.server.PreparedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The newest comments of a post that is looked at, and the one frame that shows them to everybody who joins. Belongs to
 * the post's line: only its tasks touch it.
 */
public final class HotPage {
    /** Bytes of JSON of a page with a limited number of comments; older comments beyond it are left out. */
    static final int MAX_BYTES = 128 * 1024;

    private static final int KEYS_AND_ID = 160;

    private final int limit;
    private final long epoch;
    private final Deque<Comment> comments = new ArrayDeque<>();
    private int bytes;
    private @Nullable PreparedEvent frame;

    HotPage(int limit, long epoch, List<Comment> oldestFirst) {
        this.limit = limit;
        this.epoch = epoch;
        oldestFirst.forEach(this::add);
    }

    /** The comments, oldest first. */
    public List<Comment> comments() {
        return List.copyOf(comments);
    }

    /** The epoch of the post's history; 0 before its first comment was read from the store. */
    public long epoch() {
        return epoch;
    }

    /** The page as an event: encoded by the first who asks after a change, and the same for all others. */
    public PreparedEvent frame(Function<List<Comment>, PreparedEvent> encoder) {
        PreparedEvent current = frame;
        if (current == null) {
            current = encoder.apply(comments());
            frame = current;
        }
        return current;
    }

    void add(Comment comment) {
        frame = null;
        comments.add(comment);
        bytes += bytes(comment);
        while (limit > 0 && comments.size() > 1 && (comments.size() > limit || bytes > MAX_BYTES)) {
            bytes -= bytes(comments.remove());
        }
    }

    int bytes() {
        return bytes;
    }

    private static int bytes(Comment comment) {
        return KEYS_AND_ID
                + jsonBytes(comment.content())
                + jsonBytes(comment.author().name());
    }

    private static int jsonBytes(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ') {
                bytes += 6;
            } else if (c == '"' || c == '\\') {
                bytes += 2;
            } else if (c < 0x80) {
                bytes++;
            } else {
                bytes += c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
            }
        }
        return bytes;
    }
}
