package dev.madang.live.v2;

import dev.madang.live.moderation.Shade;
import dev.madang.live.store.Comment;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A post as somebody sees it whose words nobody else is to see: with the own comments, edits and votes, and with counters that
 * have no hole where these are. Immutable.
 *
 * <p>What this person alone sees happened after some value of the post's counter, and takes the next one for itself: all later
 * values are one more, for this person, than they are. So what is shown is the real value and the number of what was shown alone
 * before.
 */
final class Veil {
    private final Rows rows;
    private final long[] after;
    private final Map<String, Touched> touched;
    private final Map<String, Integer> replies = new HashMap<>();
    private int count;

    /**
     * A view of a post.
     *
     * @param shades what the person alone sees, in its order
     * @param comments all comments that these are about, as they are in the store
     */
    Veil(Rows rows, List<Shade> shades, Map<String, Comment> comments) {
        this.rows = rows;
        this.after = shades.stream()
                .filter(shade -> shade.what().counts())
                .mapToLong(Shade::after)
                .toArray();
        var all = new LinkedHashMap<String, Touched>();
        int index = 0;
        for (Shade shade : shades) {
            index += shade.what().counts() ? 1 : 0;
            Comment comment = comments.get(shade.comment());
            if (comment != null) {
                long shown = shade.what().counts() ? shade.after() + index : 0;
                all.merge(shade.comment(), Touched.of(comment, shade, shown), Touched::then);
            }
        }
        this.touched = Map.copyOf(all);
        for (Touched own : touched.values()) {
            if (own.visible()) {
                count++;
                String root = own.comment.root();
                if (root != null) {
                    replies.merge(root, 1, Integer::sum);
                }
            }
        }
    }

    /** The value that this person sees in place of one that a row has. */
    long shown(long real) {
        if (real == 0) {
            return 0;
        }
        int before = 0;
        while (before < after.length && after[before] < real) {
            before++;
        }
        return real + before;
    }

    /** Where this person stands who has seen everything up to a value, and everything alone that followed it. */
    long mark(long real) {
        int before = 0;
        while (before < after.length && after[before] <= real) {
            before++;
        }
        return real + before;
    }

    /** The value that everybody stands at where this person stands at that one. */
    long real(long shown) {
        int before = 0;
        while (before < after.length && after[before] + before + 1 <= shown) {
            before++;
        }
        return shown - before;
    }

    /** Published comments as this person counts them. */
    long count(long real) {
        return real + count;
    }

    /** A row that everybody sees. */
    Row of(Row row) {
        Touched own = touched.get(row.id());
        Row numbered = row.numbered(shown(row.seq()), shown(row.rev())).withReplies(replies(row, row.replies()));
        return own == null || own.alone() || row.gone() != null ? numbered : own.over(numbered);
    }

    /** A comment as this person sees it, whoever else does. */
    Row row(Comment comment) {
        Touched own = touched.get(comment.id());
        if (own == null || !own.alone()) {
            return of(rows.of(comment));
        }
        Row row = rows.of(own.removed() ? comment : published(comment));
        return row.numbered(own.first, own.last).withReplies(replies(row, row.replies()));
    }

    /** The row of something that only this person sees; null if there is none. */
    @Nullable
    Row alone(String comment) {
        Touched own = touched.get(comment);
        return own == null ? null : row(own.comment);
    }

    /** The own rows that can be seen, by their place. */
    TreeMap<Long, Row> own() {
        var own = new TreeMap<Long, Row>();
        touched.values().stream().filter(Touched::visible).forEach(row -> own.put(row.first, row(row.comment)));
        return own;
    }

    /** What happened alone behind a mark and up to another, as it is now, by its value. */
    TreeMap<Long, Row> between(long from, long to) {
        var rowsByRev = new TreeMap<Long, Row>();
        for (Touched row : touched.values()) {
            if (row.last > from && row.last <= to) {
                Row shown = row(row.comment);
                rowsByRev.put(shown.rev(), shown);
            }
        }
        return rowsByRev;
    }

    /** What somebody voted, in place of the real votes. */
    Map<String, Integer> votes(Map<String, Integer> real, List<String> ids) {
        var votes = new LinkedHashMap<>(real);
        for (String id : ids) {
            Touched row = touched.get(id);
            if (row != null && row.voted) {
                if (row.value == 0) {
                    votes.remove(id);
                } else {
                    votes.put(id, row.value);
                }
            }
        }
        return votes;
    }

    /** A push to everybody, for this person. */
    Values.Changes of(Values.Changes changes) {
        return new Values.Changes(
                changes.post(),
                mark(changes.from()),
                shown(changes.rev()),
                count(changes.count()),
                changes.rows().stream().map(this::of).toList());
    }

    /** A push of what happened last for this person alone. */
    Values.Changes last(PostId post, Row row, long realCount) {
        return new Values.Changes(post.hex(), row.rev() - 1, row.rev(), count(realCount), List.of(row));
    }

    /** Where a list goes on for everybody that goes on there for this person. */
    PageQuery.Cursor real(PageQuery.Cursor cursor, PageQuery.Order order) {
        long real = real(cursor.seq());
        boolean own = shown(real) != cursor.seq();
        return new PageQuery.Cursor(cursor.score(), own && order != PageQuery.Order.OLDEST ? real + 1 : real);
    }

    private @Nullable Integer replies(Row row, @Nullable Integer real) {
        int more = replies.getOrDefault(row.root() == null ? row.id() : row.root(), 0);
        return more == 0 ? real : Integer.valueOf(more + (real == null ? 0 : real));
    }

    private static Comment published(Comment comment) {
        return new Comment(
                comment.id(),
                comment.post(),
                0,
                0,
                comment.parent(),
                comment.root(),
                comment.author(),
                comment.content(),
                comment.createdMillis(),
                comment.editedMillis(),
                Status.PUBLISHED,
                false,
                0,
                0,
                comment.replies());
    }

    /** A comment that looks different for this person. */
    private record Touched(
            Comment comment,
            boolean own,
            long first,
            long last,
            @Nullable String text,
            long edited,
            boolean voted,
            int value,
            int real) {
        static Touched of(Comment comment, Shade shade, long shown) {
            boolean add = shade.what() == Shade.What.ADD;
            boolean vote = shade.what() == Shade.What.VOTE;
            return new Touched(
                    comment,
                    add,
                    add ? shown : 0,
                    shown,
                    shade.text(),
                    shade.text() == null ? 0 : shade.at(),
                    vote,
                    shade.value(),
                    shade.real());
        }

        Touched then(Touched later) {
            return new Touched(
                    comment,
                    own || later.own,
                    first == 0 ? later.first : first,
                    Math.max(last, later.last),
                    later.text == null ? text : later.text,
                    later.text == null ? edited : later.edited,
                    voted || later.voted,
                    later.voted ? later.value : value,
                    later.voted ? later.real : real);
        }

        /** Whether nobody else ever saw it. */
        boolean alone() {
            return own && comment.seq() == 0;
        }

        boolean removed() {
            return comment.status() == Status.REMOVED;
        }

        boolean visible() {
            return alone() && !removed();
        }

        Row over(Row row) {
            Row voted = row.withVotes(
                    row.up() + Math.max(value, 0) - Math.max(real, 0),
                    row.down() + Math.max(-value, 0) - Math.max(-real, 0));
            Row text = this.text == null ? voted : voted.withText(this.text, edited);
            return text.numbered(row.seq(), Math.max(row.rev(), last));
        }
    }
}
