package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What those who look after the site ask of SQLite. The caller's transaction is the snapshot. */
final class SqlListing {
    private static final int MET_AT_ONCE = 5_000;
    private static final String AFTER_ALL = "g";

    private SqlListing() {}

    /*
     * States stand in the statement as numbers: a partial index is used only if its condition is there to be seen. With a
     * text, so many rows are looked through and no more; the cursor is the last of them, found or not.
     */
    static Listed<Comment> comments(Connection connection, Listing query) throws SQLException {
        var parameters = new ArrayList<Object>();
        String where = where(query, parameters);
        String text = query.text() == null ? "" : query.text().toLowerCase(Locale.ROOT);
        int read = text.isEmpty() ? query.limit() : Listing.SEARCHED;
        parameters.add(read + 1);
        var rows = new ArrayList<Comment>();
        int looked = 0;
        String last = null;
        try (PreparedStatement list = prepared(connection, where + " ORDER BY c.id DESC LIMIT ?", parameters);
                ResultSet row = list.executeQuery()) {
            while (row.next()) {
                if (looked == read || rows.size() == query.limit()) {
                    return new Listed<>(rows, last);
                }
                looked++;
                last = row.getString(1);
                Comment comment = SqlRows.comment(row);
                if (comment.content().toLowerCase(Locale.ROOT).contains(text)) {
                    rows.add(comment);
                }
            }
        }
        return new Listed<>(rows, null);
    }

    /*
     * From the newest comment on until enough people were met, so a name that many have costs little, and one that nobody has a
     * look at every row. Who was met above the cursor is in an answer before.
     */
    static Listed<Comment> writers(
            Connection connection, SqlDialect dialect, String name, @Nullable String before, int limit)
            throws SQLException {
        var met = new HashSet<Author>();
        var newest = new ArrayList<String>();
        String sql = "SELECT id, author_kind, author_id, author FROM comments WHERE " + dialect.named()
                + " > 0 AND id < ? ORDER BY id DESC LIMIT " + MET_AT_ONCE;
        String last = AFTER_ALL;
        int read = MET_AT_ONCE;
        while (read == MET_AT_ONCE && newest.size() <= limit) {
            read = 0;
            try (PreparedStatement part = prepared(connection, sql, List.of(Listing.small(name), last));
                    ResultSet row = part.executeQuery()) {
                while (row.next() && newest.size() <= limit) {
                    read++;
                    last = row.getString(1);
                    Author author = new Author(
                            Author.Kind.of(row.getInt(2)), row.getString(3), row.getString(4), Author.Rank.NONE);
                    if (met.add(author) && (before == null || last.compareTo(before) < 0)) {
                        newest.add(last);
                    }
                }
            }
        }
        return Listing.part(rows(connection, newest), limit);
    }

    private static List<Comment> rows(Connection connection, List<String> ids) throws SQLException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String places = String.join(", ", Collections.nCopies(ids.size(), "?"));
        String sql = SqlRows.SELECT + "WHERE c.id IN (" + places + ") ORDER BY c.id DESC";
        try (PreparedStatement list = prepared(connection, sql, ids)) {
            return SqlRows.all(list);
        }
    }

    static Listed<PostInfo> posts(Connection connection, @Nullable String before, int limit) throws SQLException {
        var parameters = new ArrayList<Object>();
        String where = "";
        int dot = before == null ? -1 : before.indexOf('.');
        if (before != null && dot > 0) {
            where = "WHERE (epoch, id) < (?, ?) ";
            parameters.add(Long.parseLong(before.substring(0, dot)));
            parameters.add(before.substring(dot + 1));
        }
        parameters.add(limit + 1);
        String sql = "SELECT id, key, url, title, head, epoch, published FROM posts " + where
                + "ORDER BY epoch DESC, id DESC LIMIT ?";
        var posts = new ArrayList<PostInfo>();
        try (PreparedStatement list = prepared(connection, sql, parameters);
                ResultSet row = list.executeQuery()) {
            while (row.next()) {
                posts.add(new PostInfo(
                        new PostId(row.getString(1)),
                        new Topic(row.getString(2), row.getString(3), row.getString(4)),
                        row.getLong(5),
                        row.getLong(6),
                        row.getLong(7)));
            }
        }
        boolean more = posts.size() > limit;
        List<PostInfo> part = more ? posts.subList(0, limit) : posts;
        return new Listed<>(
                part,
                more ? part.getLast().epoch() + "." + part.getLast().post().hex() : null);
    }

    static Map<Status, Long> totals(Connection connection) throws SQLException {
        var totals = new EnumMap<Status, Long>(Status.class);
        try (PreparedStatement published = connection.prepareStatement("SELECT sum(published) FROM posts");
                ResultSet row = published.executeQuery()) {
            if (row.next() && row.getLong(1) > 0) {
                totals.put(Status.PUBLISHED, row.getLong(1));
            }
        }
        try (PreparedStatement others = connection.prepareStatement(
                        "SELECT status, count(*) FROM comments WHERE status <> 0 GROUP BY status");
                ResultSet row = others.executeQuery()) {
            while (row.next()) {
                totals.merge(Status.of(row.getInt(1)), row.getLong(2), Long::sum);
            }
        }
        return totals;
    }

    private static String where(Listing query, List<Object> parameters) {
        var conditions = new ArrayList<String>();
        if (!query.statuses().isEmpty()) {
            String codes = query.statuses().stream()
                    .map(status -> Integer.toString(status.code()))
                    .sorted()
                    .collect(Collectors.joining(", "));
            conditions.add("c.status IN (" + codes + ")");
            if (!query.statuses().contains(Status.PUBLISHED)) {
                conditions.add("c.status <> 0");
            }
        }
        if (query.post() != null) {
            conditions.add("c.post = ?");
            parameters.add(query.post().hex());
        }
        Author author = query.author();
        if (author != null) {
            conditions.add("c.author_kind = ? AND c.author_id = ?");
            parameters.add(author.kind().code());
            parameters.add(author.id());
            conditions.add(author.id().isEmpty() ? "c.author = ?" : "c.author_id <> ''");
            if (author.id().isEmpty()) {
                parameters.add(author.name());
            }
        }
        if (query.before() != null) {
            conditions.add("c.id < ?");
            parameters.add(query.before());
        }
        return SqlRows.SELECT + (conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions));
    }

    private static PreparedStatement prepared(Connection connection, String sql, List<?> parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        return statement;
    }
}
