package dev.madang.live.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The documents beside the comments in an SQL database: read and written by a platform thread and a connection of their own. */
final class SqlRecords implements Records, AutoCloseable {
    /*
     * A second connection that writes: what moderators do is rare, and in SQLite waits for the batch of comments that is
     * being committed, as the next batch waits for it. A connection that failed is closed, which undoes its work. Who writes
     * has the counter's row for itself until the commit, so versions become visible in their order.
     */
    private static final String BEYOND = Character.toString(Character.MAX_CODE_POINT);
    private static final String COLUMNS = "SELECT kind, key, version, json FROM records ";
    private static final Logger log = LoggerFactory.getLogger(SqlRecords.class);

    private final SqlConnections connections;
    private final SqlThreads thread = new SqlThreads("madang-store-records-", 1);
    private @Nullable Connection connection;

    SqlRecords(SqlConnections connections) {
        this.connections = connections;
    }

    @Override
    public CompletableFuture<Optional<Long>> write(List<Put> puts) {
        List<Put> all = List.copyOf(puts);
        return run(open -> {
            change(open, connections.dialect().begin());
            Optional<Long> version = write(open, all);
            change(open, version.isPresent() ? "COMMIT" : "ROLLBACK");
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

    /** Gives every post another epoch. */
    CompletableFuture<Void> renewEpochs(long now) {
        return run(open -> {
                    change(open, "UPDATE posts SET epoch = CASE WHEN epoch < ? THEN ? ELSE epoch + 1 END", now, now);
                    return true;
                })
                .thenAccept(renewed -> log.info("Every post has another epoch"));
    }

    /** Makes that the secret of the database, if there are neither posts nor records. */
    CompletableFuture<Boolean> adopt(byte[] secret) {
        return run(open -> {
            try (PreparedStatement adopt = prepared(open, """
                    UPDATE secrets SET value = ? WHERE name = 'keys'
                      AND NOT EXISTS (SELECT 1 FROM posts) AND NOT EXISTS (SELECT 1 FROM records)""", (Object) secret)) {
                return adopt.executeUpdate() == 1;
            }
        });
    }

    @Override
    public void close() {
        thread.close();
        disconnect();
    }

    private Optional<Long> write(Connection open, List<Put> puts) throws SQLException {
        long version = 0;
        try (PreparedStatement last = open.prepareStatement("SELECT version FROM record_version"
                        + connections.dialect().lock());
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
        return thread.ask(() -> {
            try {
                return question.ask(connected());
            } catch (SQLException | RuntimeException e) {
                disconnect();
                throw e;
            }
        });
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null || !connections.usable(open)) {
            disconnect();
            open = connections.openWriter();
            connection = open;
        }
        return open;
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
