package dev.madang.live.store;

import java.sql.SQLException;

/** The reading connections of a database. Any thread may ask. */
interface SqlReaders extends AutoCloseable {
    /** How many questions are answered at a time. */
    int count();

    /** Whether other programs may write to the same database. */
    boolean shared();

    /** Asks on a connection of its own. */
    <T> T ask(Query<T> query) throws SQLException;

    /** Closes the idle connections; nobody asks any more. Never throws. */
    @Override
    void close();

    /** A question. */
    @FunctionalInterface
    interface Query<T> {
        T ask(SqlReader reader) throws SQLException;
    }
}
