package dev.madang.live.store;

import java.sql.SQLException;

/** What the SQL databases say differently. */
enum SqlDialect {
    /** SQLite; a file has one writer at a time. */
    SQLITE("BEGIN IMMEDIATE", ""),
    /** PostgreSQL; several programs may write, each to rows that it has locked. */
    POSTGRES("BEGIN", " FOR UPDATE");

    /** The state of an error after which the whole transaction is to be tried again. */
    static final String AGAIN = "40001";

    private static final String DEADLOCK = "40P01";

    private final String begin;
    private final String lock;

    SqlDialect(String begin, String lock) {
        this.begin = begin;
        this.lock = lock;
    }

    /** The statement that begins a transaction that will write. */
    String begin() {
        return begin;
    }

    /** What follows a query for rows that nobody else may change from then to the end of the transaction. */
    String lock() {
        return lock;
    }

    /** Whether a transaction failed only because of others at the same time. */
    static boolean again(SQLException e) {
        return AGAIN.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState());
    }
}
