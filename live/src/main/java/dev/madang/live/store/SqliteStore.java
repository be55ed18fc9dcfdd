package dev.madang.live.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comments in one SQLite file. One platform thread writes, {@value #READERS} read, one keeps the records: calls into native code would pin the
 * carriers of virtual threads. {@value #CAPACITY} changes and as many reads may wait.
 */
public final class SqliteStore implements CommentStore {
    static final int READERS = 2;
    static final int CAPACITY = 8_192;

    private static final long CLOSING_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(SqliteStore.class);

    private final GroupCommit writer;
    private final BlockingQueue<SqliteReader> readers = new ArrayBlockingQueue<>(READERS);
    private final ThreadPoolExecutor readerThreads;
    private final SqliteRecords records;
    private final byte[] secret;

    /**
     * Opens the file, which is created with its folder if it is missing.
     *
     * @throws StoreException if it cannot be opened or was written by a newer version
     */
    public SqliteStore(Path path, Clock clock, CommitListener listener) throws StoreException {
        var opened = new ArrayList<SqliteReader>();
        try {
            var file = new SqliteFile(path);
            var batches = new SqliteWriter(file, clock);
            for (int i = 0; i < READERS; i++) {
                opened.add(new SqliteReader(file.openReader()));
            }
            this.secret = opened.getFirst().secret();
            this.writer = new GroupCommit(batches, listener, CAPACITY);
            this.records = new SqliteRecords(file);
        } catch (SQLException e) {
            closeAll(opened);
            throw new StoreException(
                    "the comments in " + path.toAbsolutePath() + " cannot be opened: " + e.getMessage(), e);
        }
        readers.addAll(opened);
        this.readerThreads = new ThreadPoolExecutor(
                READERS,
                READERS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(CAPACITY),
                Thread.ofPlatform().name("madang-store-reader-", 1).factory());
    }

    @Override
    public void submit(Change change, Consumer<Outcome> answer) {
        writer.submit(change, answer);
    }

    @Override
    public CompletableFuture<Page> newest(PostId post, int limit) {
        return read(reader -> reader.newest(post, limit));
    }

    @Override
    public CompletableFuture<Threads> threads(PostId post, int limit) {
        return read(reader -> reader.threads(post, limit));
    }

    @Override
    public CompletableFuture<Slice> page(PageQuery query) {
        return read(reader -> reader.page(query));
    }

    @Override
    public CompletableFuture<List<Comment>> latest(int limit) {
        return read(reader -> reader.latest(limit));
    }

    @Override
    public CompletableFuture<Optional<Comment>> find(PostId post, String id) {
        return read(reader -> reader.find(post, id));
    }

    @Override
    public CompletableFuture<List<Comment>> held(PostId post, Author author, int limit) {
        return read(reader -> reader.held(post, author, limit));
    }

    @Override
    public CompletableFuture<Map<String, Integer>> votes(String voter, Collection<String> ids) {
        List<String> asked = List.copyOf(ids);
        return read(reader -> reader.votes(voter, asked));
    }

    @Override
    public CompletableFuture<Map<PostId, Long>> counts(Collection<PostId> posts) {
        List<PostId> asked = List.copyOf(posts);
        return read(reader -> reader.counts(asked));
    }

    @Override
    public CompletableFuture<Topic> topic(PostId post) {
        return read(reader -> reader.topic(post));
    }

    @Override
    public CompletableFuture<Listed<Comment>> list(Listing query) {
        return read(reader -> reader.list(query));
    }

    @Override
    public CompletableFuture<Listed<PostInfo>> posts(@Nullable String before, int limit) {
        return read(reader -> reader.posts(before, limit));
    }

    @Override
    public CompletableFuture<Map<Status, Long>> totals() {
        return read(SqliteReader::totals);
    }

    @Override
    public Records records() {
        return records;
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit) {
        return read(reader -> reader.after(post, epoch, rev, limit));
    }

    /* The writer's connection goes last: only one that may write can fold the log back into the file. */
    @Override
    public void close() {
        readerThreads.shutdown();
        try {
            if (!readerThreads.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A reader of the database is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        var idle = new ArrayList<SqliteReader>();
        readers.drainTo(idle);
        closeAll(idle);
        records.close();
        writer.close();
    }

    private <T> CompletableFuture<T> read(Query<T> query) {
        var answer = new CompletableFuture<T>();
        try {
            readerThreads.execute(() -> answer(query, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StoreException("too many reads wait, or the store is closed", e));
        }
        return answer;
    }

    private <T> void answer(Query<T> query, CompletableFuture<T> answer) {
        try {
            SqliteReader reader = readers.take();
            try {
                answer.complete(query.ask(reader));
            } finally {
                readers.add(reader);
            }
        } catch (SQLException | RuntimeException e) {
            answer.completeExceptionally(new StoreException("the database did not answer", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(new StoreException("the store is closing", e));
        }
    }

    private static void closeAll(List<SqliteReader> readers) {
        for (SqliteReader reader : readers) {
            try {
                reader.close();
            } catch (SQLException e) {
                log.warn("A reading connection did not close", e);
            }
        }
    }

    @FunctionalInterface
    private interface Query<T> {
        T ask(SqliteReader reader) throws SQLException;
    }
}
