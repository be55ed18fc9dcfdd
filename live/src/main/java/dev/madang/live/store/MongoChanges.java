package dev.madang.live.store;

import dev.madang.live.store.MongoEntry.Deed;
import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import dev.madang.live.store.Outcome.Unchanged;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The changes of a batch as entries of the log, made in memory on what was read before. Used by one thread. */
final class MongoChanges {
    private final MongoState state;
    private final long now;
    private final List<MongoEntry> entries = new ArrayList<>();

    MongoChanges(MongoState state, long now) {
        this.state = state;
        this.now = now;
    }

    /** What is to be written, in the order in which it must be. */
    List<MongoEntry> entries() {
        return entries;
    }

    /** Makes a change; its outcome holds once its entry, and all before it, are in the log. */
    Outcome make(Change change) {
        return switch (change) {
            case Change.Add add -> add(add);
            case Change.Bring bring -> bring(bring);
            case Change.Edit edit -> edit(edit);
            case Change.SetStatus status -> status(status);
            case Change.Pin pin -> pin(pin);
            case Change.Vote vote -> new Refused(Reason.INVALID);
            case Change.Votes votes -> tallied(state.row(votes.post(), votes.id()));
            case Change.Tally tally -> tally(tally);
            case Change.Erase erase -> erase(erase);
        };
    }

    /** Gives a document that somebody else wrote its place in the order. */
    void adopt(MongoRow foreign) {
        Comment comment = foreign.comment();
        MongoState.Counters post = state.counters(comment.post());
        long seq = ++post.head;
        post.count++;
        Comment placed = Comment.fresh(
                comment.id(), comment.post(), seq, comment.author(), comment.content(), comment.createdMillis());
        enter(new MongoRow(placed, 1, post.chat, foreign.document()), Deed.ADOPT, null);
    }

    private Outcome add(Change.Add add) {
        MongoState.Counters post = state.counters(add.post());
        String cid = MongoEntry.cid(add);
        String earlier = state.byCid(cid);
        MongoRow first = earlier == null ? null : state.row(add.post(), earlier);
        if (first != null) {
            return new Done(first.comment(), true, post.count);
        }
        MongoRow parent = add.parent() == null ? null : state.row(add.post(), add.parent());
        if (add.parent() != null) {
            Refused refusal = answerable(add, parent);
            if (refusal != null) {
                return refusal;
            }
        }
        if (add.content().isEmpty()
                || add.author().name().isEmpty()
                || !MongoRow.isObjectId(add.id())
                || state.taken(add.id())
                || earlier != null) {
            return new Refused(Reason.INVALID);
        }
        if (!post.exists) {
            post.chat = MongoReader.chat(add.topic().key());
        }
        boolean visible = add.status() == Status.PUBLISHED;
        long seq = visible ? ++post.head : 0;
        Comment comment = new Comment(
                add.id(),
                add.post(),
                seq,
                seq,
                add.parent(),
                parent == null ? null : parent.comment().thread(),
                add.author(),
                add.content(),
                add.at() == 0 ? now : add.at(),
                0,
                add.status(),
                false,
                0,
                0,
                0);
        published(comment, visible ? 1 : 0);
        state.setCid(cid, add.id());
        state.setAnswered(add.parent());
        return enter(MongoRow.added(comment, post.chat), visible ? Deed.MOVE : Deed.KEEP, cid);
    }

    private Outcome bring(Change.Bring bring) {
        Comment told = bring.row();
        MongoState.Counters post = state.counters(told.post());
        MongoRow there = state.row(told.post(), told.id());
        if (there != null) {
            return new Done(there.comment(), true, post.count);
        }
        boolean seen = told.seq() != 0;
        MongoRow parent = told.parent() == null ? null : state.row(told.post(), told.parent());
        if (told.parent() != null
                && (parent == null || (seen && parent.comment().seq() == 0))) {
            return new Refused(parent == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        if (told.content().isEmpty()
                || told.author().name().isEmpty()
                || !MongoRow.isObjectId(told.id())
                || state.taken(told.id())) {
            return new Refused(Reason.INVALID);
        }
        if (!post.exists) {
            post.chat = MongoReader.chat(bring.topic().key());
        }
        Comment comment = told.placed(seen ? ++post.head : 0, parent == null ? null : parent.comment());
        published(comment, comment.published() ? 1 : 0);
        state.setAnswered(comment.parent());
        return enter(MongoRow.added(comment, post.chat), comment.published() ? Deed.MOVE : Deed.KEEP, null);
    }

    private static @Nullable Refused answerable(Change.Add add, @Nullable MongoRow row) {
        if (row == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        Comment parent = row.comment();
        if (parent.published()) {
            return null;
        }
        if (parent.status().gone()) {
            return new Refused(Reason.CONFLICT);
        }
        boolean ownHeldBack = parent.author().same(add.author()) && add.status() == parent.status();
        return ownHeldBack ? null : new Refused(Reason.NOT_FOUND);
    }

    private Outcome edit(Change.Edit edit) {
        MongoRow row = state.row(edit.post(), edit.id());
        if (row == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        Comment comment = row.comment();
        if (comment.status().gone()) {
            return new Refused(Reason.CONFLICT);
        }
        if (comment.content().equals(edit.content())) {
            return new Unchanged(comment);
        }
        if (edit.content().isEmpty()) {
            return new Refused(Reason.INVALID);
        }
        Comment edited = new CommentDraft(comment).edited(edit.content(), now).at(next(comment));
        return enter(row.next(edited), Deed.EDIT, null);
    }

    private Outcome status(Change.SetStatus change) {
        MongoRow row = state.row(change.post(), change.id());
        if (row == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        Comment comment = row.comment();
        Status to = change.to();
        if (comment.status() == to) {
            return new Unchanged(comment);
        }
        boolean appears = to == Status.PUBLISHED && comment.seq() == 0;
        boolean seenHeldBack = comment.seq() != 0 && !to.gone() && to != Status.PUBLISHED;
        if (!change.from().contains(comment.status()) || seenHeldBack || (appears && !parentSeen(comment))) {
            return new Refused(Reason.CONFLICT);
        }
        long rev = appears ? ++state.counters(comment.post()).head : next(comment);
        Comment changed = new CommentDraft(comment)
                .status(to)
                .appears(appears ? rev : comment.seq())
                .at(rev);
        published(changed, (to == Status.PUBLISHED ? 1 : 0) - (comment.published() ? 1 : 0));
        return enter(row.next(changed), Deed.MOVE, null);
    }

    private boolean parentSeen(Comment comment) {
        MongoRow parent = comment.parent() == null ? null : state.row(comment.post(), comment.parent());
        return parent == null || parent.comment().seq() != 0;
    }

    private Outcome pin(Change.Pin pin) {
        MongoRow row = state.row(pin.post(), pin.id());
        if (row == null || !row.comment().published()) {
            return new Refused(row == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        if (row.comment().pinned() == pin.on()) {
            return new Unchanged(row.comment());
        }
        Comment pinned = new CommentDraft(row.comment()).pinned(pin.on()).at(next(row.comment()));
        return enter(row.next(pinned), Deed.KEEP, null);
    }

    private Outcome tally(Change.Tally tally) {
        MongoRow row = state.row(tally.post(), tally.id());
        if (row == null || !row.comment().published()) {
            return new Refused(row == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        return tallied(row);
    }

    private Outcome tallied(@Nullable MongoRow row) {
        if (row == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        Comment shown = row.comment();
        MongoVotes.Count votes = state.votes(shown.id());
        if (votes.up() == shown.up() && votes.down() == shown.down()) {
            return new Unchanged(shown);
        }
        Comment tallied = new CommentDraft(shown).votes(votes).at(next(shown));
        return enter(row.next(tallied), Deed.KEEP, null);
    }

    private Outcome erase(Change.Erase erase) {
        MongoState.Counters post = state.counters(erase.post());
        var done = new Done(Comment.erased(erase.id(), erase.post()), false, post.count);
        MongoRow row = state.row(erase.post(), erase.id());
        if (row == null) {
            return done;
        }
        Comment comment = row.comment();
        if (comment.seq() != 0 && !comment.status().gone()) {
            return new Refused(Reason.CONFLICT);
        }
        boolean answered = state.answered(comment.id());
        if (answered && comment.isErased()) {
            return done;
        }
        enter(row.erased(), answered ? Deed.BLANK : Deed.FORGET, null);
        if (!answered) {
            state.remove(comment.id());
        }
        return done;
    }

    private long next(Comment comment) {
        return comment.seq() == 0 ? 0 : ++state.counters(comment.post()).head;
    }

    private void published(Comment comment, int change) {
        state.counters(comment.post()).count += change;
        if (comment.root() != null) {
            state.setReplies(comment.root(), state.replies(comment.root()) + change);
        }
    }

    private Outcome enter(MongoRow row, Deed deed, @Nullable String cid) {
        Comment comment = row.comment();
        long count = state.counters(comment.post()).count;
        state.put(row);
        int replies = state.replies(comment.thread());
        entries.add(new MongoEntry(row, deed, count, replies, cid));
        return new Done(comment.withReplies(replies), false, count);
    }
}
