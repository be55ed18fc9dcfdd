package dev.madang.live.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How comments lie in the tables of an SQL database. */
final class SqlRows {
    /** The beginning of a query for rows {@code c}, to which conditions are added. */
    static final String SELECT = """
            SELECT c.id, c.post, c.seq, c.rev, c.parent, c.root, c.author_kind, c.author_id, c.author, c.content,
              c.created_ms, c.edited_ms, c.status, c.pinned, c.up, c.down, coalesce(r.replies, c.replies), c.score,
              c.up_now, c.down_now, c.author_rank
            FROM comments c LEFT JOIN comments r ON r.id = c.root
            """;

    static final String BY_ID = SELECT + "WHERE c.id = ? AND c.post = ?";
    static final String BY_CID = SELECT + """
            WHERE c.post = ? AND c.author_kind = ? AND c.author_id = ?
              AND CASE c.author_id WHEN '' THEN c.author ELSE '' END = ? AND c.cid = ?""";

    private SqlRows() {}

    /** The comment in the current row of a {@link #SELECT}. */
    static Comment comment(ResultSet row) throws SQLException {
        return comment(row, row.getInt(15), row.getInt(16));
    }

    /** The same with the votes as they are now, tallied or not. */
    static Comment current(ResultSet row) throws SQLException {
        return comment(row, row.getInt(19), row.getInt(20));
    }

    /** The row's score, in units of {@link Score}. */
    static long score(ResultSet row) throws SQLException {
        return row.getLong(18);
    }

    private static Comment comment(ResultSet row, int up, int down) throws SQLException {
        return new Comment(
                row.getString(1),
                new PostId(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getString(5),
                row.getString(6),
                author(row),
                row.getString(10),
                row.getLong(11),
                row.getLong(12),
                Status.of(row.getInt(13)),
                row.getInt(14) != 0,
                up,
                down,
                row.getInt(17));
    }

    private static Author author(ResultSet row) throws SQLException {
        return new Author(
                Author.Kind.of(row.getInt(7)), row.getString(8), row.getString(9), Author.Rank.of(row.getInt(21)));
    }

    /** All comments of a query. */
    static List<Comment> all(PreparedStatement query) throws SQLException {
        var comments = new ArrayList<Comment>();
        try (ResultSet row = query.executeQuery()) {
            while (row.next()) {
                comments.add(comment(row));
            }
        }
        return comments;
    }

    /** The one comment of a query for {@link #BY_ID}. */
    static Optional<Comment> byId(PreparedStatement query, PostId post, String id) throws SQLException {
        query.setString(1, id);
        query.setString(2, post.hex());
        return one(query);
    }

    /** The one comment of a query for {@link #BY_CID}; none for a comment without a cid. */
    static Optional<Comment> byCid(PreparedStatement query, Change.Add add) throws SQLException {
        if (add.cid() == null) {
            return Optional.empty();
        }
        query.setString(1, add.post().hex());
        query.setInt(2, add.author().kind().code());
        query.setString(3, add.author().id());
        query.setString(4, add.author().claim());
        query.setString(5, add.cid());
        return one(query);
    }

    private static Optional<Comment> one(PreparedStatement query) throws SQLException {
        try (ResultSet row = query.executeQuery()) {
            return row.next() ? Optional.of(comment(row)) : Optional.empty();
        }
    }
}
