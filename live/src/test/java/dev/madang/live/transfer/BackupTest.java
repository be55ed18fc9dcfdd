package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Change;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.SqliteCopies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
    private static final PostId POST = PostId.ofKey("post");

    private final ObjectIds ids = new ObjectIds(CommandLineRun.NOON);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aBackupIsMadeWhileTheStoreIsInUseAndHoldsWhatWasCommitted() throws Exception {
        var line = new CommandLineRun(folder);
        Path backup = folder.resolve("backup.db");
        try (CommentStore store = line.open()) {
            add(store, "one");
            assertThat(line.run("backup", backup.toString())).isEqualTo(Commands.DONE);
            add(store, "two");
        }
        assertThat(line.on("backup.db").comments(POST)).hasSize(1);
    }

    @Test
    void aRestoreKeepsTheOldFileAndTellsEveryViewerToReload() throws Exception {
        var line = new CommandLineRun(folder);
        Path backup = folder.resolve("backup.db");
        Page seen;
        try (CommentStore store = line.open()) {
            add(store, "one");
            line.run("backup", backup.toString());
            add(store, "two");
            seen = store.newest(POST, 10).get();
        }
        assertThat(line.run("restore", backup.toString())).isEqualTo(Commands.DONE);
        assertThat(line.comments(POST)).hasSize(1);
        try (CommentStore store = line.open()) {
            add(store, "another");
            assertThat(store.after(POST, seen.epoch(), seen.head(), 10).get()).isEqualTo(new CatchUp.Reload());
            assertThat(store.after(POST, seen.epoch(), 1, 10).get()).isEqualTo(new CatchUp.Reload());
        }
        Path aside = only("madang.db.before-");
        assertThat(line.out()).contains(aside.toString());
        assertThat(line.on(aside.getFileName().toString()).comments(POST)).hasSize(2);
    }

    @Test
    void aDatabaseThatIsInUseIsNeitherRestoredNorImportedInto() throws Exception {
        var line = new CommandLineRun(folder);
        Path backup = folder.resolve("backup.db");
        try (CommentStore store = line.open()) {
            add(store, "one");
            line.run("backup", backup.toString());
            for (String[] command : new String[][] {
                {"restore", backup.toString()},
                {"import", "disqus", line.file("disqus.xml", DisqusImportTest.HEAD + "</disqus>")},
                {"person", "erase", "user:u", "--yes"}
            }) {
                assertThat(line.run(command)).isEqualTo(Commands.FAILED);
                assertThat(line.errors()).contains("has " + folder.resolve("madang.db") + " open: stop it first");
            }
            add(store, "two");
        }
        assertThat(line.comments(POST)).hasSize(2);
    }

    @Test
    void whatIsNoBackupIsNotRestored() throws Exception {
        var line = new CommandLineRun(folder);
        try (CommentStore store = line.open()) {
            add(store, "one");
        }
        String text = line.file("text.db", "no database at all ".repeat(1_000));
        assertThat(line.run("restore", text)).isEqualTo(Commands.FAILED);
        assertThat(line.run("restore", line.file("empty.db", ""))).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("it is no database of Madang");
        assertThat(line.run("restore", folder.resolve("missing.db").toString())).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("there is no such file");
        assertThat(line.run("backup", text)).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("is there already");
        assertThat(line.comments(POST)).hasSize(1);
    }

    @Test
    void aFolderWithoutADatabaseIsRestoredInto() throws Exception {
        var line = new CommandLineRun(folder);
        Path backup = folder.resolve("backup.db");
        try (CommentStore store = line.open()) {
            add(store, "one");
            line.run("backup", backup.toString());
        }
        line.on("new/madang.db");
        assertThat(line.run("restore", backup.toString())).isEqualTo(Commands.DONE);
        assertThat(line.comments(POST)).hasSize(1);
    }

    @Test
    void theNewestOfTheNightlyBackupsStay() throws Exception {
        var line = new CommandLineRun(folder);
        Path backups = folder.resolve("backups");
        Files.createDirectories(backups);
        Files.writeString(backups.resolve("mine.txt"), "mine");
        try (CommentStore store = line.open()) {
            add(store, "one");
            for (int night = 0; night < 5; night++) {
                Clock clock = Clock.offset(CommandLineRun.NOON, Duration.ofDays(night));
                new Backups(new SqliteCopies(folder.resolve("madang.db"), clock), backups, 2, clock).run();
            }
        }
        try (Stream<Path> files = Files.list(backups)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSize(3)
                    .contains("mine.txt")
                    .anyMatch(name -> name.startsWith("madang-20261127-"))
                    .anyMatch(name -> name.startsWith("madang-20261126-"));
        }
    }

    private Path only(String beginning) throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = files.filter(
                            file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
            assertThat(found).hasSize(1);
            return found.getFirst();
        }
    }

    private void add(CommentStore store, String text) throws Exception {
        var answer = new CompletableFuture<Outcome>();
        store.submit(Change.Add.published(ids.next(), POST, "post", Author.guest("영희"), text, null), answer::complete);
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
    }
}
