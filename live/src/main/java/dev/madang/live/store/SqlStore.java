package dev.madang.live.store;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Comments in an SQL database. One platform thread writes, some read, one keeps the records: calls into native code would
 * pin the carriers of virtual threads. {@value #CAPACITY} changes may wait.
 */
final class SqlStore implements CommentStore {
    private static final int CAPACITY = 8_192;

    private final GroupCommit writer;
    private final SqlReaders readers;
    private final SqlThreads threads;
    private final SqlRecords records;
    private final byte[] secret;

    /** Takes over all parts of a database, and closes them with itself. */
    SqlStore(BatchWriter batches, SqlReaders readers, SqlRecords records, CommitListener listener) throws SQLException {
        this.readers = readers;
        this.records = records;
        try {
            this.secret = readers.ask(SqlReader::secret);
        } catch (SQLException e) {
            records.close();
            readers.close();
            batches.close();
            throw e;
        }
        this.writer = new GroupCommit(batches, listener, CAPACITY);
        this.threads = new SqlThreads("madang-store-reader-", readers.count());
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
    public CompletableFuture<Map<PostId, Long>> heads(Collection<PostId> posts) {
        if (!readers.shared()) {
            return CompletableFuture.completedFuture(Map.of());
        }
        List<PostId> asked = List.copyOf(posts);
        return read(reader -> reader.heads(asked));
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
    public CompletableFuture<Listed<Comment>> writers(String name, @Nullable String before, int limit) {
        return read(reader -> reader.writers(name, before, limit));
    }

    @Override
    public CompletableFuture<Listed<PostInfo>> posts(@Nullable String before, int limit) {
        return read(reader -> reader.posts(before, limit));
    }

    @Override
    public CompletableFuture<Map<Status, Long>> totals() {
        return read(SqlReader::totals);
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

    /* The writer's connection goes last: only one that may write can fold SQLite's log back into the file. */
    @Override
    public void close() {
        threads.close();
        readers.close();
        records.close();
        writer.close();
    }

    private <T> CompletableFuture<T> read(SqlReaders.Query<T> query) {
        return threads.ask(() -> readers.ask(query));
    }
}
