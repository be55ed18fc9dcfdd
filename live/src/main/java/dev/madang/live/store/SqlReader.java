package dev.madang.live.store;

import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One reading connection to an SQL database, whose transactions are snapshots; every question is answered from one snapshot. Used by one thread at a time. */
final class SqlReader implements AutoCloseable {
    private static final String POST = "SELECT head, floor, epoch, published FROM posts WHERE id = ?";
    static final String NEWEST =
            SqlRows.SELECT + "WHERE c.post = ? AND c.seq IS NOT NULL AND c.status = 0 ORDER BY c.seq DESC LIMIT ?";
    static final String AFTER = SqlRows.SELECT + "WHERE c.post = ? AND c.rev > ? ORDER BY c.rev LIMIT ?";
    static final String PINNED = SqlRows.SELECT + "WHERE c.post = ? AND c.pinned = 1 AND c.status = 0 ORDER BY c.seq";
    static final String FIRST_REPLIES =
            SqlRows.SELECT + "WHERE c.root = ? AND c.root IS NOT NULL AND c.status = 0 ORDER BY c.seq LIMIT "
                    + PageQuery.FIRST_REPLIES;
    static final String HELD = SqlRows.SELECT + """
            WHERE c.post = ? AND c.author_kind = ? AND c.author_id = ? AND c.status IN (1, 2)
            ORDER BY c.created_ms DESC, c.rowid DESC LIMIT ?""";

    private static final String LATEST = SqlRows.SELECT + """
            WHERE c.rowid > (SELECT max(rowid) FROM comments) - 5000 AND c.status = 0
              AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.id = c.post AND p.key LIKE 'chat:%')
            ORDER BY c.rowid DESC LIMIT ?""";

    private final Connection connection;
    private final SqlDialect dialect;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    SqlReader(Connection connection, SqlDialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    Page newest(PostId id, int limit) throws SQLException {
        return snapshot(() -> {
            Mark mark = mark(id);
            PreparedStatement newest = statement(NEWEST);
            newest.setString(1, id.hex());
            newest.setInt(2, limit == 0 ? Integer.MAX_VALUE : limit);
            List<Comment> comments = SqlRows.all(newest);
            Collections.reverse(comments);
            return new Page(comments, mark.head, mark.epoch, mark.count);
        });
    }

    Threads threads(PostId id, int limit) throws SQLException {
        return snapshot(() -> {
            Mark mark = mark(id);
            PreparedStatement pinned = statement(PINNED);
            pinned.setString(1, id.hex());
            Slice newest = slice(new PageQuery(id, null, Order.NEWEST, null, limit));
            return new Threads(newest, SqlRows.all(pinned), mark.head, mark.epoch, mark.count);
        });
    }

    Slice page(PageQuery query) throws SQLException {
        return snapshot(() -> slice(query));
    }

    CatchUp after(PostId id, long epoch, long rev, int limit) throws SQLException {
        return snapshot(() -> {
            Mark mark = mark(id);
            if (rev < mark.floor || rev > mark.head || (epoch != 0 && epoch != mark.epoch)) {
                return new CatchUp.Reload();
            }
            PreparedStatement after = statement(AFTER);
            after.setString(1, id.hex());
            after.setLong(2, rev);
            after.setInt(3, limit + 1);
            List<Comment> comments = SqlRows.all(after);
            boolean cut = comments.size() > limit;
            List<Comment> rows = cut ? comments.subList(0, limit) : comments;
            return new CatchUp.Rows(rows, cut ? rows.getLast().rev() : mark.head, mark.epoch, cut, mark.count);
        });
    }

    List<Comment> latest(int limit) throws SQLException {
        return snapshot(() -> {
            PreparedStatement latest = statement(LATEST);
            latest.setInt(1, limit);
            return SqlRows.all(latest);
        });
    }

    Optional<Comment> find(PostId post, String id) throws SQLException {
        return snapshot(() -> SqlRows.byId(statement(SqlRows.BY_ID), post, id));
    }

    List<Comment> held(PostId post, Author author, int limit) throws SQLException {
        if (author.id().isEmpty()) {
            return List.of();
        }
        return snapshot(() -> {
            PreparedStatement held = statement(HELD);
            held.setString(1, post.hex());
            held.setInt(2, author.kind().code());
            held.setString(3, author.id());
            held.setInt(4, limit);
            List<Comment> comments = SqlRows.all(held);
            Collections.reverse(comments);
            return comments;
        });
    }

    Map<String, Integer> votes(String voter, List<String> ids) throws SQLException {
        return snapshot(() -> {
            var votes = new HashMap<String, Integer>();
            PreparedStatement vote = statement("SELECT value FROM votes WHERE comment = ? AND voter = ?");
            for (String id : ids) {
                vote.setString(1, id);
                vote.setString(2, voter);
                try (ResultSet row = vote.executeQuery()) {
                    if (row.next()) {
                        votes.put(id, row.getInt(1));
                    }
                }
            }
            return votes;
        });
    }

    Map<PostId, Long> counts(List<PostId> posts) throws SQLException {
        return snapshot(() -> {
            var counts = new HashMap<PostId, Long>();
            for (PostId post : posts) {
                Mark mark = mark(post);
                if (mark.epoch != 0) {
                    counts.put(post, mark.count);
                }
            }
            return counts;
        });
    }

    /* Asked again and again by each of several programs, which SQLite does not have: in one statement of PostgreSQL. */
    Map<PostId, Long> heads(List<PostId> posts) throws SQLException {
        return snapshot(() -> {
            var heads = new HashMap<PostId, Long>();
            PreparedStatement query = statement("SELECT id, head FROM posts WHERE id = ANY (?)");
            query.setArray(
                    1,
                    connection.createArrayOf(
                            "text", posts.stream().map(PostId::hex).toArray()));
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    heads.put(new PostId(row.getString(1)), row.getLong(2));
                }
            }
            return heads;
        });
    }

    Topic topic(PostId post) throws SQLException {
        return snapshot(() -> {
            PreparedStatement topic = statement("SELECT key, url, title FROM posts WHERE id = ?");
            topic.setString(1, post.hex());
            try (ResultSet row = topic.executeQuery()) {
                return row.next() ? new Topic(row.getString(1), row.getString(2), row.getString(3)) : Topic.NONE;
            }
        });
    }

    Listed<Comment> list(Listing query) throws SQLException {
        return snapshot(() -> SqlListing.comments(connection, query));
    }

    Listed<Comment> writers(String name, @Nullable String before, int limit) throws SQLException {
        return snapshot(() -> SqlListing.writers(connection, dialect, name, before, limit));
    }

    Listed<PostInfo> posts(@Nullable String before, int limit) throws SQLException {
        return snapshot(() -> SqlListing.posts(connection, before, limit));
    }

    Map<Status, Long> totals() throws SQLException {
        return snapshot(() -> SqlListing.totals(connection));
    }

    byte[] secret() throws SQLException {
        return snapshot(() -> {
            try (ResultSet row =
                    statement("SELECT value FROM secrets WHERE name = 'keys'").executeQuery()) {
                row.next();
                return row.getBytes(1);
            }
        });
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** The query behind a question for a part of a list; its parameters are the place, the cursor and the limit. */
    static String sql(PageQuery query) {
        boolean first = query.cursor() == null;
        String place = query.root() == null
                ? "WHERE c.post = ? AND c.seq IS NOT NULL AND c.root IS NULL AND (c.status = 0 OR c.replies > 0) "
                : "WHERE c.post = ? AND c.root = ? AND c.root IS NOT NULL AND c.status = 0 ";
        return SqlRows.SELECT
                + place
                + switch (query.order()) {
                    case NEWEST -> (first ? "" : "AND c.seq < ? ") + "ORDER BY c.seq DESC LIMIT ?";
                    case OLDEST -> (first ? "" : "AND c.seq > ? ") + "ORDER BY c.seq LIMIT ?";
                    case BEST ->
                        (first ? "" : "AND (c.score, c.seq) < (?, ?) ") + "ORDER BY c.score DESC, c.seq DESC LIMIT ?";
                };
    }

    private Slice slice(PageQuery query) throws SQLException {
        PreparedStatement page = statement(sql(query));
        int place = 1;
        page.setString(place++, query.post().hex());
        if (query.root() != null) {
            page.setString(place++, query.root());
        }
        Cursor cursor = query.cursor();
        if (cursor != null) {
            if (query.order() == Order.BEST) {
                page.setLong(place++, cursor.score());
            }
            page.setLong(place++, cursor.seq());
        }
        page.setInt(place, query.limit() + 1);
        var rows = new ArrayList<Comment>();
        Cursor last = null;
        boolean more = false;
        try (ResultSet row = page.executeQuery()) {
            while (row.next() && !more) {
                more = rows.size() == query.limit();
                if (!more) {
                    Comment comment = SqlRows.comment(row);
                    rows.add(comment);
                    last = new Cursor(query.order() == Order.BEST ? SqlRows.score(row) : 0, comment.seq());
                }
            }
        }
        return new Slice(rows, replies(query, rows), more && last != null ? last.toString() : null);
    }

    private List<Comment> replies(PageQuery query, List<Comment> roots) throws SQLException {
        var replies = new ArrayList<Comment>();
        if (query.root() == null) {
            PreparedStatement first = statement(FIRST_REPLIES);
            for (Comment root : roots) {
                if (root.replies() > 0) {
                    first.setString(1, root.id());
                    replies.addAll(SqlRows.all(first));
                }
            }
        }
        return replies;
    }

    private Mark mark(PostId id) throws SQLException {
        PreparedStatement post = statement(POST);
        post.setString(1, id.hex());
        try (ResultSet row = post.executeQuery()) {
            return row.next()
                    ? new Mark(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4))
                    : new Mark(0, 0, 0, 0);
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    private <T> T snapshot(Question<T> question) throws SQLException {
        T answer;
        try {
            answer = question.ask();
        } catch (SQLException | RuntimeException e) {
            end(e);
            throw e;
        }
        connection.rollback();
        return answer;
    }

    private void end(Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private record Mark(long head, long floor, long epoch, long count) {}

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws SQLException;
    }
}
