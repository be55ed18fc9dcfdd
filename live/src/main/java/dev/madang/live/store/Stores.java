package dev.madang.live.store;

import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import org.flywaydb.core.api.FlywayException;

/** Opens the store that a URL names. */
public final class Stores {
    private static final String SQLITE = "sqlite:";

    private Stores() {}

    /**
     * Opens {@code sqlite:PATH}, where a relative path starts at the working folder, {@code
     * postgresql://user:password@host:port/database}, or {@code mongodb://user:password@host:port/database}.
     *
     * @param unsafe whether a server is taken that confirms what a loss of power would undo
     * @throws StoreException if the database cannot be opened
     * @throws IllegalArgumentException if the URL names no kind of store that this version has; the message holds no
     *     more of the URL than its scheme, since the rest may be a password
     */
    public static CommentStore open(String url, boolean unsafe, Clock clock, CommitListener listener)
            throws StoreException {
        if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
            return sqlite(Path.of(url.substring(SQLITE.length())), clock, listener);
        }
        if (PostgresUrl.names(url)) {
            return postgres(new PostgresServer(PostgresUrl.parse(url), unsafe), clock, listener);
        }
        if (MongoUrl.is(url)) {
            return new MongoStore(url, clock, listener);
        }
        int colon = url.indexOf(':');
        throw new IllegalArgumentException("madang.store: \"" + (colon < 0 ? "" : url.substring(0, colon))
                + ":\" is no store of this version; use sqlite:PATH, for example sqlite:data/madang.db,"
                + " postgresql://user:password@host:port/database, or mongodb://user:password@host:port/database");
    }

    private static CommentStore sqlite(Path path, Clock clock, CommitListener listener) throws StoreException {
        try {
            var file = new SqliteFile(path);
            var batches = new SqliteWriter(file, clock);
            return new SqlStore(batches, new SqliteReaders(file), new SqlRecords(file), clock, listener);
        } catch (SQLException e) {
            throw new StoreException(
                    "the comments in " + path.toAbsolutePath() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static CommentStore postgres(PostgresServer server, Clock clock, CommitListener listener)
            throws StoreException {
        try {
            server.migrate();
            var batches = new PostgresWriter(server, clock);
            return new SqlStore(batches, new PostgresReaders(server), new SqlRecords(server), clock, listener);
        } catch (SQLException | FlywayException | PoolInitializationException e) {
            throw new StoreException("the comments in " + server + " cannot be opened: " + e.getMessage(), e);
        }
    }
}
