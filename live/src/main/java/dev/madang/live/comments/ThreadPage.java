package dev.madang.live.comments;

import dev.madang.live.store.Comment;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.Threads;
import dev.madang.server.PreparedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The newest threads of a post that is looked at, each with its first answers, the pinned comments, and the one frame that
 * shows them to everybody who joins. Belongs to the post's line: only its tasks touch it.
 */
public final class ThreadPage {
    private final int limit;
    private final long epoch;
    private final TreeMap<Long, Strand> strands = new TreeMap<>();
    private final Map<String, Strand> byRoot = new HashMap<>();
    private final TreeMap<Long, Comment> pinned = new TreeMap<>();
    private @Nullable PreparedEvent frame;
    private boolean whole;
    private long rev;
    private long count;
    private int bytes;

    ThreadPage(int limit, Threads read, long rev) {
        this.limit = limit;
        this.epoch = read.epoch();
        this.count = read.count();
        this.rev = rev;
        this.whole = read.newest().next() == null;
        read.newest().rows().stream().filter(row -> row.seq() <= rev).forEach(this::putRoot);
        read.pinned().stream().filter(row -> row.seq() <= rev).forEach(row -> pinned.put(row.seq(), row));
        for (Comment reply : read.newest().replies()) {
            Strand strand = byRoot.get(reply.thread());
            if (strand != null && reply.seq() <= rev) {
                strand.replies.put(reply.seq(), reply);
                bytes += RowBytes.of(reply);
            }
        }
        trim();
    }

    /** The rows, each root followed by its first answers; roots oldest first. */
    public List<Comment> rows() {
        var rows = new ArrayList<Comment>();
        for (Strand strand : strands.values()) {
            rows.add(strand.root);
            rows.addAll(strand.replies.values());
        }
        return rows;
    }

    /** The pinned comments, oldest first. */
    public List<Comment> pinned() {
        return List.copyOf(pinned.values());
    }

    /** As {@link HotPage#epoch}. */
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

    /** The cursor, in the order of the newest, of what follows; null if these are all threads. */
    public @Nullable String next() {
        return whole || strands.isEmpty() ? null : Long.toString(strands.firstKey());
    }

    /** The page as an event: encoded by the first who asks after a change, and the same for all others. */
    public PreparedEvent frame(Function<ThreadPage, PreparedEvent> encoder) {
        PreparedEvent current = frame;
        if (current == null) {
            current = encoder.apply(this);
            frame = current;
        }
        return current;
    }

    /** Follows what the viewers are shown. */
    void show(Showing showing) {
        Comment row = showing.row();
        frame = null;
        rev = row.rev();
        count = showing.count();
        if (row.pinned() && row.published()) {
            pinned.put(row.seq(), row);
        } else {
            pinned.remove(row.seq());
        }
        if (row.root() == null) {
            showRoot(row);
        } else {
            showReply(row, row.root());
        }
        trim();
    }

    int bytes() {
        return bytes;
    }

    private void showRoot(Comment row) {
        Strand strand = byRoot.get(row.id());
        if (strand != null) {
            bytes += RowBytes.of(row) - RowBytes.of(strand.root);
            strand.root = row;
            dropIfEmpty(strand);
        } else if ((row.published() || row.replies() > 0) && within(row.seq())) {
            putRoot(row);
        }
    }

    private void showReply(Comment row, String root) {
        pinned.replaceAll(
                (seq, comment) -> comment.thread().equals(root) ? comment.withReplies(row.replies()) : comment);
        Strand strand = byRoot.get(root);
        if (strand == null) {
            return;
        }
        strand.root = strand.root.withReplies(row.replies());
        Comment before = strand.replies.remove(row.seq());
        bytes -= before == null ? 0 : RowBytes.of(before);
        boolean follows = strand.replies.isEmpty() || row.seq() > strand.replies.lastKey();
        boolean adjoins = !follows || strand.replies.size() == row.replies() - 1;
        if (row.published() && (before != null || adjoins)) {
            strand.replies.put(row.seq(), row);
            bytes += RowBytes.of(row);
        }
        if (strand.replies.size() > PageQuery.FIRST_REPLIES) {
            bytes -= RowBytes.of(strand.replies.pollLastEntry().getValue());
        }
        strand.replies.replaceAll((seq, reply) -> reply.withReplies(row.replies()));
        dropIfEmpty(strand);
    }

    private boolean within(long seq) {
        return whole || strands.isEmpty() || seq > strands.firstKey();
    }

    private void putRoot(Comment row) {
        var strand = new Strand(row);
        strands.put(row.seq(), strand);
        byRoot.put(row.id(), strand);
        bytes += RowBytes.of(row);
    }

    private void dropIfEmpty(Strand strand) {
        if (!strand.root.published() && strand.root.replies() == 0) {
            drop(strand);
        }
    }

    private void trim() {
        while (strands.size() > 1 && (strands.size() > limit || bytes > HotPage.MAX_BYTES)) {
            drop(strands.firstEntry().getValue());
            whole = false;
        }
    }

    private void drop(Strand strand) {
        strands.remove(strand.root.seq());
        byRoot.remove(strand.root.id());
        bytes -= RowBytes.of(strand.root);
        bytes -= strand.replies.values().stream().collect(Collectors.summingInt(RowBytes::of));
    }

    private static final class Strand {
        final TreeMap<Long, Comment> replies = new TreeMap<>();
        Comment root;

        Strand(Comment root) {
            this.root = root;
        }
    }
}
