package dev.madang.live.store;

import dev.madang.live.store.Outcome.Done;
import dev.madang.live.store.Outcome.Reason;
import dev.madang.live.store.Outcome.Refused;
import dev.madang.live.store.Outcome.Unchanged;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Types;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The changes of one post in one transaction: made one after the other, then {@link #end}. Used by the writer thread. */
final class SqlChanges {
    /*
     * The post's counter is read once, where others may write too under the lock of its row, counted in memory and written
     * back once. A value is taken by a row only when its change succeeded: one that breaks a constraint leaves no hole.
     */
    private static final Logger log = LoggerFactory.getLogger(SqlChanges.class);

    private final SqlStatements sql;
    private final RowFaults faults;
    private final PostId post;
    private final long now;
    private boolean exists;
    private boolean touched;
    private long head;
    private long count;

    SqlChanges(SqlStatements sql, RowFaults faults, PostId post, long now) throws SQLException {
        this.sql = sql;
        this.faults = faults;
        this.post = post;
        this.now = now;
        sql.post.setString(1, post.hex());
        try (ResultSet row = sql.post.executeQuery()) {
            if (row.next()) {
                exists = true;
                head = row.getLong(1);
                count = row.getLong(2);
            }
        }
    }

    /** Makes a change; the transaction stays sound if nothing is thrown. */
    Outcome make(Change change) throws SQLException {
        var before = new Counter(exists, touched, head, count);
        Savepoint savepoint = faults == RowFaults.UNDO_TO_A_SAVEPOINT ? sql.connection.setSavepoint() : null;
        try {
            Outcome outcome = apply(change);
            if (savepoint != null) {
                sql.connection.releaseSavepoint(savepoint);
            }
            return outcome;
        } catch (SQLException e) {
            if (!faults.ofOneRow(e)) {
                throw e;
            }
            if (savepoint != null) {
                sql.connection.rollback(savepoint);
                restore(before);
            }
            log.warn("A change of post {} was not taken: {}", post, e.getMessage());
            return new Refused(Reason.INVALID);
        }
    }

    private void restore(Counter before) {
        exists = before.exists;
        touched = before.touched;
        head = before.head;
        count = before.count;
    }

    private Outcome apply(Change change) throws SQLException {
        return switch (change) {
            case Change.Add add -> add(add);
            case Change.Bring bring -> bring(bring);
            case Change.Edit edit -> edit(edit);
            case Change.SetStatus status -> status(status);
            case Change.Pin pin -> pin(pin);
            case Change.Vote vote -> vote(vote);
            case Change.Votes votes -> votes(votes);
            case Change.Tally tally -> tally(tally);
            case Change.Erase erase -> erase(erase);
        };
    }

    /** Writes the counter back. */
    void end() throws SQLException {
        if (touched) {
            sql.updatePost.setLong(1, head);
            sql.updatePost.setLong(2, count);
            sql.updatePost.setString(3, post.hex());
            sql.updatePost.executeUpdate();
        }
    }

    /* What is stored is known without reading it again: to a server elsewhere each statement is a journey. */
    private Outcome add(Change.Add add) throws SQLException {
        Comment parent = add.parent() == null ? null : row(add.parent());
        Refused refusal = add.parent() == null ? null : answerable(add, parent);
        if (refusal != null) {
            return repeated(add).orElse(refusal);
        }
        createPost(add.topic());
        boolean visible = add.status() == Status.PUBLISHED;
        Comment row = fresh(add, parent, visible ? head + 1 : 0);
        if (!insert(row, add.cid())) {
            return repeated(add).orElseThrow(() -> new SQLException("a comment with the same cid is not to be found"));
        }
        if (visible) {
            head++;
            published(row.root(), 1);
        }
        return new Done(row, false, count);
    }

    private Optional<Outcome> repeated(Change.Add add) throws SQLException {
        return SqlRows.byCid(sql.byCid, add).map(earlier -> new Done(earlier, true, count));
    }

    private Comment fresh(Change.Add add, @Nullable Comment parent, long seq) {
        return new Comment(
                add.id(),
                post,
                seq,
                seq,
                add.parent(),
                parent == null ? null : parent.thread(),
                add.author(),
                add.content(),
                add.at() == 0 ? now : add.at(),
                0,
                add.status(),
                false,
                0,
                0,
                parent == null ? 0 : parent.replies() + (seq == 0 ? 0 : 1));
    }

    private static @Nullable Refused answerable(Change.Add add, @Nullable Comment parent) {
        if (parent == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        if (parent.published()) {
            return null;
        }
        if (parent.status().gone()) {
            return new Refused(Reason.CONFLICT);
        }
        boolean ownHeldBack = parent.author().same(add.author()) && add.status() == parent.status();
        return ownHeldBack ? null : new Refused(Reason.NOT_FOUND);
    }

    private void createPost(Topic topic) throws SQLException {
        if (exists) {
            return;
        }
        sql.createPost.setString(1, post.hex());
        sql.createPost.setString(2, topic.key());
        sql.createPost.setString(3, topic.url());
        sql.createPost.setString(4, topic.title());
        sql.createPost.setLong(5, now);
        if (sql.createPost.executeUpdate() == 0) {
            throw new SQLTransactionRollbackException("another program created the post", SqlDialect.AGAIN);
        }
        exists = true;
    }

    private boolean insert(Comment row, @Nullable String cid) throws SQLException {
        PreparedStatement insert = sql.insert;
        insert.setString(1, row.id());
        insert.setString(2, post.hex());
        setCounter(insert, 3, row.seq());
        setCounter(insert, 4, row.rev());
        insert.setString(5, row.parent());
        insert.setString(6, row.root());
        insert.setInt(7, row.author().kind().code());
        insert.setString(8, row.author().id());
        insert.setString(9, row.author().name());
        insert.setString(10, row.content());
        insert.setString(11, row.createdAt());
        insert.setLong(12, row.createdMillis());
        insert.setInt(13, row.status().code());
        insert.setString(14, cid);
        insert.setInt(15, row.author().rank().code());
        insert.setLong(16, row.editedMillis());
        insert.setInt(17, row.pinned() ? 1 : 0);
        return insert.executeUpdate() == 1;
    }

    private Outcome bring(Change.Bring bring) throws SQLException {
        Comment told = bring.row();
        Comment there = row(told.id());
        if (there != null) {
            return new Done(there, true, count);
        }
        boolean seen = told.seq() != 0;
        Comment parent = told.parent() == null ? null : row(told.parent());
        if (told.parent() != null && (parent == null || (seen && parent.seq() == 0))) {
            return new Refused(parent == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        createPost(bring.topic());
        Comment row = told.placed(seen ? head + 1 : 0, parent);
        insert(row, null);
        take(row.rev());
        published(row.root(), row.published() ? 1 : 0);
        return done(row.id());
    }

    private Outcome edit(Change.Edit edit) throws SQLException {
        Comment row = row(edit.id());
        if (row == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        if (row.status().gone()) {
            return new Refused(Reason.CONFLICT);
        }
        if (row.content().equals(edit.content())) {
            return new Unchanged(row);
        }
        long rev = next(row.seq());
        sql.edit.setString(1, edit.content());
        sql.edit.setLong(2, now);
        setCounter(sql.edit, 3, rev);
        sql.edit.setString(4, row.id());
        sql.edit.executeUpdate();
        take(rev);
        return done(row.id());
    }

    private Outcome status(Change.SetStatus change) throws SQLException {
        Comment row = row(change.id());
        Status to = change.to();
        if (row == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        if (row.status() == to) {
            return new Unchanged(row);
        }
        boolean appears = to == Status.PUBLISHED && row.seq() == 0;
        boolean seenHeldBack = row.seq() != 0 && !to.gone() && to != Status.PUBLISHED;
        if (!change.from().contains(row.status()) || seenHeldBack || (appears && !parentSeen(row))) {
            return new Refused(Reason.CONFLICT);
        }
        long rev = appears ? head + 1 : next(row.seq());
        sql.status.setInt(1, to.code());
        setCounter(sql.status, 2, appears ? rev : row.seq());
        setCounter(sql.status, 3, rev);
        sql.status.setString(4, row.id());
        sql.status.executeUpdate();
        take(rev);
        published(row.root(), (to == Status.PUBLISHED ? 1 : 0) - (row.published() ? 1 : 0));
        return done(row.id());
    }

    private boolean parentSeen(Comment row) throws SQLException {
        Comment parent = row.parent() == null ? null : row(row.parent());
        return parent == null || parent.seq() != 0;
    }

    private Outcome pin(Change.Pin pin) throws SQLException {
        Comment row = row(pin.id());
        if (row == null || !row.published()) {
            return new Refused(row == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        if (row.pinned() == pin.on()) {
            return new Unchanged(row);
        }
        sql.pin.setInt(1, pin.on() ? 1 : 0);
        sql.pin.setLong(2, head + 1);
        sql.pin.setString(3, row.id());
        sql.pin.executeUpdate();
        take(head + 1);
        return done(row.id());
    }

    private Outcome vote(Change.Vote vote) throws SQLException {
        Comment row = row(vote.id());
        if (row == null || !row.published()) {
            return new Refused(row == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        if (!SqlVotes.cast(sql, vote.id(), vote.voter(), vote.value())) {
            return new Unchanged(current(row.id()));
        }
        return new Done(current(row.id()), false, count);
    }

    private Outcome votes(Change.Votes votes) throws SQLException {
        Comment shown = row(votes.id());
        if (shown == null) {
            return new Refused(Reason.NOT_FOUND);
        }
        boolean news = false;
        for (Map.Entry<String, Integer> each : votes.values().entrySet()) {
            news |= SqlVotes.cast(sql, shown.id(), each.getKey(), each.getValue());
        }
        return tallied(shown, news);
    }

    private Outcome tally(Change.Tally tally) throws SQLException {
        Comment shown = row(tally.id());
        if (shown == null || !shown.published()) {
            return new Refused(shown == null ? Reason.NOT_FOUND : Reason.CONFLICT);
        }
        return tallied(shown, false);
    }

    private Outcome tallied(Comment shown, boolean news) throws SQLException {
        Comment votes = current(shown.id());
        if (votes.equals(shown)) {
            return news ? new Done(shown, false, count) : new Unchanged(shown);
        }
        long rev = next(shown.seq());
        sql.tally.setLong(1, Score.of(votes.up(), votes.down()));
        setCounter(sql.tally, 2, rev);
        sql.tally.setString(3, shown.id());
        sql.tally.executeUpdate();
        take(rev);
        return done(shown.id());
    }

    /* Who comes back from before the tombstone of a deleted row finds nothing that says so: the floor sends them to reload. */
    private Outcome erase(Change.Erase erase) throws SQLException {
        Comment row = row(erase.id());
        if (row == null) {
            return new Done(Comment.erased(erase.id(), post), false, count);
        }
        if (row.seq() != 0 && !row.status().gone()) {
            return new Refused(Reason.CONFLICT);
        }
        run(sql.dropVotes, row.id());
        if (answered(row)) {
            run(sql.blank, row.id());
        } else {
            run(sql.delete, row.id());
            sql.raiseFloor.setLong(1, row.rev());
            sql.raiseFloor.setString(2, post.hex());
            sql.raiseFloor.setLong(3, row.rev());
            sql.raiseFloor.executeUpdate();
        }
        return new Done(Comment.erased(row.id(), post), false, count);
    }

    private boolean answered(Comment row) throws SQLException {
        sql.answered.setString(1, row.id());
        try (ResultSet answer = sql.answered.executeQuery()) {
            return answer.next();
        }
    }

    private static void run(PreparedStatement statement, String id) throws SQLException {
        statement.setString(1, id);
        statement.executeUpdate();
    }

    private long next(long seq) {
        return seq == 0 ? 0 : head + 1;
    }

    private void take(long rev) {
        if (rev != 0) {
            head = rev;
            touched = true;
        }
    }

    private void published(@Nullable String root, int change) throws SQLException {
        if (change == 0) {
            return;
        }
        touched = true;
        count += change;
        if (root != null) {
            sql.replies.setInt(1, change);
            sql.replies.setString(2, root);
            sql.replies.executeUpdate();
        }
    }

    private Outcome done(String id) throws SQLException {
        Comment row = row(id);
        if (row == null) {
            throw new SQLException("comment " + id + " is not where it was written");
        }
        return new Done(row, false, count);
    }

    private @Nullable Comment row(String id) throws SQLException {
        return SqlRows.byId(sql.byId, post, id).orElse(null);
    }

    private Comment current(String id) throws SQLException {
        sql.byId.setString(1, id);
        sql.byId.setString(2, post.hex());
        try (ResultSet row = sql.byId.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("comment " + id + " is gone within its transaction");
            }
            return SqlRows.current(row);
        }
    }

    private static void setCounter(PreparedStatement statement, int place, long value) throws SQLException {
        if (value == 0) {
            statement.setNull(place, Types.INTEGER);
        } else {
            statement.setLong(place, value);
        }
    }

    private record Counter(boolean exists, boolean touched, long head, long count) {}
}
