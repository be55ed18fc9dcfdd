package dev.madang.live.store;

/** What the SQL databases say differently. */
enum SqlDialect {
    /** SQLite; a file has one writer at a time. */
    SQLITE("");

    private final String lock;

    SqlDialect(String lock) {
        this.lock = lock;
    }

    /** The query for a post's counters, which nobody else may change from then to the end of the transaction. */
    String post() {
        return "SELECT head, published FROM posts WHERE id = ?" + lock;
    }
}
