package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One reading connection to SQLite; every question is answered from one snapshot. Used by one thread at a time. */
final class SqliteReader implements AutoCloseable {
    private static final String POST = "SELECT head, floor, epoch FROM posts WHERE id = ?";
    private static final String NEWEST =
            "SELECT " + SqliteRows.COLUMNS + " FROM comments WHERE post = ? ORDER BY seq DESC LIMIT ?";
    private static final String AFTER =
            "SELECT " + SqliteRows.COLUMNS + " FROM comments WHERE post = ? AND rev > ? ORDER BY rev LIMIT ?";

    private final Connection connection;
    private final PreparedStatement post;
    private final PreparedStatement newest;
    private final PreparedStatement after;

    SqliteReader(Connection connection) throws SQLException {
        this.connection = connection;
        this.post = connection.prepareStatement(POST);
        this.newest = connection.prepareStatement(NEWEST);
        this.after = connection.prepareStatement(AFTER);
    }

    Page newest(PostId id, int limit) throws SQLException {
        try {
            Mark mark = mark(id);
            newest.setString(1, id.hex());
            newest.setInt(2, limit == 0 ? -1 : limit);
            List<Comment> comments = read(newest);
            Collections.reverse(comments);
            return new Page(comments, mark.head, mark.epoch);
        } finally {
            connection.rollback();
        }
    }

    CatchUp after(PostId id, long epoch, long rev, int limit) throws SQLException {
        try {
            Mark mark = mark(id);
            if (rev < mark.floor || rev > mark.head || (epoch != 0 && epoch != mark.epoch)) {
                return new CatchUp.Reload();
            }
            after.setString(1, id.hex());
            after.setLong(2, rev);
            after.setInt(3, limit + 1);
            List<Comment> comments = read(after);
            boolean cut = comments.size() > limit;
            List<Comment> rows = cut ? comments.subList(0, limit) : comments;
            return new CatchUp.Rows(rows, cut ? rows.getLast().rev() : mark.head, cut);
        } finally {
            connection.rollback();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Mark mark(PostId id) throws SQLException {
        post.setString(1, id.hex());
        try (ResultSet row = post.executeQuery()) {
            return row.next() ? new Mark(row.getLong(1), row.getLong(2), row.getLong(3)) : new Mark(0, 0, 0);
        }
    }

    private static List<Comment> read(PreparedStatement query) throws SQLException {
        var comments = new ArrayList<Comment>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                comments.add(SqliteRows.comment(row));
            }
        }
        return comments;
    }

    private record Mark(long head, long floor, long epoch) {}
}
