package dev.madang.live.store;

import static dev.madang.live.store.AddContract.NOON;
import static dev.madang.live.store.AddContract.POST;
import static dev.madang.live.store.AddContract.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that an earlier version wrote is taken over with everything in it. */
final class SqliteMigrationTest {
    private static final String FIRST = "64b7f0c2a1b2c3d4e5f60001";
    private static final String SECOND = "64b7f0c2a1b2c3d4e5f60002";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void theCommentsOfVersionOneAreAllThereAndTakeChanges() throws Exception {
        writeVersionOne();
        try (CommentStore store = open()) {
            Page page = done(store.newest(POST, 0));
            assertThat(page.epoch()).isEqualTo(77);
            assertThat(page.head()).isEqualTo(2);
            assertThat(page.count()).isEqualTo(2);
            assertThat(page.comments())
                    .containsExactly(
                            Comment.fresh(FIRST, POST, 1, Author.guest("철수"), "하나; 둘", 1_700_000_000_000L),
                            Comment.fresh(SECOND, POST, 2, Author.guest("영희"), "셋", 1_700_000_001_000L));
            assertThat(done(store.topic(POST))).isEqualTo(Topic.ofKey("key-1"));
            assertThat(done(store.after(POST, 77, 1, 10)))
                    .isEqualTo(new CatchUp.Rows(page.comments().subList(1, 2), 2, 77, false, 2));
            var again = Change.Add.published("64b7f0c2a1b2c3d4e5f60003", POST, null, Author.guest("철수"), "다시", "c-1");
            assertThat(submit(store, again))
                    .as("the cid is remembered")
                    .isEqualTo(new Outcome.Done(page.comments().getFirst(), true, 2));
            assertThat(submit(store, new Change.Edit(POST, SECOND, "넷")))
                    .isInstanceOfSatisfying(
                            Outcome.Done.class,
                            done -> assertThat(done.row().rev()).isEqualTo(3));
        }
    }

    @Test
    void theVotesOfVersionThreeAreFoundByTheirVoters() throws Exception {
        writeVersionOne();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("old.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(script(2));
            statement.executeUpdate(script(3));
            statement.executeUpdate("UPDATE comments SET up = 1, up_now = 1 WHERE id = '" + FIRST + "'");
            statement.executeUpdate("INSERT INTO votes (comment, voter, value) VALUES ('" + FIRST + "', '1:u-1', 1)");
            statement.executeUpdate("PRAGMA user_version = 3");
        }
        try (CommentStore store = open()) {
            assertThat(done(store.ballotsOf("1:u-1", null, 10))).containsExactly(new Ballot(POST, FIRST, "1:u-1", 1));
            assertThat(submit(store, new Change.Votes(POST, FIRST, Map.of("1:u-1", 0))))
                    .isInstanceOfSatisfying(Outcome.Done.class, done -> {
                        assertThat(done.row().up()).isZero();
                        assertThat(done.row().rev()).isEqualTo(3);
                    });
        }
    }

    @Test
    void aMigratedFileHasTheSchemaOfANewOne() throws Exception {
        writeVersionOne();
        open().close();
        var fresh = Stores.open("sqlite:" + folder.resolve("fresh.db"), false, NOON, CommitListener.none());
        fresh.close();
        assertThat(schema(folder.resolve("old.db"))).isEqualTo(schema(folder.resolve("fresh.db")));
        assertThat(ask(folder.resolve("old.db"), "PRAGMA integrity_check")).containsExactly("ok");
        assertThat(ask(folder.resolve("old.db"), "PRAGMA foreign_key_check")).isEmpty();
    }

    private CommentStore open() throws StoreException {
        return Stores.open("sqlite:" + folder.resolve("old.db"), false, NOON, CommitListener.none());
    }

    private void writeVersionOne() throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("old.db"));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(script(1));
            statement.executeUpdate("INSERT INTO posts (id, key, head, epoch) VALUES ('" + POST + "', 'key-1', 2, 77)");
            String row =
                    "INSERT INTO comments (id, post, seq, rev, author_kind, author, content, created_at, created_ms, cid)"
                            + " VALUES ('%s', '" + POST + "', %d, %d, 0, '%s', '%s', '2023-11-15 07:13:20', %d, %s)";
            statement.executeUpdate(row.formatted(FIRST, 1, 1, "철수", "하나; 둘", 1_700_000_000_000L, "'c-1'"));
            statement.executeUpdate(row.formatted(SECOND, 2, 2, "영희", "셋", 1_700_000_001_000L, "NULL"));
            statement.executeUpdate("PRAGMA user_version = 1");
        }
    }

    private static String script(int version) throws IOException {
        try (InputStream schema = SqliteFile.class.getResourceAsStream("/store/sqlite/" + version + ".sql")) {
            assertThat(schema).isNotNull();
            return new String(schema.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<String> schema(Path file) throws SQLException {
        return ask(file, "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name");
    }

    private static List<String> ask(Path file, String sql) throws SQLException {
        var answers = new ArrayList<String>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                answers.add(row.getString(1));
            }
        }
        return answers;
    }

    private static Outcome submit(CommentStore store, Change change) {
        var answer = new CompletableFuture<Outcome>();
        store.submit(change, answer::complete);
        return done(answer);
    }
}
