package dev.madang.live.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/** Copies of a SQLite database: made while a server uses it, checked, and put back when none does. Any thread that may block. */
public final class SqliteCopies {
    /*
     * Whether somebody has the file open, SQLite knows itself: a connection to a write-ahead log holds a shared lock as long
     * as it is open, and leaving that mode takes the file alone. This serves servers of every version, and other programs.
     * While a copy is put back the file stays locked; the copy takes its place in one step, so that there is a whole database
     * at every moment. Whoever opened the old one in between is refused when it writes.
     */
    private static final int BUSY_MILLIS = 1_000;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    private final Path path;
    private final Clock clock;

    /** Copies of the database in that file. */
    public SqliteCopies(Path path, Clock clock) {
        this.path = path.toAbsolutePath();
        this.clock = clock;
    }

    /**
     * Checks that no other connection, of whatever process, has the database open. A file that is not there is nobody's.
     *
     * @throws StoreException if one has, or if the file cannot be read
     */
    public void requireFree() throws StoreException {
        if (!Files.exists(path)) {
            return;
        }
        try (Connection alone = alone()) {
            if (!alone.isValid(1)) {
                throw new SQLException("the connection is lost");
            }
        } catch (SQLException e) {
            throw busyOrBroken(e);
        }
    }

    /**
     * Writes a copy into a new file, as the database is at this moment, and checks it. Nobody waits for it.
     *
     * @throws StoreException if it cannot be written, is there already, or is not sound; no file is left then
     */
    public void backup(Path target) throws StoreException {
        if (!Files.exists(path)) {
            throw new StoreException("there is no database at " + path, new NoSuchFileException(path.toString()));
        }
        if (Files.exists(target)) {
            throw new StoreException(target + " is there already", new FileAlreadyExistsException(target.toString()));
        }
        Path part = beside(target, ".part");
        try {
            Files.deleteIfExists(part);
            try (Connection reader = new SqliteFile(path).openReader()) {
                reader.setAutoCommit(true);
                try (PreparedStatement copy = reader.prepareStatement("VACUUM INTO ?")) {
                    copy.setString(1, part.toString());
                    copy.executeUpdate();
                }
            }
            check(part);
            sync(part);
            Files.move(part, target);
        } catch (SQLException | IOException e) {
            try {
                Files.deleteIfExists(part);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw new StoreException("no backup was made: " + e.getMessage(), e);
        }
    }

    /**
     * Puts a copy in the place of the database, which stays beside it under another name. Every post gets another epoch, so
     * that viewers who saw what the copy does not hold load it anew.
     *
     * @return where the old database is now; the path of the database itself if there was none
     * @throws StoreException if the copy is not sound or was written by a newer version, or if somebody has the database
     *     open; everything is as it was then
     */
    public Path restore(Path copy) throws StoreException {
        Path fresh = beside(path, ".restoring");
        try {
            check(copy);
            Path folder = path.getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.copy(copy, fresh, StandardCopyOption.REPLACE_EXISTING);
            changeEpochs(fresh);
            sync(fresh);
        } catch (SQLException | IOException e) {
            throw new StoreException(copy + " is not restored: " + e.getMessage(), e);
        }
        if (!Files.exists(path)) {
            return replace(fresh, path);
        }
        try (Connection alone = alone()) {
            try (Statement lock = alone.createStatement()) {
                lock.executeUpdate("BEGIN EXCLUSIVE");
            }
            Path aside = beside(path, ".before-" + SECONDS.format(LocalDateTime.now(clock)));
            keepAside(aside);
            return replace(fresh, aside);
        } catch (SQLException e) {
            throw busyOrBroken(e);
        }
    }

    private Path replace(Path fresh, Path answer) throws StoreException {
        try {
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return answer;
        } catch (IOException e) {
            throw new StoreException("the database cannot be replaced: " + e.getMessage(), e);
        }
    }

    /* A second name for the same file where the file system has such, or else a copy. */
    private void keepAside(Path aside) throws StoreException {
        try {
            try {
                Files.createLink(aside, path);
            } catch (UnsupportedOperationException e) {
                Files.copy(path, aside);
            }
        } catch (IOException e) {
            throw new StoreException("the old database cannot be kept as " + aside + ": " + e.getMessage(), e);
        }
    }

    private Connection alone() throws SQLException {
        var config = new SQLiteConfig();
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path, config.toProperties());
        try (Statement statement = connection.createStatement();
                ResultSet mode = statement.executeQuery("PRAGMA journal_mode = DELETE")) {
            if (!mode.next() || !mode.getString(1).equals("delete")) {
                throw new SQLException("locked", "HY000", SQLiteErrorCode.SQLITE_BUSY.code);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    private StoreException busyOrBroken(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        if (primary == SQLiteErrorCode.SQLITE_BUSY.code || primary == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return new StoreException("a server, or another program, has " + path + " open: stop it first", e);
        }
        return new StoreException(
                path + " cannot be read (" + e.getMessage()
                        + "): make sure that no server runs, move the file away, and do this again",
                e);
    }

    private void changeEpochs(Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement change = connection.prepareStatement("UPDATE posts SET epoch = max(epoch + 1, ?)")) {
            change.setLong(1, clock.millis());
            change.executeUpdate();
        }
    }

    private static void check(Path file) throws SQLException, IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file, config.toProperties())) {
            if (!ask(connection, "PRAGMA integrity_check").equals("ok")) {
                throw new SQLException("its integrity check finds damage");
            }
            int version = Integer.parseInt(ask(connection, "PRAGMA user_version"));
            if (version < 1 || version > SqliteFile.VERSION) {
                throw new SQLException(
                        version < 1
                                ? "it is no database of Madang"
                                : "it was written by a newer Madang (schema " + version + ")");
            }
            ask(connection, "SELECT count(*) FROM posts");
        }
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            return answer.next() ? answer.getString(1) : "";
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static Path beside(Path file, String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }
}
