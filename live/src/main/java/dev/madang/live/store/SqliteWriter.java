package dev.madang.live.store;

import dev.madang.live.store.Outcome.Done;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Writes batches into SQLite. Used by the writer thread only. A connection that failed is closed, which undoes its work; the next batch opens another. */
final class SqliteWriter implements BatchWriter {
    /*
     * The posts of a batch are taken in the order of their ids, so that databases with row locks cannot deadlock on the
     * same code; the changes of a post in the order they came.
     */
    private final SqliteFile file;
    private final Clock clock;
    private SqliteStatements statements;

    SqliteWriter(SqliteFile file, Clock clock) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.statements = new SqliteStatements(file.openWriter());
    }

    @Override
    public List<Outcome> write(List<Change> batch) throws StoreException {
        boolean committing = false;
        try {
            file.checkInPlace();
            if (statements.connection.isClosed()) {
                statements = new SqliteStatements(file.openWriter());
            }
            statements.begin.executeUpdate();
            List<Outcome> outcomes = make(batch);
            committing = true;
            statements.commit.executeUpdate();
            return outcomes;
        } catch (SQLException | RuntimeException e) {
            statements.close();
            throw new StoreException("a batch was not written", e, committing);
        }
    }

    @Override
    public Optional<Outcome> find(Change change) throws StoreException {
        try (Connection connection = file.openReader();
                PreparedStatement byId = connection.prepareStatement(SqliteRows.BY_ID);
                PreparedStatement byCid = connection.prepareStatement(SqliteRows.BY_CID)) {
            long count = count(connection, change.post());
            return switch (change) {
                case Change.Add add -> {
                    Optional<Comment> own = SqliteRows.byId(byId, add.post(), add.id());
                    yield own.isPresent()
                            ? Optional.of(new Done(own.get(), false, count))
                            : SqliteRows.byCid(byCid, add).map(row -> new Done(row, true, count));
                }
                case Change.Edit edit ->
                    row(byId, edit, edit.id(), count, row -> row.content().equals(edit.content()));
                case Change.SetStatus status ->
                    row(byId, status, status.id(), count, row -> row.status() == status.to());
                case Change.Pin pin -> row(byId, pin, pin.id(), count, row -> row.pinned() == pin.on());
                case Change.Vote vote -> found(connection, byId, vote, count);
                case Change.Tally tally -> row(byId, tally, tally.id(), count, row -> true);
                case Change.Erase erase ->
                    SqliteRows.byId(byId, erase.post(), erase.id()).isPresent()
                            ? row(byId, erase, erase.id(), count, Comment::isErased)
                            : Optional.of(new Done(Comment.erased(erase.id(), erase.post()), false, count));
            };
        } catch (SQLException e) {
            throw new StoreException("a change cannot be looked up", e);
        }
    }

    @Override
    public void close() {
        statements.close();
    }

    private List<Outcome> make(List<Change> batch) throws SQLException {
        var outcomes = new Outcome[batch.size()];
        Map<PostId, List<Integer>> byPost = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            byPost.computeIfAbsent(batch.get(i).post(), post -> new ArrayList<>())
                    .add(i);
        }
        long now = clock.millis();
        for (Map.Entry<PostId, List<Integer>> post : byPost.entrySet()) {
            var changes = new SqliteChanges(statements, post.getKey(), now);
            for (int place : post.getValue()) {
                outcomes[place] = changes.make(batch.get(place));
            }
            changes.end();
        }
        return Arrays.asList(outcomes);
    }

    private static Optional<Outcome> row(
            PreparedStatement byId, Change change, String id, long count, Predicate<Comment> happened)
            throws SQLException {
        return SqliteRows.byId(byId, change.post(), id).filter(happened).map(row -> new Done(row, false, count));
    }

    private static Optional<Outcome> found(Connection connection, PreparedStatement byId, Change.Vote vote, long count)
            throws SQLException {
        try (PreparedStatement votes =
                connection.prepareStatement("SELECT value FROM votes WHERE comment = ? AND voter = ?")) {
            votes.setString(1, vote.id());
            votes.setString(2, vote.voter());
            try (ResultSet value = votes.executeQuery()) {
                int stored = value.next() ? value.getInt(1) : 0;
                return row(byId, vote, vote.id(), count, row -> stored == vote.value());
            }
        }
    }

    private static long count(Connection connection, PostId post) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT published FROM posts WHERE id = ?")) {
            query.setString(1, post.hex());
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }
}
