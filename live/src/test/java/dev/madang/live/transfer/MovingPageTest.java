package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that {@code docs/topics/moving.md} shows, one after the other. */
final class MovingPageTest {
    private static final String COMMAND = "java -jar live.jar ";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void everyCommandOfThePageDoesWhatItSays() throws Exception {
        var line = new CommandLineRun(folder);
        prepare(line);
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(8);
        for (String command : commands) {
            String[] args = Arrays.stream(command.split(" "))
                    .map(word -> word.matches("[\\w-]+\\.(xml|gz|jsonl|db)") ? folder.resolve(word) + "" : word)
                    .map(word -> word.replace("sqlite:", "sqlite:" + folder + "/"))
                    .toArray(String[]::new);
            assertThat(line.run(args)).as(() -> command + ": " + line.errors()).isEqualTo(Commands.DONE);
        }
    }

    private void prepare(CommandLineRun line) throws Exception {
        line.file("disqus.xml", DisqusImportTest.HEAD + "</disqus>");
        line.file("wordpress.xml", "<rss><channel></channel></rss>");
        line.file("backup-remark42.gz", "{\"version\":1}");
        try (CommentStore store = line.on("old.db").open()) {
            add(store, "00000000000000000000beef");
        }
        try (CommentStore store = line.on("madang.db").open()) {
            add(store, "665f1c2ab8d3f0a1b2c3d4e5");
        }
    }

    private static void add(CommentStore store, String id) throws Exception {
        var answer = new CompletableFuture<Outcome>();
        store.submit(
                Change.Add.published(id, PostId.ofKey("post"), "post", Author.guest("g", "영희"), "text", null),
                answer::complete);
        assertThat(answer.get()).isInstanceOf(Outcome.Done.class);
    }

    private static List<String> commands() throws Exception {
        Path page = Path.of("docs/topics/moving.md");
        if (!Files.exists(page)) {
            page = Path.of("..").resolve(page);
        }
        return Files.readAllLines(page).stream()
                .filter(text -> text.startsWith(COMMAND))
                .map(text -> text.substring(COMMAND.length()))
                .toList();
    }
}
