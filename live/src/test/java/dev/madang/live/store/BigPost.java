package dev.madang.live.store;

import static dev.madang.live.store.AddContract.NOON;
import static dev.madang.live.store.AddContract.POST;
import static dev.madang.live.store.AddContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.PageQuery.Cursor;
import dev.madang.live.store.PageQuery.Order;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A post with a million comments (twenty thousand in the short form), and how long its parts take to be read. */
final class BigPost {
    static final int COMMENTS = Boolean.getBoolean("madang.long") ? 1_000_000 : 20_000;

    private static final int ON_THE_WAY = 4_000;
    private static final int READS = 200;
    private static final long SEED = 20261124;

    private final ObjectIds ids = new ObjectIds(NOON);
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final CommentStore store;

    BigPost(CommentStore store) {
        this.store = store;
    }

    /** Reads every part again and again, and prints how long the answers took. */
    void read(List<String> roots) {
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
        measure("latest of the site", () -> store.latest(50));
        measure("an author's", () -> store.list(new Listing(Set.of(), null, Author.guest("id-7", ""), null, null, 50)));
        measure("a voter's votes", () -> store.ballotsOf("v-7", null, 100));
    }

    private CompletableFuture<Slice> page(@Nullable String root, Order order, @Nullable Cursor cursor) {
        return store.page(new PageQuery(POST, root, order, cursor, 50));
    }

    /** Writes the comments, and votes on some; the ids of those that began threads. */
    List<String> fill() throws InterruptedException {
        long begin = System.nanoTime();
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
        for (int i = 0; i < COMMENTS / 100; i++) {
            var vote =
                    new Change.Vote(POST, roots.get(random.nextInt(roots.size())), "v-" + i % 500, i % 5 == 0 ? -1 : 1);
            hand(onTheWay, vote);
            hand(onTheWay, new Change.Tally(POST, vote.id()));
        }
        onTheWay.acquire(ON_THE_WAY);
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT, "%d comments in %.1f s: %.0f per second%n", COMMENTS, seconds, COMMENTS / seconds);
        return roots;
    }

    private void hand(Semaphore onTheWay, Change change) throws InterruptedException {
        onTheWay.acquire();
        store.submit(change, outcome -> onTheWay.release());
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
}
