package dev.madang.live.comments;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.madang.live.store.Appended;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.NewComment;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    /**
     * A service on a store, which it does not close.
     *
     * @param pageSize comments of the newest page; 0 for all
     * @param threads run the lines; they may block and are no event loops
     * @param retryAfter how long to wait before a read that failed is tried again
     */
    public CommentService(CommentStore store, int pageSize, Executor threads, Duration retryAfter) {
        this.store = store;
        this.pageSize = pageSize;
        this.threads = threads;
        this.retryAfter = retryAfter;
        this.lines = new PostLines(threads);
    }

    /** Shows all later comments to that audience as well. */
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

    /** Stores a comment, tells its writer, and shows it to everybody. */
    public void post(NewComment comment, Reply reply) {
        store.append(comment, outcome -> {
            switch (outcome) {
                case Appended.Stored stored ->
                    inLine(comment.post(), () -> {
                        try {
                            reply.stored(stored.comment());
                        } finally {
                            show(stored);
                        }
                    });
                case Appended.Refused refused -> threads.execute(() -> reply.refused(refused.reason()));
                case Appended.Unknown unknown -> {
                    threads.execute(reply::unknown);
                    inLine(comment.post(), () -> showIfStored(comment));
                }
            }
        });
    }

    /** Posts whose newest page is in memory. */
    public List<PostId> hotPosts() {
        return List.copyOf(pages.asMap().keySet());
    }

    /** Forgets a post's newest page, in its line; the next join reads it anew. */
    public CompletableFuture<Void> cool(PostId post) {
        return lines.run(post, () -> pages.invalidate(post));
    }

    private HotPage page(PostId post) throws StoreException, InterruptedException {
        HotPage hot = pages.getIfPresent(post);
        if (hot != null) {
            return hot;
        }
        Page read = ask(store.newest(post, pageSize));
        Long last = shown.getIfPresent(post);
        if (last == null) {
            shown.put(post, read.head());
            return remember(post, new HotPage(pageSize, read.epoch(), read.comments()));
        }
        if (read.head() > last && pageSize > 0) {
            read = ask(store.newest(post, Math.toIntExact(pageSize + read.head() - last)));
        }
        List<Comment> seen = read.comments().stream()
                .filter(comment -> comment.rev() <= last)
                .toList();
        return remember(post, new HotPage(pageSize, read.epoch(), seen));
    }

    private HotPage remember(PostId post, HotPage page) {
        pages.put(post, page);
        return page;
    }

    private void show(Appended.Stored stored) throws InterruptedException {
        Comment comment = stored.comment();
        Long last = shown.getIfPresent(comment.post());
        if (last == null) {
            if (!stored.repeated()) {
                show(comment);
            }
        } else if (comment.rev() == last + 1) {
            show(comment);
        } else if (comment.rev() > last) {
            showUpTo(comment.post(), comment.rev());
        }
    }

    private void show(Comment comment) {
        shown.put(comment.post(), comment.rev());
        HotPage page = pages.getIfPresent(comment.post());
        if (page != null) {
            page.add(comment);
            pages.put(comment.post(), page);
        }
        for (Audience audience : audiences) {
            try {
                audience.added(comment);
            } catch (RuntimeException e) {
                log.error("Comment {} could not be shown", comment.id(), e);
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
        return switch (ask(store.after(post, 0, last, ROWS_PER_READ))) {
            case CatchUp.Rows rows -> {
                for (Comment comment : rows.comments()) {
                    if (comment.rev() <= rev) {
                        show(comment);
                    }
                }
                yield rows.cut();
            }
            case CatchUp.Reload reload -> {
                pages.invalidate(post);
                shown.put(post, rev);
                yield false;
            }
        };
    }

    private void showIfStored(NewComment comment) throws InterruptedException {
        PostId post = comment.post();
        Long last = shown.getIfPresent(post);
        if (last == null) {
            return;
        }
        try {
            if (ask(store.after(post, 0, last, ROWS_PER_READ)) instanceof CatchUp.Rows rows) {
                for (Comment row : rows.comments()) {
                    if (row.id().equals(comment.id())) {
                        showUpTo(post, row.rev());
                    }
                }
            }
        } catch (StoreException e) {
            log.warn("Whether comment {} is stored is asked again later", comment.id(), e);
            later(post, () -> showIfStored(comment));
        }
    }

    private void later(PostId post, PostLines.Task task) {
        CompletableFuture.delayedExecutor(retryAfter.toNanos(), TimeUnit.NANOSECONDS, threads)
                .execute(() -> inLine(post, task));
    }

    private void inLine(PostId post, PostLines.Task task) {
        lines.run(post, task).whenComplete((done, failure) -> logFailure(post, failure));
    }

    private static void logFailure(PostId post, @Nullable Throwable failure) {
        if (failure != null) {
            log.error("A step of post {} failed", post, failure);
        }
    }

    private static <T> T ask(CompletableFuture<T> answer) throws StoreException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new StoreException("the store failed", e);
        }
    }
}
