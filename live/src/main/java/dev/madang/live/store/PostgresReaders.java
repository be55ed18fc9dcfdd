package dev.madang.live.store;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;

/** Connections that read a PostgreSQL database, at most {@value #READERS}; those that failed are replaced. */
final class PostgresReaders implements SqlReaders {
    private static final int READERS = 4;

    private final HikariDataSource pool;

    PostgresReaders(PostgresServer server) {
        this.pool = server.openReaders(READERS);
    }

    @Override
    public int count() {
        return READERS;
    }

    @Override
    public boolean shared() {
        return true;
    }

    /* A connection that was cut while it was idle is found out by the question, which is asked again on another. */
    @Override
    public <T> T ask(Query<T> query) throws SQLException {
        long start = System.nanoTime();
        while (true) {
            try (SqlReader reader = new SqlReader(pool.getConnection(), SqlDialect.POSTGRES)) {
                return query.ask(reader);
            } catch (SQLException e) {
                if (!PostgresServer.cut(e, start)) {
                    throw e;
                }
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
