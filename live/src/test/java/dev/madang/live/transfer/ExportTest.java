package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listing;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExportTest {
    private static final PostId POST = PostId.ofKey("https://blog.example/");
    private static final Author YOUNG = Author.guest("Y".repeat(43), "영희");

    private final ObjectIds ids = new ObjectIds(CommandLineRun.NOON);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whatIsExportedAndImportedIntoAnEmptyStoreIsShownAlike() throws Exception {
        var line = new CommandLineRun(folder);
        fill(line);
        String file = folder.resolve("export.jsonl").toString();
        assertThat(line.run("export", file)).isEqualTo(Commands.DONE);
        assertThat(line.errors()).isEqualTo("exported 9 comments\n");
        List<String> shown = line.shown(POST);
        List<String> flat = line.comments(POST).stream().map(Comment::content).toList();

        var other = new CommandLineRun(folder).on("other.db");
        assertThat(other.run("import", "madang", file)).isEqualTo(Commands.DONE);
        assertThat(other.out()).startsWith("read 9, stored 9, already there 0, skipped 0");
        assertThat(other.shown(POST)).isEqualTo(shown).hasSize(6);
        assertThat(other.comments(POST).stream().map(Comment::content)).containsExactlyElementsOf(flat);
        try (CommentStore store = other.open()) {
            assertThat(store.totals().get()).hasToString("{PUBLISHED=5, PENDING=1, SHADOWED=1, HIDDEN=1, REMOVED=1}");
            assertThat(store.topic(POST).get())
                    .isEqualTo(new Topic("https://blog.example/", "https://blog.example/", "글"));
        }
        assertThat(other.run("import", "madang", file)).isEqualTo(Commands.DONE);
        assertThat(other.out()).startsWith("read 9, stored 0, already there 9, skipped 0");
        assertThat(other.shown(POST)).isEqualTo(shown);
    }

    @Test
    void anotherStoreIsReadAsItsExportWouldBe() throws Exception {
        var line = new CommandLineRun(folder);
        fill(line);
        var other = new CommandLineRun(folder).on("other.db");
        assertThat(other.run("import", "store", line.url())).isEqualTo(Commands.DONE);
        assertThat(other.out()).startsWith("read 9, stored 9");
        assertThat(other.shown(POST)).isEqualTo(line.shown(POST));
        assertThat(other.run("import", "store", "sqlite:" + folder.resolve("missing.db")))
                .isEqualTo(Commands.FAILED);
        assertThat(other.errors()).startsWith("there is no ");
        assertThat(folder.resolve("missing.db")).doesNotExist();
    }

    @Test
    void anExportThatComesBackToItsStoreChangesNothing() throws Exception {
        var line = new CommandLineRun(folder);
        fill(line);
        List<String> shown = line.shown(POST);
        String file = folder.resolve("export.jsonl").toString();
        line.run("export", file);
        for (int run = 0; run < 2; run++) {
            assertThat(line.run("import", "madang", file)).isEqualTo(Commands.DONE);
            assertThat(line.out()).startsWith("read 9, stored 0, already there 9, skipped 0");
            assertThat(line.shown(POST)).isEqualTo(shown);
        }
    }

    @Test
    void anExportHasEveryStateAndWithoutKeysNoSecret() throws Exception {
        var line = new CommandLineRun(folder);
        fill(line);
        assertThat(line.run("export", "-", "--no-keys")).isEqualTo(Commands.DONE);
        List<String> lines = line.out().lines().toList();
        assertThat(lines.getFirst())
                .matches("\\{\"madang\":\"export\",\"version\":2,\"at\":1795404456000,\"keys\":\"[0-9a-f]{16}\"}");
        assertThat(lines.get(1))
                .isEqualTo("{\"post\":\"" + POST + "\",\"key\":\"https://blog.example/\","
                        + "\"url\":\"https://blog.example/\",\"title\":\"글\"}");
        assertThat(lines.get(2))
                .matches("\\{\"id\":\"[0-9a-f]{24}\",\"post\":\"" + POST
                        + "\",\"author\":\\{\"kind\":\"guest\",\"id\":\"Y{43}\",\"name\":\"영희\"},\"text\":\"one\","
                        + "\"at\":\\d+,\"status\":\"published\",\"pinned\":true,\"up\":2,\"down\":1}");
        assertThat(line.out())
                .contains(
                        "\"status\":\"pending\"", "\"status\":\"shadowed\"", "\"status\":\"hidden\"", "\"seen\":true");
        assertThat(line.run("export", "-", "--no-keys")).isEqualTo(Commands.DONE);
        assertThat(line.out().lines().toList()).isEqualTo(lines);
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws Exception {
        var line = new CommandLineRun(folder);
        fill(line);
        String file = line.file("export.jsonl", "mine");
        assertThat(line.run("export", file)).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("is there already");
        assertThat(Files.readString(Path.of(file))).isEqualTo("mine");
    }

    private void fill(CommandLineRun line) throws Exception {
        try (CommentStore store = line.open()) {
            String one = add(store, null, YOUNG, "one", Status.PUBLISHED, 0);
            String two = add(store, null, Author.user("u-1", "철수", Author.Rank.OWNER), "two", Status.PUBLISHED, 0);
            add(store, one, YOUNG, "to one", Status.PUBLISHED, 0);
            String old = add(
                    store, null, Author.guest("claimed"), "old, but came late", Status.PUBLISHED, 1_600_000_000_000L);
            add(store, two, YOUNG, "to two", Status.PUBLISHED, 0);
            add(store, old, YOUNG, "to old", Status.PUBLISHED, 0);
            String waits = add(store, null, YOUNG, "waits", Status.PENDING, 0);
            String alone = add(store, null, YOUNG, "shadow", Status.SHADOWED, 0);
            String bad = add(store, null, YOUNG, "bad", Status.PUBLISHED, 0);
            assertThat(List.of(waits, alone)).doesNotContain(bad);
            make(store, new Change.SetStatus(POST, two, EnumSet.allOf(Status.class), Status.HIDDEN));
            make(store, new Change.SetStatus(POST, bad, EnumSet.allOf(Status.class), Status.REMOVED));
            make(store, new Change.Pin(POST, one, true));
            for (String voter : List.of("a", "b")) {
                make(store, new Change.Vote(POST, one, voter, 1));
            }
            make(store, new Change.Vote(POST, one, "c", -1));
            make(store, new Change.Tally(POST, one));
            assertThat(store.list(Listing.of(Set.of(), 100)).get().rows()).hasSize(9);
        }
    }

    private String add(CommentStore store, @Nullable String parent, Author author, String text, Status status, long at)
            throws Exception {
        String id = at == 0 ? ids.next() : "5f5e1000" + "0".repeat(16);
        var topic = new Topic("https://blog.example/", "https://blog.example/", "글");
        make(store, new Change.Add(id, POST, topic, parent, author, text, null, status, at));
        return id;
    }

    private static void make(CommentStore store, Change change) throws Exception {
        var answer = new CompletableFuture<Outcome>();
        store.submit(change, answer::complete);
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
    }
}
