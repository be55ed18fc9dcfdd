package dev.madang.live.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * A SQLite database file: opens its connections and brings its schema up to date. Write-ahead log, {@code
 * synchronous=FULL} (a commit returns after the log is on the disk), foreign keys, 5 s of waiting for a lock.
 */
final class SqliteFile implements SqlConnections {
    /*
     * The schema's version is SQLite's own user_version and its steps are numbered scripts. A migration tool would want a
     * DataSource and a table of its own, and adds a quarter of a second to a start, for one embedded file that only this
     * program opens.
     */
    static final int VERSION = 4;

    /*
     * The driver's own setAutoCommit(false) begins the next transaction within commit(): an idle writer would hold the
     * file's lock for ever. So its transactions are begun and ended by statements.
     */
    static final String BEGIN = SqlDialect.SQLITE.begin();

    static final String COMMIT = "COMMIT";

    private static final int BUSY_TIMEOUT_MILLIS = 5_000;
    private static final Pattern BETWEEN_STATEMENTS = Pattern.compile(";\\s*(?:\\R|$)");

    private final Path path;
    private volatile @Nullable Object key;

    SqliteFile(Path path) {
        this.path = path;
    }

    @Override
    public SqlDialect dialect() {
        return SqlDialect.SQLITE;
    }

    /** Opens a connection that writes, creates the file and its folder if missing, and migrates the schema. */
    @Override
    public Connection openWriter() throws SQLException {
        checkInPlace();
        createFolder(path.toAbsolutePath().getParent());
        Connection connection = open(false);
        try {
            migrate(connection);
            key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
            return connection;
        } catch (IOException e) {
            connection.close();
            throw new SQLException(path + " cannot be read", e);
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Opens a connection that cannot write; the file must be there. Its transactions are snapshots. */
    Connection openReader() throws SQLException {
        Connection connection = open(true);
        connection.setAutoCommit(false);
        return connection;
    }

    /**
     * Whether a connection is open, and its path still names the file that was opened first: one that was moved or removed
     * would go on taking rows, which nobody would find after the next start.
     *
     * @throws SQLException if the file is gone, or another stands in its place
     */
    @Override
    public boolean usable(Connection connection) throws SQLException {
        checkInPlace();
        return !connection.isClosed();
    }

    private void checkInPlace() throws SQLException {
        Object opened = key;
        if (opened == null) {
            return;
        }
        try {
            if (!opened.equals(
                    Files.readAttributes(path, BasicFileAttributes.class).fileKey())) {
                throw new SQLException("another file stands where " + path + " was");
            }
        } catch (IOException e) {
            throw new SQLException(path + " is gone", e);
        }
    }

    private Connection open(boolean readOnly) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        if (!readOnly) {
            config.setJournalMode(JournalMode.WAL);
            config.setSynchronous(SynchronousMode.FULL);
        }
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        return DriverManager.getConnection("jdbc:sqlite:" + path, config.toProperties());
    }

    private void createFolder(@Nullable Path folder) throws SQLException {
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw new SQLException("the folder of " + path + " cannot be created", e);
        }
    }

    private void migrate(Connection connection) throws SQLException {
        int version = version(connection);
        if (version > VERSION) {
            throw new SQLException(path + " was written by a newer Madang (schema " + version + ", this one knows "
                    + VERSION + "); start that one");
        }
        for (int next = version + 1; next <= VERSION; next++) {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate(BEGIN);
                for (String sql : BETWEEN_STATEMENTS.split(script(next))) {
                    statement.executeUpdate(sql);
                }
                statement.executeUpdate("PRAGMA user_version = " + next);
                statement.executeUpdate(COMMIT);
            }
        }
    }

    private static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            result.next();
            return result.getInt(1);
        }
    }

    private static String script(int version) throws SQLException {
        try (InputStream in = SqliteFile.class.getResourceAsStream("/store/sqlite/" + version + ".sql")) {
            if (in == null) {
                throw new SQLException("schema step " + version + " is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new SQLException("schema step " + version + " cannot be read", e);
        }
    }
}
