package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The documents beside the comments in one SQLite file: read and written by a platform thread and a connection of their own. */
final class SqliteRecords implements Records, AutoCloseable {
    /*
     * A second connection that writes: what moderators do is rare, and waits for the batch of comments that is being
     * committed, as the next batch waits for it. A connection that failed is closed, which undoes its work.
     */
    static final int CAPACITY = 8_192;

    private static final long CLOSING_SECONDS = 10;
    private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT);
    private static final String COLUMNS = "SELECT kind, key, version, json FROM records ";
    private static final Logger log = LoggerFactory.getLogger(SqliteRecords.class);

    private final SqliteFile file;
    private final ThreadPoolExecutor thread;
    private @Nullable Connection connection;

    SqliteRecords(SqliteFile file) {
        this.file = file;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(CAPACITY),
                Thread.ofPlatform().name("madang-store-records").factory());
    }

    @Override
    public CompletableFuture<Optional<Long>> write(List<Put> puts) {
        List<Put> all = List.copyOf(puts);
        return run(open -> {
            change(open, SqliteFile.BEGIN);
            Optional<Long> version = write(open, all);
            change(open, version.isPresent() ? SqliteFile.COMMIT : "ROLLBACK");
            return version;
        });
    }

    @Override
    public CompletableFuture<Optional<Entry>> get(String kind, String key) {
        return run(open -> entries(open, "WHERE kind = ? AND key = ? AND json IS NOT NULL", kind, key).stream()
                .findFirst());
    }

    @Override
    public CompletableFuture<List<Entry>> list(
            String kind, String prefix, @Nullable String behind, boolean descending, int limit) {
        String from = behind == null ? "" : descending ? "AND key < ? " : "AND key > ? ";
        String sql = "WHERE kind = ? AND key >= ? AND key < ? AND json IS NOT NULL " + from + "ORDER BY key "
                + (descending ? "DESC" : "ASC") + " LIMIT ?";
        var parameters = new ArrayList<Object>(List.of(kind, prefix, prefix + BEYOND));
        if (behind != null) {
            parameters.add(behind);
        }
        parameters.add(limit);
        return run(open -> entries(open, sql, parameters.toArray()));
    }

    @Override
    public CompletableFuture<List<Entry>> since(long version, int limit) {
        return run(open -> entries(open, "WHERE version > ? ORDER BY version LIMIT ?", version, limit));
    }

    @Override
    public CompletableFuture<Void> prune(String kind, String before) {
        return run(open -> {
                    change(open, "DELETE FROM records WHERE kind = ? AND key < ?", kind, before);
                    return true;
                })
                .thenAccept(pruned -> log.debug("Old records of kind {} are gone", kind));
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The thread of the records is still busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }

    private static Optional<Long> write(Connection open, List<Put> puts) throws SQLException {
        long version = 0;
        try (PreparedStatement last = open.prepareStatement("SELECT version FROM record_version");
                ResultSet row = last.executeQuery()) {
            row.next();
            version = row.getLong(1);
        }
        for (Put put : puts) {
            if (put.expected() != Put.ANY && put.expected() != stands(open, put)) {
                return Optional.empty();
            }
            version++;
            change(open, """
                    INSERT INTO records (kind, key, version, json) VALUES (?, ?, ?, ?)
                    ON CONFLICT (kind, key) DO UPDATE SET version = excluded.version, json = excluded.json""", put.kind(), put.key(), version, put.json());
        }
        change(open, "UPDATE record_version SET version = ?", version);
        return Optional.of(version);
    }

    private static long stands(Connection open, Put put) throws SQLException {
        return entries(open, "WHERE kind = ? AND key = ? AND json IS NOT NULL", put.kind(), put.key()).stream()
                .mapToLong(Entry::version)
                .findFirst()
                .orElse(Put.NONE);
    }

    private static List<Entry> entries(Connection open, String where, Object... parameters) throws SQLException {
        try (PreparedStatement query = prepared(open, COLUMNS + where, parameters);
                ResultSet row = query.executeQuery()) {
            var entries = new ArrayList<Entry>();
            while (row.next()) {
                entries.add(new Entry(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)));
            }
            return entries;
        }
    }

    private static void change(Connection open, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(open, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection open, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = open.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }

    private <T> CompletableFuture<T> run(Question<T> question) {
        var answer = new CompletableFuture<T>();
        try {
            thread.execute(() -> answer(question, answer));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(new StoreException("too many requests wait, or the store is closed", e));
        }
        return answer;
    }

    private <T> void answer(Question<T> question, CompletableFuture<T> answer) {
        try {
            file.checkInPlace();
            Connection open = connection;
            if (open == null) {
                open = file.openWriter();
                connection = open;
            }
            answer.complete(question.ask(open));
        } catch (SQLException | RuntimeException e) {
            disconnect();
            answer.completeExceptionally(new StoreException("the database did not answer", e));
        }
    }

    private void disconnect() {
        Connection open = connection;
        connection = null;
        try {
            if (open != null) {
                open.close();
            }
        } catch (SQLException e) {
            log.warn("The connection of the records did not close", e);
        }
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection open) throws SQLException;
    }
}
