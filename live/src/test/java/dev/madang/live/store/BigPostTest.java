package dev.madang.live.store;

import static dev.madang.live.store.AddContract.NOON;
import static dev.madang.live.store.AddContract.POST;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A post with a million comments (twenty thousand in the short form) is read as fast as a small one: by indexes alone. */
final class BigPostTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private CommentStore store;

    @BeforeEach
    void open() throws StoreException {
        store = Stores.open("sqlite:" + folder.resolve("big.db"), false, NOON, CommitListener.none());
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void everyQueryGoesThroughItsIndexAndSortsNothing() throws SQLException {
        var cursor = new Cursor(1, 2);
        Map<String, String> plans = Map.of(
                SqlReader.NEWEST,
                "comments_in_order",
                SqlReader.AFTER,
                "comments_by_change",
                SqlReader.PINNED,
                "comments_pinned",
                SqlReader.FIRST_REPLIES,
                "comments_replies",
                SqlReader.sql(new PageQuery(POST, null, Order.NEWEST, cursor, 1)),
                "comments_threads",
                SqlReader.sql(new PageQuery(POST, null, Order.OLDEST, null, 1)),
                "comments_threads",
                SqlReader.sql(new PageQuery(POST, null, Order.BEST, cursor, 1)),
                "comments_best",
                SqlReader.sql(new PageQuery(POST, null, Order.BEST, null, 1)),
                "comments_best",
                SqlReader.sql(new PageQuery(POST, "r", Order.OLDEST, cursor, 1)),
                "comments_replies",
                SqlRows.BY_CID,
                "comments_by_cid");
        plans.forEach((sql, index) -> assertThat(plan(sql))
                .as(sql)
                .contains("SEARCH c USING INDEX " + index)
                .doesNotContain("SCAN", "TEMP B-TREE"));
        assertThat(plan(SqlReader.HELD))
                .contains("SEARCH c USING INDEX comments_held")
                .doesNotContain("SCAN");
    }

    @Test
    @Timeout(900)
    void theFirstPageOfAHugePostIsReadQuickly() throws InterruptedException {
        var post = new BigPost(store);
        post.read(post.fill());
    }

    private String plan(String sql) {
        var plan = new StringBuilder();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("big.db"));
                PreparedStatement explain = connection.prepareStatement("EXPLAIN QUERY PLAN " + sql);
                ResultSet row = explain.executeQuery()) {
            while (row.next()) {
                plan.append(row.getString("detail")).append('\n');
            }
            return plan.toString();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
