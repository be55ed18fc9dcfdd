package dev.madang.live.store;

import static dev.madang.live.store.AddContract.NOON;
import static dev.madang.live.store.AddContract.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same on a PostgreSQL server with fsync on: by indexes alone, as the server itself says. */
final class BigPostOnPostgresTest {
    @Test
    @Timeout(1_800)
    void everyPartOfAHugePostIsReadThroughItsIndexAndQuickly() throws Exception {
        try (DebianPostgres server = DebianPostgres.start()) {
            try (CommentStore store = Stores.open(server.url(), false, NOON, CommitListener.none())) {
                List<String> roots;
                try (Connection connection = connect(server)) {
                    roots = fill(connection);
                    explain(connection, roots.getFirst());
                }
                new BigPost(store).read(roots);
            }
        }
    }

    /* By the database itself: through the store it takes half an hour on two cores that others use. */
    private static List<String> fill(Connection connection) throws SQLException {
        run(
                connection,
                "INSERT INTO posts (id, head, epoch, published) VALUES ('" + POST + "', " + BigPost.COMMENTS + ", 1, "
                        + BigPost.COMMENTS + ")");
        run(connection, """
                INSERT INTO comments (id, post, seq, rev, parent, root, author_kind, author_id, author, content,
                  created_at, created_ms, cid, score)
                SELECT lpad(to_hex(i), 24, '0'), '%s', i, i, r, r, 0, 'id-' || i %% 50000, '손님 ' || i %% 1000,
                  repeat('백만 개의 댓글 가운데 하나입니다. ', 4), '2026-11-24 00:00:00', i, 'c-' || i,
                  CASE WHEN r IS NULL AND i %% 50 = 1 THEN i %% 999 ELSE 0 END
                FROM (SELECT i, CASE WHEN i %% 4 = 0 THEN lpad(to_hex((hashint4(i)::bigint + 2147483648) %% (i / 4) * 4 + 1), 24, '0') END r
                  FROM generate_series(1, %d) i) rows""".formatted(POST, BigPost.COMMENTS));
        run(connection, """
                UPDATE comments SET replies = n FROM
                  (SELECT root r, count(*) n FROM comments WHERE root IS NOT NULL GROUP BY root) answers WHERE id = r""");
        run(connection, """
                INSERT INTO votes (comment, voter, value)
                SELECT lpad(to_hex(i), 24, '0'), 'v-' || i %% 5000, 1
                FROM generate_series(1, %d) i""".formatted(BigPost.COMMENTS));
        run(connection, "ANALYZE");
        var roots = new ArrayList<String>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT root FROM comments WHERE root IS NOT NULL ORDER BY seq DESC LIMIT 1000")) {
            while (row.next()) {
                roots.add(row.getString(1));
            }
        }
        return roots;
    }

    private static void explain(Connection connection, String root) throws SQLException {
        var cursor = new Cursor(1, BigPost.COMMENTS / 2);
        String post = POST.hex();
        Map<String, List<Object>> questions = new LinkedHashMap<>();
        questions.put(SqlReader.NEWEST, List.of(post, 100));
        questions.put(SqlReader.AFTER, List.of(post, (long) BigPost.COMMENTS - 200, 201));
        questions.put(SqlReader.PINNED, List.of(post));
        questions.put(SqlReader.FIRST_REPLIES, List.of(root));
        questions.put(SqlReader.HELD, List.of(post, 0, "id-1", 20));
        questions.put(
                SqlReader.sql(new PageQuery(POST, null, Order.NEWEST, cursor, 50)), List.of(post, cursor.seq(), 51));
        questions.put(SqlReader.sql(new PageQuery(POST, null, Order.OLDEST, null, 50)), List.of(post, 51));
        questions.put(SqlReader.sql(new PageQuery(POST, null, Order.BEST, null, 50)), List.of(post, 51));
        questions.put(
                SqlReader.sql(new PageQuery(POST, null, Order.BEST, cursor, 50)),
                List.of(post, cursor.score(), cursor.seq(), 51));
        questions.put(SqlReader.sql(new PageQuery(POST, root, Order.OLDEST, null, 50)), List.of(post, root, 51));
        questions.put(SqlVotes.BY_VOTER, List.of("v-7", "", 100));
        questions.put(SqlVotes.BALLOTS, List.of("5", "", 500));
        for (Map.Entry<String, List<Object>> question : questions.entrySet()) {
            String plan = plan(connection, question.getKey(), question.getValue());
            System.out.println(question.getKey().replaceAll("(?s).*WHERE", "WHERE") + "\n" + plan);
            assertThat(plan).as(question.getKey()).doesNotContain("Seq Scan on comments", "Seq Scan on votes");
        }
    }

    private static String plan(Connection connection, String sql, List<Object> parameters) throws SQLException {
        var plan = new ArrayList<String>();
        try (PreparedStatement explain =
                connection.prepareStatement("EXPLAIN (ANALYZE, COSTS OFF, BUFFERS OFF) " + sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                explain.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet row = explain.executeQuery()) {
                while (row.next()) {
                    plan.add(row.getString(1));
                }
            }
        }
        return String.join("\n", plan);
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Connection connect(DebianPostgres server) throws SQLException {
        PostgresUrl url = PostgresUrl.parse(server.url());
        return DriverManager.getConnection(url.jdbc(), url.user(), url.password());
    }
}
