package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches into PostgreSQL, where other programs may write to the same posts. Used by the writer thread only. A
 * connection that failed is closed, which undoes its work; the next batch opens another.
 */
final class PostgresWriter implements BatchWriter {
    /*
     * A statement that fails ends the whole transaction, unless a savepoint stands before it; and a savepoint costs two more
     * journeys for each change. So a batch is first tried without, and once more with them if a row was not taken.
     *
     * Which transaction commits is written down before: on a broken connection nobody is told whether it did, and while the
     * server is still busy with it, rows that are not there prove nothing.
     */
    private static final int ATTEMPTS = 5;
    private static final String INVALID_PARAMETER = "22023";

    private final PostgresServer server;
    private final Clock clock;
    private Session session;
    private @Nullable String committing;

    PostgresWriter(PostgresServer server, Clock clock) throws SQLException {
        this.server = server;
        this.clock = clock;
        this.session = open(server);
    }

    @Override
    public List<Outcome> write(List<Change> batch) throws StoreException {
        committing = null;
        try {
            List<Outcome> outcomes = made(batch);
            committing = transaction();
            session.statements.connection.commit();
            return outcomes;
        } catch (SQLException | RuntimeException e) {
            session.statements.close();
            throw new StoreException("a batch was not written", e, committing != null);
        }
    }

    @Override
    public List<Optional<Outcome>> find(List<Change> changes) throws StoreException {
        try (Connection connection = server.openOnce()) {
            if (busy(connection)) {
                throw new SQLException("the server is still committing");
            }
            return SqlLookup.find(connection, changes);
        } catch (SQLException e) {
            throw new StoreException("changes cannot be looked up", e);
        }
    }

    @Override
    public void close() {
        session.statements.close();
    }

    /** A connection that was cut while it was idle is replaced: nobody should be refused for that. */
    private List<Outcome> made(List<Change> batch) throws SQLException {
        long start = System.nanoTime();
        while (true) {
            try {
                if (session.statements.connection.isClosed()) {
                    session = open(server);
                }
                return make(batch);
            } catch (SQLException e) {
                if (!PostgresServer.cut(e, start)) {
                    throw e;
                }
                session.statements.close();
            }
        }
    }

    private List<Outcome> make(List<Change> batch) throws SQLException {
        long now = clock.millis();
        RowFaults faults = RowFaults.FAIL_TOGETHER;
        for (int attempt = 1; true; attempt++) {
            try {
                return SqlBatch.make(session.statements, faults, batch, now);
            } catch (SQLException e) {
                boolean ofOneRow = RowFaults.UNDO_TO_A_SAVEPOINT.ofOneRow(e);
                if (attempt == ATTEMPTS || !(ofOneRow || SqlDialect.again(e))) {
                    throw e;
                }
                session.statements.connection.rollback();
                faults = ofOneRow ? RowFaults.UNDO_TO_A_SAVEPOINT : faults;
            }
        }
    }

    private String transaction() throws SQLException {
        try (ResultSet row = session.transaction.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }

    private boolean busy(Connection connection) throws SQLException {
        try (PreparedStatement status = connection.prepareStatement("SELECT pg_xact_status(?::xid8)")) {
            status.setString(1, committing);
            try (ResultSet row = status.executeQuery()) {
                row.next();
                return "in progress".equals(row.getString(1));
            }
        } catch (SQLException e) {
            if (INVALID_PARAMETER.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    private static Session open(PostgresServer server) throws SQLException {
        Connection connection = server.openWriter();
        connection.setAutoCommit(false);
        return new Session(
                new SqlStatements(connection, SqlDialect.POSTGRES),
                connection.prepareStatement("SELECT pg_current_xact_id()"));
    }

    private record Session(SqlStatements statements, PreparedStatement transaction) {}
}
