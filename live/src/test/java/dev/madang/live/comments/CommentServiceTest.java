package dev.madang.live.comments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.madang.live.store.Author;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.CommitListener;
import dev.madang.live.store.LostStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Stores;
import dev.madang.live.store.Threads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CommentServiceTest {
    private static final PostId POST = new PostId("64b7f0c2a1b2c3d4e5f60718");
    private static final int PAGE = 100;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private final ObjectIds ids = new ObjectIds(Clock.systemUTC());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Viewer> room = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private Weather store;

    @SuppressWarnings("NullAway.Init")
    private CommentService service;

    @BeforeEach
    void open() throws StoreException {
        store = new Weather(
                Stores.open("sqlite:" + folder.resolve("madang.db"), false, Clock.systemUTC(), CommitListener.none()));
        service = new CommentService(store, PAGE, threads, Duration.ofMillis(10));
        service.addAudience(showing -> room.forEach(viewer -> viewer.shown(showing)));
    }

    @AfterEach
    void close() {
        store.close();
        threads.close();
    }

    @Test
    void theWriterIsToldBeforeAnybodyIsShownTheComment() {
        var story = new CopyOnWriteArrayList<String>();
        service.addAudience(showing -> story.add("added " + showing.row().seq()));
        var writer = new Writer(story);
        service.post(comment("안녕", null), writer);
        await().until(() -> story.size() == 2);
        assertThat(story).containsExactly("confirmed 1", "added 1");
    }

    @Test
    void c2AndC5ARetryIsConfirmedAgainAndShownOnce() {
        var viewer = enter();
        var writer = new Writer();
        service.post(comment("한 번", "c-1"), writer);
        service.post(comment("한 번", "c-1"), writer);
        await().until(() -> writer.told.size() == 2);
        settle();
        assertThat(writer.told).containsExactly("confirmed 1", "confirmed 1");
        assertThat(viewer.seqs()).containsExactly(1L);
        assertThat(viewer.shown).isEqualTo(1);
    }

    @Test
    void c5ACommentThatIsCommittedWhileSomebodyJoinsIsSeenOnce() {
        enter();
        service.cool(POST).join();
        var held = new CountDownLatch(1);
        var newcomer = new Viewer();
        store.beforeRead = () -> {
            service.post(comment("사이에", null), new Writer());
            await().until(() -> stored().comments().size() == 1);
            store.beforeRead = () -> {};
            held.countDown();
        };
        join(newcomer);
        settle();
        assertThat(held.getCount()).isZero();
        assertThat(newcomer.page)
                .as("the page ends where the live events begin")
                .isEmpty();
        assertThat(newcomer.seqs()).containsExactly(1L);
        assertThat(newcomer.shown).isEqualTo(1);
    }

    @Test
    void theNewestPageIsKeptInMemoryAndExtended() {
        enter();
        for (int i = 0; i < PAGE + 5; i++) {
            say("댓글 " + i);
        }
        int reads = store.reads;
        var newcomer = enter();
        assertThat(newcomer.page).hasSize(PAGE).isEqualTo(stored().comments().subList(5, PAGE + 5));
        assertThat(store.reads - reads).as("no read but the test's own").isEqualTo(1);
    }

    @Test
    void aPageOfLongCommentsIsCutByBytes() {
        for (int i = 0; i < 60; i++) {
            say("가".repeat(2_000));
        }
        var viewer = enter();
        assertThat(viewer.page).hasSizeBetween(15, 25);
        assertThat(viewer.page.getLast().seq()).isEqualTo(60);
    }

    @Test
    void c4ACommentOfUnknownOutcomeIsShownAsSoonAsTheStoreAnswers() {
        var viewer = enter();
        var writer = new Writer();
        store.forgetsOutcome = true;
        store.deaf = true;
        service.post(comment("알 수 없다", "c-1"), writer);
        await().until(() -> writer.told.size() == 1);
        assertThat(writer.told).containsExactly("unknown");
        store.forgetsOutcome = false;
        store.deaf = false;
        await().until(() -> viewer.seqs().equals(List.of(1L)));
        service.post(comment("알 수 없다", "c-1"), writer);
        await().until(() -> writer.told.size() == 2);
        settle();
        assertThat(writer.told).containsExactly("unknown", "confirmed 1");
        assertThat(viewer.shown).isEqualTo(1);
    }

    @Test
    void c3ACommentBehindAHoleIsShownAfterWhatIsInTheHole() {
        var viewer = enter();
        store.forgetsOutcome = true;
        store.deaf = true;
        service.post(comment("하나", null), new Writer());
        await().until(() -> store.appended == 1);
        store.forgetsOutcome = false;
        service.post(comment("둘", null), new Writer());
        await().until(() -> store.appended == 2);
        store.deaf = false;
        await().until(() -> viewer.shown == 2);
        settle();
        assertThat(viewer.seqs()).containsExactly(1L, 2L);
        assertThat(viewer.shown).isEqualTo(2);
    }

    @Test
    void c6WhileTheDatabaseIsLostJoinsFailAndLaterOnesWork() {
        store.deaf = true;
        assertThatThrownBy(this::enter).hasRootCauseInstanceOf(IOException.class);
        store.deaf = false;
        say("돌아왔다");
        assertThat(enter().page).hasSize(1);
    }

    @Test
    void sixteenViewersWhoRejoinAgainAndAgainEndEqualToTheStore() throws InterruptedException {
        var viewers = new ArrayList<Viewer>();
        for (int i = 0; i < 16; i++) {
            viewers.add(enter());
        }
        var writing = new CountDownLatch(4);
        var confirmed = new CountDownLatch(200);
        for (int w = 0; w < 4; w++) {
            threads.execute(() -> {
                for (int i = 0; i < 50; i++) {
                    service.post(comment("동시에", null), new Writer(confirmed::countDown));
                    Thread.yield();
                }
                writing.countDown();
            });
        }
        var rejoining = new ArrayList<Thread>();
        for (Viewer viewer : viewers) {
            rejoining.add(Thread.ofVirtual().start(() -> {
                while (confirmed.getCount() > 0) {
                    service.cool(POST);
                    join(viewer);
                }
            }));
        }
        writing.await();
        for (Thread thread : rejoining) {
            thread.join();
        }
        settle();
        List<Comment> all = stored().comments();
        assertThat(all).hasSize(200);
        for (Viewer viewer : viewers) {
            assertThat(viewer.list).doesNotHaveDuplicates();
            assertThat(all.subList(all.size() - viewer.list.size(), all.size())).isEqualTo(viewer.list);
            assertThat(viewer.list).hasSizeGreaterThanOrEqualTo(PAGE);
        }
    }

    private Change.Add comment(String content, @Nullable String cid) {
        return Change.Add.published(ids.next(), POST, null, Author.guest("영희"), content, cid);
    }

    private void say(String content) {
        var done = new CompletableFuture<Void>();
        service.post(comment(content, null), new Writer(() -> done.complete(null)));
        done.join();
        settle();
    }

    private Viewer enter() {
        var viewer = new Viewer();
        join(viewer);
        return viewer;
    }

    private void join(Viewer viewer) {
        service.join(POST, page -> {
                    viewer.enter(page);
                    room.remove(viewer);
                    room.add(viewer);
                })
                .join();
    }

    private void settle() {
        service.join(POST, page -> {}).join();
    }

    private Page stored() {
        return store.newest(POST, 0).join();
    }

    /** Somebody who looks at the post; touched by its line only. */
    private static final class Viewer {
        final List<Comment> list = new CopyOnWriteArrayList<>();
        List<Comment> page = List.of();
        volatile int shown;

        void enter(HotPage hot) {
            page = hot.comments();
            list.clear();
            list.addAll(page);
        }

        void shown(Showing showing) {
            list.add(showing.row());
            shown = shown + 1;
        }

        List<Long> seqs() {
            return list.stream().map(Comment::seq).toList();
        }
    }

    /** Somebody who writes, and what came back. */
    private static final class Writer implements Reply {
        final List<String> told;
        final Runnable afterwards;

        Writer() {
            this(new CopyOnWriteArrayList<>());
        }

        Writer(List<String> told) {
            this.told = told;
            this.afterwards = () -> {};
        }

        Writer(Runnable afterwards) {
            this.told = new CopyOnWriteArrayList<>();
            this.afterwards = afterwards;
        }

        @Override
        public void stored(Comment comment) {
            told.add("confirmed " + comment.seq());
            afterwards.run();
        }

        @Override
        public void refused(Outcome.Reason reason) {
            told.add("refused " + reason);
        }

        @Override
        public void unknown() {
            told.add("unknown");
        }
    }

    /** A store whose answers can get lost. */
    private static final class Weather extends LostStore {
        final CommentStore store;
        volatile boolean forgetsOutcome;
        volatile boolean deaf;
        volatile int reads;
        volatile int appended;
        volatile Runnable beforeRead = () -> {};

        Weather(CommentStore store) {
            this.store = store;
        }

        @Override
        public void submit(Change change, Consumer<Outcome> answer) {
            boolean forgets = forgetsOutcome;
            store.submit(change, outcome -> {
                answer.accept(forgets ? new Outcome.Unknown() : outcome);
                appended = appended + 1;
            });
        }

        @Override
        public CompletableFuture<Page> newest(PostId post, int limit) {
            reads = reads + 1;
            if (limit != 0) {
                beforeRead.run();
            }
            return deaf ? lost() : store.newest(post, limit);
        }

        @Override
        public CompletableFuture<Threads> threads(PostId post, int limit) {
            return deaf ? lost() : store.threads(post, limit);
        }

        @Override
        public CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit) {
            return deaf ? lost() : store.after(post, epoch, rev, limit);
        }

        @Override
        public void close() {
            store.close();
        }
    }
}
