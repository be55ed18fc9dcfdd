package dev.madang.live.comments;

import dev.madang.live.store.Comment;
import dev.madang.live.store.Page;
import dev.madang.server.PreparedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The newest published comments of a post that is looked at, and the frames that show them to everybody who joins, one per
 * kind of client. Belongs to the post's line: only its tasks touch it.
 */
public final class HotPage {
    /** Bytes of JSON of a page with a limited number of comments; older comments beyond it are left out. */
    static final int MAX_BYTES = 128 * 1024;

    private final int limit;
    private final long epoch;
    private final TreeMap<Long, Comment> comments = new TreeMap<>();
    private final Map<Object, PreparedEvent> frames = new HashMap<>();
    private boolean whole;
    private long rev;
    private long count;
    private int bytes;

    /**
     * A page as it was read.
     *
     * @param rev where its viewers stand; comments that became visible later are left out
     */
    HotPage(int limit, Page read, long rev) {
        this.limit = limit;
        this.epoch = read.epoch();
        this.rev = rev;
        this.count = read.count();
        this.whole = limit == 0 || read.comments().size() < limit;
        for (Comment comment : read.comments()) {
            if (comment.seq() <= rev) {
                put(comment);
            }
        }
    }

    /** The comments, oldest first. */
    public List<Comment> comments() {
        return List.copyOf(comments.values());
    }

    /** The epoch of the post's history; 0 before its first comment was read from the store. */
    public long epoch() {
        return epoch;
    }

    /** Where who reads the page stands. */
    public long rev() {
        return rev;
    }

    /** How many comments the post has. */
    public long count() {
        return count;
    }

    /** Whether there are older comments. */
    public boolean more() {
        return !whole;
    }

    /**
     * The page as an event: encoded by the first who asks after a change, and the same for all others of the same kind.
     *
     * @param kind tells the kinds of clients apart
     */
    public PreparedEvent frame(Object kind, Function<HotPage, PreparedEvent> encoder) {
        PreparedEvent frame = frames.get(kind);
        if (frame == null) {
            frame = encoder.apply(this);
            frames.put(kind, frame);
        }
        return frame;
    }

    /** Follows what the viewers are shown; false if the page cannot tell any more what it holds, and must be read anew. */
    boolean show(Showing showing) {
        Comment row = showing.row();
        frames.clear();
        rev = row.rev();
        count = showing.count();
        if (row.root() != null) {
            comments.replaceAll(
                    (seq, other) -> other.thread().equals(row.root()) ? other.withReplies(row.replies()) : other);
        }
        Comment before = comments.remove(row.seq());
        if (before != null) {
            bytes -= RowBytes.of(before);
        }
        if (!row.published()) {
            return before == null || whole;
        }
        if (whole || comments.isEmpty() || row.seq() > comments.firstKey()) {
            put(row);
        }
        return true;
    }

    private void put(Comment comment) {
        comments.put(comment.seq(), comment);
        bytes += RowBytes.of(comment);
        while (limit > 0 && comments.size() > 1 && (comments.size() > limit || bytes > MAX_BYTES)) {
            bytes -= RowBytes.of(comments.pollFirstEntry().getValue());
            whole = false;
        }
    }

    int bytes() {
        return bytes;
    }
}
