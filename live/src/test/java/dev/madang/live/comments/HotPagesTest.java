package dev.madang.live.comments;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.CommitListener;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Stores;
import dev.madang.live.store.Threads;
import dev.madang.live.store.Topic;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages in memory that follow what is shown say what the store says; what is shown follows the rules of contract v1. */
final class HotPagesTest {
    private static final PostId POST = new PostId("64b7f0c2a1b2c3d4e5f60718");
    private static final Author YOUNG = Author.guest("id-young", "영희");
    private static final int PAGE = 10;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ObjectIds ids = new ObjectIds(Clock.systemUTC());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Showing> shown = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private CommentStore store;

    @SuppressWarnings("NullAway.Init")
    private CommentService service;

    @BeforeEach
    void open() throws StoreException {
        store = Stores.open("sqlite:" + folder.resolve("madang.db"), false, Clock.systemUTC(), CommitListener.none());
        service = new CommentService(store, PAGE, threads, Duration.ofMillis(10));
        service.addAudience(shown::add);
    }

    @AfterEach
    void close() {
        store.close();
        threads.close();
    }

    @Test
    void pagesThatFollowedNineHundredChangesAreThoseOfTheStore() {
        long seed = 20261124;
        var random = new SplittableRandom(seed);
        var rows = new ArrayList<Comment>();
        for (int i = 0; i < 900; i++) {
            look();
            if (submit(any(random, rows)) instanceof Outcome.Done done) {
                rows.removeIf(row -> row.id().equals(done.row().id()));
                rows.add(done.row());
            }
            if (i % 20 == 19) {
                comesBack(Math.max(0, shown.size() - 1 - random.nextInt(150)));
                compare("seed " + seed + ", change " + i);
            }
        }
        assertThat(shown.stream().map(Showing::from).toList())
                .as("each step begins where the one before ended")
                .isEqualTo(steps());
    }

    @Test
    void whatIsSeenForTheFirstTimeBehindItsEditIsStillNew() {
        look();
        Comment first = add(null, Status.PUBLISHED);
        var answer = new CompletableFuture<Outcome>();
        var second = new Change.Add(ids.next(), POST, Topic.NONE, null, YOUNG, "둘", null, Status.PUBLISHED);
        store.submit(second, outcome -> {});
        store.submit(new Change.Edit(POST, second.id(), "둘!"), answer::complete);
        answer.orTimeout(10, TimeUnit.SECONDS).join();
        submit(new Change.Edit(POST, first.id(), "하나!"));
        look();
        assertThat(shown)
                .extracting(showing -> showing.row().content() + " " + showing.added() + " " + showing.from())
                .containsExactly("글 true 0", "둘! true 1", "하나! false 3");
    }

    @Test
    void approvedCommentsAreNewAndHeldBackOnesAreShownToNobody() {
        look();
        Comment held = add(null, Status.PENDING);
        submit(new Change.Edit(POST, held.id(), "고침"));
        look();
        assertThat(shown).isEmpty();
        submit(new Change.SetStatus(POST, held.id(), EnumSet.of(Status.PENDING), Status.PUBLISHED));
        look();
        assertThat(shown)
                .singleElement()
                .satisfies(showing -> assertThat(showing.added()).isTrue());
    }

    private List<Long> steps() {
        var steps = new ArrayList<Long>();
        long last = 0;
        for (Showing showing : shown) {
            steps.add(last);
            last = showing.row().rev();
        }
        return steps;
    }

    private void compare(String when) {
        Page page = done(store.newest(POST, PAGE));
        Threads list = done(store.threads(POST, 50));
        done(service.enter(POST, view -> {
            assertThat(view.page().comments()).as(when).isEqualTo(page.comments());
            assertThat(view.page().count()).isEqualTo(page.count());
            ThreadPage hot = view.threads();
            List<String> truth = brief(list.newest().rows().reversed());
            List<String> held = brief(roots(hot.rows()));
            assertThat(held.size()).as(when).isBetween(Math.min(truth.size(), 26), truth.size());
            assertThat(held).as(when).isEqualTo(truth.subList(truth.size() - held.size(), truth.size()));
            assertThat(hot.pinned()).as(when).isEqualTo(list.pinned());
            assertThat(hot.count()).isEqualTo(list.count());
            assertThat(hot.rev()).isEqualTo(list.head());
            if (held.size() == truth.size()) {
                assertThat(hot.next()).as(when).isEqualTo(list.newest().next());
            } else {
                assertThat(hot.next())
                        .as(when)
                        .isEqualTo("" + hot.rows().getFirst().seq());
            }
            for (Comment reply : hot.rows()) {
                if (reply.root() != null) {
                    assertThat(list.newest().replies()).as(when).contains(reply);
                }
            }
        }));
    }

    /** Whoever comes back gets the same from memory as from the store. */
    private void comesBack(long rev) {
        var stored = (CatchUp.Rows) done(store.after(POST, 0, rev, 1_000));
        done(service.enter(POST, view -> {
            assertThat(view.threads().since(rev)).isPresent();
            var rows = (CatchUp.Rows) view.after(0, rev, 1_000);
            assertThat(rows.comments())
                    .usingRecursiveFieldByFieldElementComparatorIgnoringFields("replies")
                    .isEqualTo(stored.comments());
            assertThat(rows.head()).isEqualTo(stored.head());
            assertThat(rows.count()).isEqualTo(stored.count());
        }));
    }

    private static List<String> brief(List<Comment> rows) {
        return rows.stream()
                .map(row ->
                        row.seq() + "@" + row.rev() + " " + row.content() + " " + row.status() + " +" + row.replies())
                .toList();
    }

    private static List<Comment> roots(List<Comment> rows) {
        return rows.stream().filter(row -> row.root() == null).toList();
    }

    private Change any(SplittableRandom random, List<Comment> rows) {
        if (rows.size() < 3 || random.nextInt(3) == 0) {
            boolean answers = !rows.isEmpty() && random.nextInt(3) > 0;
            String parent = answers ? rows.get(random.nextInt(rows.size())).id() : null;
            return adding(parent, random.nextInt(5) == 0 ? Status.PENDING : Status.PUBLISHED);
        }
        String id = rows.get(random.nextInt(rows.size())).id();
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Change.Edit(POST, id, "글 " + random.nextInt(9));
            case 2 -> new Change.Pin(POST, id, random.nextBoolean());
            default -> new Change.SetStatus(POST, id, EnumSet.allOf(Status.class), Status.values()[random.nextInt(5)]);
        };
    }

    private Comment add(@Nullable String parent, Status status) {
        return ((Outcome.Done) submit(adding(parent, status))).row();
    }

    private Change.Add adding(@Nullable String parent, Status status) {
        return new Change.Add(ids.next(), POST, Topic.NONE, parent, YOUNG, "글", null, status);
    }

    private Outcome submit(Change change) {
        var answer = new CompletableFuture<Outcome>();
        service.submit(change, answer::complete);
        return done(answer);
    }

    /** Somebody looks at the post; all that was shown before has been shown. */
    private void look() {
        done(service.enter(POST, view -> {
            view.page();
            view.threads();
        }));
    }

    private static <T> T done(CompletableFuture<T> future) {
        return future.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
