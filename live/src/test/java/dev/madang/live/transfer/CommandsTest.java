package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.identity.Owner;
import dev.madang.live.identity.OwnerBook;
import dev.madang.live.store.CommentStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

final class CommandsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "serve|there is: import FORMAT FILE, export FILE",
                "import|there is: import FORMAT FILE",
                "import disqus|there is: import FORMAT FILE",
                "import typepad file|import reads disqus, wordpress, remark42, madang and store, not typepad",
                "import disqus file --url-to=x|--url-to needs --url-from",
                "export|there is: import FORMAT FILE",
                "export a b|there is: import FORMAT FILE",
                "export - --fast|unknown option --fast",
                "person|person export WHO FILE, or person erase WHO --yes",
                "owner|owner --name NAME",
                "owner mina|owner --name NAME",
                "owner --name mina|a password has at least 12 characters",
                "person erase user:u|what is erased does not come back: say so with --yes",
            })
    void whatIsNoCommandIsAnsweredInOneLine(String words, String answer) {
        var line = new CommandLineRun(folder);
        assertThat(line.run(words.split(" "))).isEqualTo(Commands.MISUSED);
        assertThat(line.errors()).startsWith(answer);
        assertThat(line.errors().lines()).hasSize(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void otherDatabasesHaveToolsOfTheirOwn() {
        var line = new CommandLineRun(folder).at("postgresql://user:secret@host/db");
        assertThat(line.run("backup", "file")).isEqualTo(Commands.MISUSED);
        assertThat(line.errors()).contains("with PostgreSQL use pg_dump").doesNotContain("secret");
        line.at("mongodb://user:secret@host/db");
        assertThat(line.run("restore", "file")).isEqualTo(Commands.MISUSED);
        assertThat(line.errors()).contains("with MongoDB use mongorestore").doesNotContain("secret");
    }

    @Test
    void nothingIsExportedFromADatabaseThatIsNotThere() {
        var line = new CommandLineRun(folder);
        assertThat(line.run("export", "-")).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).startsWith("there is no ");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void helpNamesEveryCommand() {
        var line = new CommandLineRun(folder);
        assertThat(line.run("help")).isEqualTo(Commands.DONE);
        assertThat(line.out())
                .contains(
                        "import FORMAT FILE",
                        "export FILE",
                        "backup FILE",
                        "restore FILE",
                        "person erase WHO",
                        "owner --name NAME");
    }

    @Test
    void anOwnerWhoLostThePasswordGetsAnother() throws Exception {
        var line = new CommandLineRun(folder);
        assertThat(line.runWith("a long sentence\n", "owner", "--name", "mina")).isEqualTo(Commands.DONE);
        assertThat(line.out()).isEqualTo("mina is the owner, and signs in at /admin\n");
        assertThat(line.runWith("another long sentence\n", "owner", "--name=jun"))
                .isEqualTo(Commands.DONE);
        assertThat(line.out() + line.errors()).doesNotContain("sentence");
        try (CommentStore store = line.open()) {
            Owner owner = new OwnerBook(store.records()).owner().get().orElseThrow();
            assertThat(owner.name()).isEqualTo("jun");
            assertThat(new BCryptPasswordEncoder().matches("another long sentence", owner.hash()))
                    .isTrue();
        }
    }

    @Test
    void argumentsWithoutAWordStartTheServer() {
        assertThat(Commands.named(new String[] {})).isFalse();
        assertThat(Commands.named(new String[] {"--server.port=0"})).isFalse();
        assertThat(Commands.named(new String[] {"--madang.store=sqlite:x.db", "export", "-"}))
                .isTrue();
    }
}
