package dev.madang.live.store;

import java.sql.ResultSet;
import java.sql.SQLException;

/** How a comment lies in a row of SQLite. */
final class SqliteRows {
    static final String COLUMNS = "id, post, seq, rev, author_kind, author, content, created_ms";

    private SqliteRows() {}

    /** The comment in the current row of a query for {@link #COLUMNS}. */
    static Comment comment(ResultSet row) throws SQLException {
        return new Comment(
                row.getString(1),
                new PostId(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                new Author(Author.Kind.of(row.getInt(5)), row.getString(6)),
                row.getString(7),
                row.getLong(8));
    }
}
