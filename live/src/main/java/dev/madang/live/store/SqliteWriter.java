package dev.madang.live.store;

import dev.madang.live.store.Appended.Reason;
import dev.madang.live.store.Appended.Stored;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/** Writes batches into SQLite. Used by the writer thread only. A connection that failed is closed, which undoes its work; the next batch opens another. */
final class SqliteWriter implements BatchWriter {
    /*
     * A post's counter is bumped once for all of its rows, posts in the order of their ids, so that databases with row
     * locks cannot deadlock on the same code. A row that breaks a constraint undoes only its own statement; the values
     * it did not use are given back before the commit, so that the counter has no hole.
     */
    private static final String BUMP = """
            INSERT INTO posts (id, key, head, epoch) VALUES (?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET head = head + excluded.head RETURNING head""";

    private static final String GIVE_BACK = "UPDATE posts SET head = head - ? WHERE id = ?";
    private static final String INSERT = """
            INSERT INTO comments
            (id, post, seq, rev, author_kind, author, content, created_at, created_ms, cid)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String BY_ID = "SELECT " + SqliteRows.COLUMNS + " FROM comments WHERE id = ?";
    private static final String BY_CID = "SELECT " + SqliteRows.COLUMNS
            + " FROM comments WHERE post = ? AND author_kind = ? AND author = ? AND cid = ?";
    private static final Logger log = LoggerFactory.getLogger(SqliteWriter.class);

    private final SqliteFile file;
    private final Clock clock;
    private Statements statements;

    SqliteWriter(SqliteFile file, Clock clock) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.statements = new Statements(file.openWriter());
    }

    @Override
    public List<Appended> write(List<NewComment> batch) throws StoreException {
        boolean committing = false;
        try {
            file.checkInPlace();
            if (statements.connection.isClosed()) {
                statements = new Statements(file.openWriter());
            }
            statements.begin.executeUpdate();
            List<Appended> outcomes = writeRows(batch);
            committing = true;
            statements.commit.executeUpdate();
            return outcomes;
        } catch (SQLException | RuntimeException e) {
            statements.close();
            throw new StoreException("a batch was not written", e, committing);
        }
    }

    @Override
    public Optional<Stored> find(NewComment comment) throws StoreException {
        try (Connection connection = file.openReader();
                PreparedStatement byId = connection.prepareStatement(BY_ID);
                PreparedStatement byCid = connection.prepareStatement(BY_CID)) {
            byId.setString(1, comment.id());
            try (ResultSet row = byId.executeQuery()) {
                if (row.next()) {
                    return Optional.of(new Stored(SqliteRows.comment(row), false));
                }
            }
            return repeated(byCid, comment);
        } catch (SQLException e) {
            throw new StoreException("a comment cannot be looked up", e);
        }
    }

    @Override
    public void close() {
        statements.close();
    }

    private List<Appended> writeRows(List<NewComment> batch) throws SQLException {
        var outcomes = new Appended[batch.size()];
        Map<PostId, List<Integer>> byPost = new TreeMap<>();
        for (int i = 0; i < batch.size(); i++) {
            byPost.computeIfAbsent(batch.get(i).post(), post -> new ArrayList<>())
                    .add(i);
        }
        long now = clock.millis();
        for (List<Integer> places : byPost.values()) {
            writePost(batch, places, now, outcomes);
        }
        return Arrays.asList(outcomes);
    }

    private void writePost(List<NewComment> batch, List<Integer> places, long now, Appended[] outcomes)
            throws SQLException {
        var fresh = new ArrayList<Integer>(places.size());
        for (int place : places) {
            Optional<Stored> earlier = repeated(statements.byCid, batch.get(place));
            if (earlier.isPresent()) {
                outcomes[place] = earlier.get();
            } else {
                fresh.add(place);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        NewComment first = batch.get(fresh.getFirst());
        long seq = bump(first, fresh.size(), now) - fresh.size();
        int unused = 0;
        for (int place : fresh) {
            Appended outcome = insert(batch.get(place), seq + 1, now);
            outcomes[place] = outcome;
            if (outcome instanceof Stored stored && !stored.repeated()) {
                seq++;
            } else {
                unused++;
            }
        }
        if (unused > 0) {
            statements.giveBack.setInt(1, unused);
            statements.giveBack.setString(2, first.post().hex());
            statements.giveBack.executeUpdate();
        }
    }

    private long bump(NewComment comment, int by, long now) throws SQLException {
        PreparedStatement bump = statements.bump;
        bump.setString(1, comment.post().hex());
        bump.setString(2, comment.key());
        bump.setInt(3, by);
        bump.setLong(4, now);
        try (ResultSet head = bump.executeQuery()) {
            head.next();
            return head.getLong(1);
        }
    }

    private Appended insert(NewComment row, long seq, long now) throws SQLException {
        var comment = new Comment(row.id(), row.post(), seq, seq, row.author(), row.content(), now);
        PreparedStatement insert = statements.insert;
        insert.setString(1, comment.id());
        insert.setString(2, comment.post().hex());
        insert.setLong(3, seq);
        insert.setLong(4, seq);
        insert.setInt(5, comment.author().kind().code());
        insert.setString(6, comment.author().name());
        insert.setString(7, comment.content());
        insert.setString(8, comment.createdAt());
        insert.setLong(9, now);
        insert.setString(10, row.cid());
        try {
            insert.executeUpdate();
            return new Stored(comment, false);
        } catch (SQLException e) {
            if (!onlyThisRow(e)) {
                throw e;
            }
            Optional<Stored> sameBatch = repeated(statements.byCid, row);
            if (sameBatch.isPresent()) {
                return sameBatch.get();
            }
            log.warn("Comment {} of post {} was not taken: {}", row.id(), row.post(), e.getMessage());
            return new Appended.Refused(Reason.INVALID);
        }
    }

    private static Optional<Stored> repeated(PreparedStatement byCid, NewComment comment) throws SQLException {
        if (comment.cid() == null) {
            return Optional.empty();
        }
        byCid.setString(1, comment.post().hex());
        byCid.setInt(2, comment.author().kind().code());
        byCid.setString(3, comment.author().name());
        byCid.setString(4, comment.cid());
        try (ResultSet row = byCid.executeQuery()) {
            return row.next() ? Optional.of(new Stored(SqliteRows.comment(row), true)) : Optional.empty();
        }
    }

    private static boolean onlyThisRow(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLiteErrorCode.SQLITE_CONSTRAINT.code
                || primary == SQLiteErrorCode.SQLITE_TOOBIG.code
                || primary == SQLiteErrorCode.SQLITE_MISMATCH.code;
    }

    private static final class Statements {
        final Connection connection;
        final PreparedStatement begin;
        final PreparedStatement commit;
        final PreparedStatement bump;
        final PreparedStatement giveBack;
        final PreparedStatement insert;
        final PreparedStatement byCid;

        Statements(Connection connection) throws SQLException {
            this.connection = connection;
            this.begin = connection.prepareStatement(SqliteFile.BEGIN);
            this.commit = connection.prepareStatement(SqliteFile.COMMIT);
            this.bump = connection.prepareStatement(BUMP);
            this.giveBack = connection.prepareStatement(GIVE_BACK);
            this.insert = connection.prepareStatement(INSERT);
            this.byCid = connection.prepareStatement(BY_CID);
        }

        void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                log.warn("The database did not close", e);
            }
        }
    }
}
