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
                var post = new BigPost(store);
                List<String> roots = post.fill();
                try (Connection connection = connect(server)) {
                    run(connection, "ANALYZE");
                    explain(connection, roots.getFirst());
                }
                post.read(roots);
            }
        }
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
