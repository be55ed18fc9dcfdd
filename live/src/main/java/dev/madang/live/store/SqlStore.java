package dev.madang.live.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Comments in an SQL database. One platform thread writes and some read: calls into native code would pin the carriers of
 * virtual threads. {@value #CAPACITY} changes and as many reads may wait.
 */
final class SqlStore implements CommentStore {
    static final int CAPACITY = 8_192;

    private static final long CLOSING_SECONDS = 10;
    private static final Logger log = LoggerFactory.getLogger(SqlStore.class);

    private final GroupCommit writer;
    private final SqlReaders readers;
    private final ThreadPoolExecutor readerThreads;
    private final byte[] secret;

    /** Takes over both halves of a database, and closes them with itself. */
    SqlStore(BatchWriter batches, SqlReaders readers, CommitListener listener) throws SQLException {
        this.readers = readers;
        try {
            this.secret = readers.ask(SqlReader::secret);
        } catch (SQLException e) {
            readers.close();
            batches.close();
            throw e;
        }
        this.writer = new GroupCommit(batches, listener, CAPACITY);
        this.readerThreads = new ThreadPoolExecutor(
                readers.count(),
                readers.count(),
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
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit) {
        return read(reader -> reader.after(post, epoch, rev, limit));
    }

    /* The writer's connection goes last: only one that may write can fold SQLite's log back into the file. */
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
        readers.close();
        writer.close();
    }

    private <T> CompletableFuture<T> read(SqlReaders.Query<T> query) {
        var answer = new CompletableFuture<T>();
        try {
            readerThreads.execute(() -> answer(query, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StoreException("too many reads wait, or the store is closed", e));
        }
        return answer;
    }

    private <T> void answer(SqlReaders.Query<T> query, CompletableFuture<T> answer) {
        try {
            answer.complete(readers.ask(query));
        } catch (SQLException | RuntimeException e) {
            answer.completeExceptionally(new StoreException("the database did not answer", e));
        }
    }
}
