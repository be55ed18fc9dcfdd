package dev.madang.live.store;

import java.sql.SQLException;

/** What the SQL databases say differently. */
enum SqlDialect {
    /** SQLite; a file has one writer at a time. */
    SQLITE("BEGIN IMMEDIATE", "", "instr(lower(author), ?)"),
    /** PostgreSQL; several programs may write, each to rows that it has locked. */
    POSTGRES("BEGIN", " FOR UPDATE", "strpos(lower(author COLLATE \"C\"), ?)");

    /** The state of an error after which the whole transaction is to be tried again. */
    static final String AGAIN = "40001";

    private static final String DEADLOCK = "40P01";

    private final String begin;
    private final String lock;
    private final String named;

    SqlDialect(String begin, String lock, String named) {
        this.begin = begin;
        this.lock = lock;
        this.named = named;
    }

    /** The statement that begins a transaction that will write. */
    String begin() {
        return begin;
    }

    /** What follows a query for rows that nobody else may change from then to the end of the transaction. */
    String lock() {
        return lock;
    }

    /** Where a text of small letters is found in an author's name, with the letters of ASCII made small; 0 for nowhere. */
    String named() {
        return named;
    }

    /** Whether a transaction failed only because of others at the same time. */
    static boolean again(SQLException e) {
        return AGAIN.equals(e.getSQLState()) || DEADLOCK.equals(e.getSQLState());
    }
}
