package dev.madang.live.comments;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Threads;
import dev.madang.live.store.Waiting;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posting and watching: what is stored, in which order it is shown, and to whom. Any thread.
 *
 * <p>Joins and publications of a post pass one line, so that who joins sees each comment once: on the page, or live. A
 * comment is shown after its commit, and after its writer was told; comments are shown in the order of {@code rev}
 * without a hole.
 */
public final class CommentService {
    /*
     * Per post the line remembers the last rev that was shown. A page that has to be read from the store is cut there: a
     * comment committed beyond it has its publication waiting in this line, and would be seen twice. A publication that
     * finds a hole before itself reads what is missing: the comment in it had an unknown outcome when its writer was
     * answered. Nobody can be in a room whose last rev is not remembered, since joining makes it so (but for posts pushed
     * out of a memory of 100,000).
     */
    private static final int REMEMBERED_POSTS = 100_000;

    private static final long HOT_BYTES = 16L * 1024 * 1024;
    private static final int THREADS = 50;
    private static final Duration TALLY_EVERY = Duration.ofSeconds(1);
    private static final int ROWS_PER_READ = 1_000;
    private static final Logger log = LoggerFactory.getLogger(CommentService.class);

    private final CommentStore store;
    private final int pageSize;
    private final Duration retryAfter;
    private final Executor threads;
    private final PostLines lines;
    private final List<Audience> audiences = new CopyOnWriteArrayList<>();
    private final Cache<PostId, Long> shown =
            Caffeine.newBuilder().maximumSize(REMEMBERED_POSTS).build();
    private final Cache<PostId, HotPage> pages = Caffeine.newBuilder()
            .maximumWeight(HOT_BYTES)
            .weigher((PostId post, HotPage page) -> page.bytes() + 1_000)
            .build();
    private final Cache<PostId, ThreadPage> threadPages = Caffeine.newBuilder()
            .maximumWeight(HOT_BYTES)
            .weigher((PostId post, ThreadPage page) -> page.bytes() + 1_000)
            .build();
    private final Set<String> tallies = ConcurrentHashMap.newKeySet();
    private final LongAdder fromMemory = new LongAdder();
    private final LongAdder fromStore = new LongAdder();
    private final Predicate<Change.Add> mayBegin;

    /** A service whose posts everybody may begin; as the other form. */
    public CommentService(CommentStore store, int pageSize, Executor threads, Duration retryAfter) {
        this(store, pageSize, threads, retryAfter, add -> true);
    }

    /**
     * A service on a store, which it does not close.
     *
     * @param pageSize comments of the newest page; 0 for all
     * @param threads run the lines; they may block and are no event loops
     * @param retryAfter how long to wait before a read that failed is tried again
     * @param mayBegin whether a comment may be the first of its post
     */
    public CommentService(
            CommentStore store, int pageSize, Executor threads, Duration retryAfter, Predicate<Change.Add> mayBegin) {
        this.mayBegin = mayBegin;
        this.store = store;
        this.pageSize = pageSize;
        this.threads = threads;
        this.retryAfter = retryAfter;
        this.lines = new PostLines(threads);
    }

    /** Shows all later changes to that audience as well. */
    public void addAudience(Audience audience) {
        audiences.add(audience);
    }

    /**
     * Lets somebody in: {@code entrance} gets the newest page, and must send it and join the room before it returns.
     *
     * @return complete when it has returned; fails with {@link StoreException} if the page cannot be read, or as the
     *     entrance does
     */
    public CompletableFuture<Void> join(PostId post, Consumer<HotPage> entrance) {
        return lines.run(post, () -> entrance.accept(page(post)));
    }

    /**
     * Lets somebody in who needs more than the newest page, in the post's line: what the entrance sends and joins is between
     * what is shown before and what is shown later.
     */
    public CompletableFuture<Void> enter(PostId post, Entrance entrance) {
        return lines.run(post, () -> entrance.enter(new View(post)));
    }

    /** Does something in the post's line: between what is shown before and what is shown later. */
    public CompletableFuture<Void> inLine(PostId post, Runnable step) {
        return lines.run(post, step::run);
    }

    /** Stores a comment, tells its writer, and shows it to everybody. */
    public void post(Change.Add comment, Reply reply) {
        submit(comment, reply::tell);
    }

    /**
     * Makes a change, tells who made it, and shows it to everybody; votes are shown by a tally within a second.
     *
     * @param reply called once: in the post's line before anybody is shown a change that happened. It may not block for long
     */
    public void submit(Change change, Consumer<Outcome> reply) {
        if (change instanceof Change.Add add && !mayBegin.test(add)) {
            inLineLogged(add.post(), () -> submitIfBegun(add, reply));
        } else {
            hand(change, reply);
        }
    }

    /** As {@link #submit}, for who carries comments from elsewhere: every post may begin. */
    public void carry(Change change, Consumer<Outcome> reply) {
        hand(change, reply);
    }

    private void submitIfBegun(Change.Add add, Consumer<Outcome> reply) throws InterruptedException {
        try {
            if (threads(add.post()).rev() > 0) {
                hand(add, reply);
            } else {
                reply.accept(new Outcome.Refused(Outcome.Reason.FORBIDDEN));
            }
        } catch (StoreException e) {
            log.warn("Whether post {} was begun cannot be told", add.post(), e);
            reply.accept(new Outcome.Refused(Outcome.Reason.UNAVAILABLE));
        }
    }

    private void hand(Change change, Consumer<Outcome> reply) {
        store.submit(change, outcome -> {
            OptionalLong committed = OptionalLong.of(System.nanoTime());
            switch (outcome) {
                case Outcome.Done done ->
                    inLineLogged(change.post(), () -> {
                        try {
                            reply.accept(done);
                        } finally {
                            happened(change, done, committed);
                        }
                    });
                case Outcome.Unchanged unchanged -> inLineLogged(change.post(), () -> reply.accept(unchanged));
                case Outcome.Refused refused -> threads.execute(() -> reply.accept(refused));
                case Outcome.Unknown unknown -> {
                    threads.execute(() -> reply.accept(unknown));
                    inLineLogged(change.post(), () -> showIfStored(change));
                }
            }
        });
    }

    /** How often the memory helped those who joined. */
    public Reads reads() {
        return new Reads(fromMemory.sum(), fromStore.sum());
    }

    /** Shows what others wrote into a post, up to that value of its counter; posts that nobody saw here are left alone. */
    public void showOthers(PostId post, long head) {
        Long last = shown.getIfPresent(post);
        if (last != null && head > last) {
            inLineLogged(post, () -> showUpTo(post, head));
        }
    }

    /** Posts whose newest page is in memory. */
    public List<PostId> hotPosts() {
        var posts = new HashSet<PostId>(pages.asMap().keySet());
        posts.addAll(threadPages.asMap().keySet());
        return List.copyOf(posts);
    }

    /** Forgets a post's newest page, in its line; the next join reads it anew. */
    public CompletableFuture<Void> cool(PostId post) {
        return lines.run(post, () -> forget(post));
    }

    private void forget(PostId post) {
        pages.invalidate(post);
        threadPages.invalidate(post);
    }

    private HotPage page(PostId post) throws StoreException, InterruptedException {
        HotPage hot = pages.getIfPresent(post);
        if (hot != null) {
            fromMemory.increment();
            return hot;
        }
        fromStore.increment();
        Page read = Waiting.on(store.newest(post, pageSize));
        long last = standsAt(post, read.head());
        if (read.head() > last && pageSize > 0) {
            read = Waiting.on(store.newest(post, Math.toIntExact(pageSize + read.head() - last)));
        }
        var page = new HotPage(pageSize, read, last);
        pages.put(post, page);
        return page;
    }

    private ThreadPage threads(PostId post) throws StoreException, InterruptedException {
        ThreadPage hot = threadPages.getIfPresent(post);
        if (hot != null) {
            fromMemory.increment();
            return hot;
        }
        fromStore.increment();
        Threads read = Waiting.on(store.threads(post, THREADS));
        long last = standsAt(post, read.head());
        if (read.head() > last) {
            read = Waiting.on(store.threads(post, Math.toIntExact(THREADS + read.head() - last)));
        }
        var page = new ThreadPage(THREADS, read, last);
        threadPages.put(post, page);
        return page;
    }

    private long standsAt(PostId post, long head) {
        Long last = shown.getIfPresent(post);
        if (last == null) {
            shown.put(post, head);
            return head;
        }
        return last;
    }

    private void happened(Change change, Outcome.Done done, OptionalLong committed) throws InterruptedException {
        if (change instanceof Change.Vote vote) {
            tallyLater(vote);
        } else {
            show(done, committed);
        }
    }

    private void tallyLater(Change.Vote vote) {
        if (tallies.add(vote.id())) {
            CompletableFuture.delayedExecutor(TALLY_EVERY.toMillis(), TimeUnit.MILLISECONDS, threads)
                    .execute(() -> {
                        tallies.remove(vote.id());
                        submit(new Change.Tally(vote.post(), vote.id()), outcome -> log.debug("tally: {}", outcome));
                    });
        }
    }

    private void show(Outcome.Done done, OptionalLong committed) throws InterruptedException {
        Comment row = done.row();
        Long last = shown.getIfPresent(row.post());
        if (row.rev() == 0) {
            return;
        }
        if (last == null) {
            if (!done.repeated()) {
                show(row, row.rev() - 1, done.count(), committed);
            }
        } else if (row.rev() == last + 1) {
            show(row, last, done.count(), committed);
        } else if (row.rev() > last) {
            showUpTo(row.post(), row.rev());
        }
    }

    private void show(Comment row, long last, long count, OptionalLong committed) {
        var showing = new Showing(row, row.seq() > last, last, count, committed);
        shown.put(row.post(), row.rev());
        HotPage page = pages.getIfPresent(row.post());
        if (page != null) {
            if (page.show(showing)) {
                pages.put(row.post(), page);
            } else {
                pages.invalidate(row.post());
            }
        }
        ThreadPage threadPage = threadPages.getIfPresent(row.post());
        if (threadPage != null) {
            if (threadPage.show(showing)) {
                threadPages.put(row.post(), threadPage);
            } else {
                threadPages.invalidate(row.post());
            }
        }
        for (Audience audience : audiences) {
            try {
                audience.shown(showing);
            } catch (RuntimeException e) {
                log.error("Comment {} could not be shown", row.id(), e);
            }
        }
    }

    private void showUpTo(PostId post, long rev) throws InterruptedException {
        try {
            boolean more = true;
            while (more) {
                Long last = shown.getIfPresent(post);
                if (last == null || last >= rev) {
                    return;
                }
                more = showRows(post, last, rev);
            }
        } catch (StoreException e) {
            log.warn("Post {} cannot be read; its newest comments are shown later", post, e);
            later(post, () -> showUpTo(post, rev));
        }
    }

    private boolean showRows(PostId post, long last, long rev) throws StoreException, InterruptedException {
        return switch (Waiting.on(store.after(post, 0, last, ROWS_PER_READ))) {
            case CatchUp.Rows rows -> {
                for (Comment comment : rows.comments()) {
                    if (comment.rev() <= rev) {
                        show(comment, standsAt(post, last), rows.count(), OptionalLong.empty());
                    }
                }
                yield rows.cut();
            }
            case CatchUp.Reload reload -> {
                forget(post);
                shown.put(post, rev);
                yield false;
            }
        };
    }

    private void showIfStored(Change change) throws InterruptedException {
        PostId post = change.post();
        Long last = shown.getIfPresent(post);
        if (last == null) {
            return;
        }
        try {
            if (Waiting.on(store.after(post, 0, last, ROWS_PER_READ)) instanceof CatchUp.Rows rows
                    && !rows.comments().isEmpty()) {
                showUpTo(post, rows.head());
            }
        } catch (StoreException e) {
            log.warn("Whether a change of post {} is stored is asked again later", post, e);
            later(post, () -> showIfStored(change));
        }
    }

    private void later(PostId post, PostLines.Task task) {
        CompletableFuture.delayedExecutor(retryAfter.toNanos(), TimeUnit.NANOSECONDS, threads)
                .execute(() -> inLineLogged(post, task));
    }

    private void inLineLogged(PostId post, PostLines.Task task) {
        lines.run(post, task).whenComplete((done, failure) -> logFailure(post, failure));
    }

    private static void logFailure(PostId post, @Nullable Throwable failure) {
        if (failure != null) {
            log.error("A step of post {} failed", post, failure);
        }
    }

    /** Lets somebody in. */
    @FunctionalInterface
    public interface Entrance {
        void enter(View view) throws StoreException, InterruptedException;
    }

    /** What can be seen of a post from within its line. */
    public final class View {
        private final PostId post;

        private View(PostId post) {
            this.post = post;
        }

        /** Its newest comments. */
        public HotPage page() throws StoreException, InterruptedException {
            return CommentService.this.page(post);
        }

        /** Its newest threads. */
        public ThreadPage threads() throws StoreException, InterruptedException {
            return CommentService.this.threads(post);
        }

        /** What changed since a mark, as {@link CommentStore#after}; what happened lately is in memory. */
        public CatchUp after(long epoch, long rev, int limit) throws StoreException, InterruptedException {
            ThreadPage page = threads();
            if (epoch == 0 || epoch == page.epoch()) {
                Optional<List<Comment>> recent = page.since(rev);
                if (recent.isPresent() && recent.get().size() <= limit) {
                    return new CatchUp.Rows(recent.get(), page.rev(), page.epoch(), false, page.count());
                }
            }
            return Waiting.on(store.after(post, epoch, rev, limit));
        }
    }
}
