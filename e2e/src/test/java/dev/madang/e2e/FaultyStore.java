package dev.madang.e2e;

import dev.madang.live.store.DebianPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A database that something happens to while the application uses it. */
sealed interface FaultyStore extends AutoCloseable {
    /** The kinds there are. */
    enum Kind {
        /** A file, in the application's folder. */
        SQLITE,
        /** A server of the machine's packages, with fsync on. */
        POSTGRESQL;

        /** An empty one. */
        FaultyStore open(Path folder) {
            try {
                return switch (this) {
                    case SQLITE -> new File(folder);
                    case POSTGRESQL -> new Server(DebianPostgres.start());
                };
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What {@code madang.store} is set to. */
    String url();

    /** What is stored now; the application does not run. */
    Stored look();

    /** Another program holds what every comment needs. */
    void whileLocked(Runnable task);

    /** The database is not to be had. */
    void whileAway(Runnable task);

    /** It takes nothing any more, without a word or with one. */
    void whileStuck(ServerProcess application, Runnable task);

    /** It goes down with the machine, and comes back. */
    void crash();

    @Override
    void close();

    /** What is stored. */
    interface Stored {
        /** Whether the database is sound in itself: {@code ok}. */
        String integrity();

        /** The contents of a post's comments, in their order. */
        List<String> comments(String post);
    }

    /** Runs a task in a transaction that holds a lock. */
    private static void inTransaction(String url, List<String> begin, Runnable task) {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String sql : begin) {
                statement.execute(sql);
            }
            try {
                task.run();
            } finally {
                statement.execute("ROLLBACK");
            }
        } catch (SQLException e) {
            throw new AssertionError("the lock was not to be had", e);
        }
    }

    /** SQLite. */
    record File(Path folder) implements FaultyStore {
        private static final int FIRST_PAGE_BYTES = 4_096;

        @Override
        public String url() {
            return "sqlite:data/madang.db";
        }

        @Override
        public Stored look() {
            return DataFile.of(folder);
        }

        @Override
        public void whileLocked(Runnable task) {
            inTransaction(
                    "jdbc:sqlite:" + folder.resolve("data/madang.db"),
                    List.of("PRAGMA busy_timeout = 20000", "BEGIN IMMEDIATE"),
                    task);
        }

        @Override
        public void whileAway(Runnable task) {
            whileLocked(task);
        }

        /* The disk is full: nothing is written behind the first page of a file. */
        @Override
        public void whileStuck(ServerProcess application, Runnable task) {
            application.limitFiles(FIRST_PAGE_BYTES);
            task.run();
            application.limitFiles(Long.MAX_VALUE);
        }

        /* It lives in the application, which is killed. */
        @Override
        public void crash() {}

        @Override
        public void close() {}
    }

    /** PostgreSQL. */
    record Server(DebianPostgres postgres) implements FaultyStore, Stored {
        @Override
        public String url() {
            return postgres.url();
        }

        @Override
        public Stored look() {
            return this;
        }

        @Override
        public void whileLocked(Runnable task) {
            inTransaction(jdbc(), List.of("BEGIN", "LOCK TABLE posts IN EXCLUSIVE MODE"), task);
        }

        @Override
        public void whileAway(Runnable task) {
            postgres.stop();
            task.run();
            again();
        }

        @Override
        public void whileStuck(ServerProcess application, Runnable task) {
            postgres.freeze();
            try {
                task.run();
            } finally {
                postgres.thaw();
            }
        }

        @Override
        public void crash() {
            postgres.stop();
            again();
        }

        /* Nothing but new comments is written, so the values of a post's counter are its comments. */
        @Override
        public String integrity() {
            List<String> broken = DataFile.column(jdbc(), """
                    SELECT p.id FROM posts p WHERE (p.head, p.published) <>
                      (SELECT max(c.seq), count(*) FROM comments c WHERE c.post = p.id) OR p.head <> p.published""");
            return broken.isEmpty() ? "ok" : "the counters are wrong of " + broken;
        }

        @Override
        public List<String> comments(String post) {
            return DataFile.column(jdbc(), "SELECT content FROM comments WHERE post = ? ORDER BY seq", post);
        }

        @Override
        public void close() {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void again() {
            try {
                postgres.startAgain();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String jdbc() {
            return "jdbc:" + url().replace("postgres@", "") + "?user=postgres";
        }
    }
}
