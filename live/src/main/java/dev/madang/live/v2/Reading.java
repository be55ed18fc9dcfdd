package dev.madang.live.v2;

import dev.madang.live.comments.HotPage;
import dev.madang.live.comments.RowBytes;
import dev.madang.live.comments.ThreadPage;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Slice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers to who reads, none above 128 KiB unless a single row is. Any thread that may block. */
final class Reading {
    /** Rows of one catch-up. */
    static final int CATCH_UP = 200;

    private static final int PAGE = 50;
    private static final int MAX_BYTES = 128 * 1024;

    private final CommentStore store;
    private final Rows rows;

    Reading(CommentStore store, Rows rows) {
        this.store = store;
        this.rows = rows;
    }

    /** The first page by threads. */
    Values.Page page(PostId post, ThreadPage page) {
        return new Values.Page(
                post.hex(),
                page.epoch(),
                page.rev(),
                page.count(),
                rows.of(page.rows()),
                rows.of(page.pinned()),
                page.next());
    }

    /** The first page in one list. */
    Values.Page page(PostId post, HotPage page, List<Comment> pinned) {
        List<Comment> all = page.comments();
        List<Comment> newest = all.subList(Math.max(0, all.size() - PAGE), all.size());
        boolean more = page.more() || newest.size() < all.size();
        String next =
                more && !newest.isEmpty() ? Long.toString(newest.getFirst().seq()) : null;
        return new Values.Page(
                post.hex(), page.epoch(), page.rev(), page.count(), rows.of(newest), rows.of(pinned), next);
    }

    /** A part of a list, as somebody sees it. */
    Values.More more(PageQuery asked, @Nullable Veil veil) throws Refusal, InterruptedException {
        PageQuery query = asked;
        PageQuery.Cursor cursor = asked.cursor();
        if (veil != null && cursor != null) {
            PageQuery.Cursor real = veil.real(cursor, asked.order());
            query = new PageQuery(asked.post(), asked.root(), asked.order(), real, asked.limit());
        }
        Slice slice = Desk.ask(store.page(query));
        while (!fits(slice) && query.limit() > 1) {
            query = new PageQuery(query.post(), query.root(), query.order(), query.cursor(), query.limit() / 2);
            slice = Desk.ask(store.page(query));
        }
        var more = new Values.More(true, rows.of(slice), slice.next());
        return veil == null ? more : VeiledLists.more(veil, query, cursor, more);
    }

    /** What changed since a mark, as somebody sees it. */
    Object missed(PostId post, long epoch, long rev, @Nullable Veil veil) throws Refusal, InterruptedException {
        return switch (Desk.ask(store.after(post, epoch, veil == null ? rev : veil.real(rev), CATCH_UP))) {
            case CatchUp.Reload reload -> new Values.Reload(true, true);
            case CatchUp.Rows all -> missed(cut(all), rev, veil);
        };
    }

    /** The same of what was read already. */
    Values.Missed missed(CatchUp.Rows part, long rev, @Nullable Veil veil) {
        var missed =
                new Values.Missed(true, part.epoch(), part.head(), part.count(), rows.of(part.comments()), part.cut());
        return veil == null ? missed : VeiledLists.missed(veil, rev, missed);
    }

    static boolean fits(List<Comment> comments) {
        return comments.stream().mapToInt(RowBytes::of).sum() <= MAX_BYTES;
    }

    private static boolean fits(Slice slice) {
        return slice.rows().stream().mapToInt(RowBytes::of).sum()
                        + slice.replies().stream().mapToInt(RowBytes::of).sum()
                <= MAX_BYTES;
    }

    private static CatchUp.Rows cut(CatchUp.Rows rows) {
        List<Comment> comments = rows.comments();
        int bytes = 0;
        for (int i = 0; i < comments.size(); i++) {
            bytes += RowBytes.of(comments.get(i));
            if (bytes > MAX_BYTES && i > 0) {
                long rev = comments.get(i - 1).rev();
                return new CatchUp.Rows(comments.subList(0, i), rev, rows.epoch(), true, rows.count());
            }
        }
        return rows;
    }
}
