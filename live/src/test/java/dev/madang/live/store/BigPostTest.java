package dev.madang.live.store;

import static dev.madang.live.store.AddContract.NOON;
import static dev.madang.live.store.AddContract.POST;
import static dev.madang.live.store.AddContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A post with a million comments (twenty thousand in the short form) is read as fast as a small one: by indexes alone. */
final class BigPostTest {
    private static final boolean LONG = Boolean.getBoolean("madang.long");
    private static final int COMMENTS = LONG ? 1_000_000 : 20_000;
    private static final int ON_THE_WAY = 4_000;
    private static final int READS = 200;
    private static final long SEED = 20261124;

    private final ObjectIds ids = new ObjectIds(NOON);
    private final SplittableRandom random = new SplittableRandom(SEED);

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
        long begin = System.nanoTime();
        List<String> roots = fill();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT, "%d comments in %.1f s: %.0f per second%n", COMMENTS, seconds, COMMENTS / seconds);
        Page newest = done(store.newest(POST, 100));
        assertThat(newest.count()).isEqualTo(COMMENTS);
        assertThat(newest.comments()).hasSize(100);
        long head = newest.head();
        measure("threads, first page", () -> store.threads(POST, 50));
        measure("newest 100, flat", () -> store.newest(POST, 100));
        measure("newest, somewhere", () -> page(null, Order.NEWEST, new Cursor(0, random.nextLong(head))));
        measure("oldest, somewhere", () -> page(null, Order.OLDEST, new Cursor(0, random.nextLong(head))));
        measure("best, first page", () -> page(null, Order.BEST, null));
        measure("best, somewhere", () -> page(null, Order.BEST, new Cursor(0, random.nextLong(head))));
        measure("answers", () -> page(roots.get(random.nextInt(roots.size())), Order.OLDEST, null));
        measure("catch-up of 200", () -> store.after(POST, 0, head - 200, 200));
        measure("held", () -> store.held(POST, Author.guest("id-1", "영희"), 20));
    }

    private CompletableFuture<Slice> page(@Nullable String root, Order order, @Nullable Cursor cursor) {
        return store.page(new PageQuery(POST, root, order, cursor, 50));
    }

    private List<String> fill() throws InterruptedException {
        var onTheWay = new Semaphore(ON_THE_WAY);
        var roots = new ArrayList<String>();
        String text = "백만 개의 댓글 가운데 하나입니다. ".repeat(4);
        for (int i = 0; i < COMMENTS; i++) {
            String parent = roots.isEmpty() || i % 4 != 0 ? null : roots.get(random.nextInt(roots.size()));
            Author author = Author.guest("id-" + random.nextInt(50_000), "손님 " + i % 1_000);
            var add = new Change.Add(ids.next(), POST, Topic.NONE, parent, author, text, "c-" + i, Status.PUBLISHED);
            if (parent == null) {
                roots.add(add.id());
            }
            onTheWay.acquire();
            store.submit(add, outcome -> {
                assertThat(outcome).isInstanceOf(Outcome.Done.class);
                onTheWay.release();
            });
        }
        onTheWay.acquire(ON_THE_WAY);
        return roots;
    }

    private static void measure(String what, Supplier<CompletableFuture<?>> question) {
        var nanos = new long[READS];
        for (int i = 0; i < READS; i++) {
            long start = System.nanoTime();
            done(question.get());
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%-22s p50 %6.2f ms, p99 %6.2f ms%n",
                what,
                nanos[READS / 2] / 1e6,
                nanos[READS * 99 / 100] / 1e6);
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
