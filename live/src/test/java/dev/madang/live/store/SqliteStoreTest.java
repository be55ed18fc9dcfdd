package dev.madang.live.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreTest extends CommentStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Override
    CommentStore open() throws StoreException {
        return Stores.open("sqlite:" + file(), false, NOON, CommitListener.none());
    }

    @Test
    void theMissingFolderIsCreatedAndTheFileIsSound() throws SQLException {
        appendAll(3);
        assertThat(ask("PRAGMA integrity_check")).isEqualTo("ok");
        assertThat(ask("PRAGMA journal_mode")).isEqualTo("wal");
        assertThat(ask("PRAGMA user_version")).isEqualTo(Integer.toString(SqliteFile.VERSION));
        assertThat(ask("SELECT group_concat(seq || ' ' || created_at) FROM comments"))
                .isEqualTo("1 2026-11-23 12:27:36,2 2026-11-23 12:27:36,3 2026-11-23 12:27:36");
    }

    @Test
    void theWriterSyncsEveryCommitToTheDisk() throws SQLException {
        try (Connection writer = new SqliteFile(file()).openWriter();
                Statement statement = writer.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA synchronous")) {
            assertThat(result.getInt(1)).as("2 is FULL").isEqualTo(2);
        }
    }

    @Test
    void aFileOfANewerVersionIsRefusedWithWhatToDo() throws SQLException {
        store.close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("written by a newer Madang (schema 99");
    }

    @Test
    void anotherKindOfStoreIsRefusedWithoutShowingThePassword() {
        assertThatThrownBy(() -> Stores.open("oracle://u:secret@h/db", false, NOON, CommitListener.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"oracle:\"")
                .hasMessageNotContaining("secret");
    }

    @Test
    void catchUpBelowTheFloorIsToldToReload() throws SQLException {
        appendAll(4);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE posts SET floor = 3");
        }
        assertThat(after(0, 2, 10)).isEqualTo(new CatchUp.Reload());
        assertThat(after(0, 3, 10)).isInstanceOf(CatchUp.Rows.class);
    }

    @Test
    void aWriterLooksUpWhatItWroteByIdAndByCid() throws SQLException, StoreException {
        var writer = new SqliteWriter(new SqliteFile(file()), NOON);
        try {
            Change written = comment(POST, "있다", "c-1");
            Outcome outcome = writer.write(List.of(written)).getFirst();
            assertThat(writer.find(List.of(written, comment(POST, "다시", "c-1"), comment(POST, "없다", "c-2"))))
                    .containsExactly(
                            Optional.of(outcome),
                            Optional.of(new Outcome.Done(((Outcome.Done) outcome).row(), true, 1)),
                            Optional.empty());
        } finally {
            writer.close();
        }
    }

    @Test
    void aWriterWhoseConnectionBrokeOpensAnotherForTheNextBatch() throws SQLException, StoreException {
        var writer = new SqliteWriter(new SqliteFile(file()), NOON);
        writer.close();
        assertThat(writer.write(List.of(comment(POST, "둘", null))).getFirst()).isInstanceOf(Outcome.Done.class);
        writer.close();
    }

    @Test
    void aFileThatWasMovedAwayTakesNoCommentsUntilItIsBack() throws Exception {
        var writer = new SqliteWriter(new SqliteFile(file()), NOON);
        Path away = folder.resolve("away");
        Files.move(file().getParent(), away);
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> writer.write(List.of(comment(POST, "하나", null))))
                    .isInstanceOf(StoreException.class)
                    .rootCause()
                    .isInstanceOf(NoSuchFileException.class);
        }
        assertThat(file().getParent()).doesNotExist();
        Files.move(away, file().getParent());
        assertThat(writer.write(List.of(comment(POST, "둘", null))).getFirst()).isInstanceOf(Outcome.Done.class);
        writer.close();
        assertThat(ask("SELECT group_concat(content) FROM comments")).isEqualTo("둘");
    }

    @Test
    void anotherFileInThePlaceOfTheOpenedOneTakesNoComments() throws Exception {
        var writer = new SqliteWriter(new SqliteFile(file()), NOON);
        Files.move(file(), folder.resolve("away.db"));
        Files.createFile(file());
        assertThatThrownBy(() -> writer.write(List.of(comment(POST, "하나", null))))
                .isInstanceOf(StoreException.class)
                .rootCause()
                .hasMessageContaining("another file stands where");
        writer.close();
    }

    @Test
    void nobodyElseWritesSoThereIsNothingToLookFor() {
        appendAll(1);
        assertThat(done(store.heads(List.of(POST)))).isEmpty();
    }

    @Test
    void aClosedStoreIsOneFile() {
        appendAll(3);
        page(POST, 0);
        store.close();
        assertThat(folder.resolve("data").toFile().list()).containsExactly("madang.db");
    }

    private Path file() {
        return folder.resolve("data").resolve("madang.db");
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            return result.getString(1);
        }
    }
}
