package dev.madang.live.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@value #READERS} connections that read a SQLite file, open from the beginning to the end. */
final class SqliteReaders implements SqlReaders {
    private static final int READERS = 2;
    private static final Logger log = LoggerFactory.getLogger(SqliteReaders.class);

    private final BlockingQueue<SqlReader> idle = new ArrayBlockingQueue<>(READERS);

    SqliteReaders(SqliteFile file) throws SQLException {
        try {
            for (int i = 0; i < READERS; i++) {
                idle.add(new SqlReader(file.openReader(), SqlDialect.SQLITE));
            }
        } catch (SQLException e) {
            close();
            throw e;
        }
    }

    @Override
    public int count() {
        return READERS;
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public <T> T ask(Query<T> query) throws SQLException {
        SqlReader reader = take();
        try {
            return query.ask(reader);
        } finally {
            idle.add(reader);
        }
    }

    @Override
    public void close() {
        var readers = new ArrayList<SqlReader>();
        idle.drainTo(readers);
        for (SqlReader reader : readers) {
            try {
                reader.close();
            } catch (SQLException e) {
                log.warn("A reading connection did not close", e);
            }
        }
    }

    private SqlReader take() throws SQLException {
        try {
            return idle.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("the store is closing", e);
        }
    }
}
