package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Writes batches into SQLite. Used by the writer thread only. A connection that failed is closed, which undoes its work; the next batch opens another. */
final class SqliteWriter implements BatchWriter {
    private final SqliteFile file;
    private final Clock clock;
    private Session session;

    SqliteWriter(SqliteFile file, Clock clock) throws SQLException {
        this.file = file;
        this.clock = clock;
        this.session = open(file);
    }

    @Override
    public List<Outcome> write(List<Change> batch) throws StoreException {
        boolean committing = false;
        try {
            if (!file.usable(session.statements.connection)) {
                session = open(file);
            }
            session.begin.executeUpdate();
            List<Outcome> outcomes =
                    SqlBatch.make(session.statements, RowFaults.UNDO_THE_STATEMENT, batch, clock.millis());
            committing = true;
            session.commit.executeUpdate();
            return outcomes;
        } catch (SQLException | RuntimeException e) {
            session.statements.close();
            throw new StoreException("a batch was not written", e, committing);
        }
    }

    @Override
    public List<Optional<Outcome>> find(List<Change> changes) throws StoreException {
        try (Connection connection = file.openReader()) {
            return SqlLookup.find(connection, changes);
        } catch (SQLException e) {
            throw new StoreException("changes cannot be looked up", e);
        }
    }

    @Override
    public void close() {
        session.statements.close();
    }

    private static Session open(SqliteFile file) throws SQLException {
        Connection connection = file.openWriter();
        return new Session(
                new SqlStatements(connection, SqlDialect.SQLITE),
                connection.prepareStatement(SqliteFile.BEGIN),
                connection.prepareStatement(SqliteFile.COMMIT));
    }

    private record Session(SqlStatements statements, PreparedStatement begin, PreparedStatement commit) {}
}
