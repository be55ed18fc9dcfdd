package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Comment;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RemarkImportTest {
    private static final String META = """
            {"version":1,"users":[{"id":"github_1","blocked":{"status":false}}],"posts":[]}
            """;

    private static String comment(String id, String parent, String text, String rest) {
        return """
                {"id":"%s","pid":"%s","text":"%s","user":{"name":"철수","id":"github_1","picture":"","admin":false},\
                "locator":{"site":"remark","url":"https://blog.example/post?a=1"},"time":"2021-05-06T07:08:09.123456789+09:00"%s}
                """.formatted(id, parent, text, rest);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void votesArePutInAgainAndStayWhatTheyAreInAnotherRun() throws Exception {
        String backup = META
                + comment("a", "", "<p>one</p>\\n", ",\"score\":1,\"votes\":{\"u1\":true,\"u2\":true,\"u3\":false}")
                + comment("b", "a", "<p>two</p>", ",\"score\":-2,\"votes\":{},\"pin\":true")
                + "\n"
                + comment("c", "a", "", ",\"delete\":true")
                + comment("d", "c", "<blockquote><p>two</p></blockquote><p>three</p>", "");
        var line = new CommandLineRun(folder);
        Path packed = folder.resolve("backup.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(backup.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(line.run("import", "remark42", packed.toString())).isEqualTo(Commands.DONE);
        assertThat(line.out())
                .contains("read 4, stored 3, already there 0, skipped 1")
                .contains("deleted there: 1 (c)");
        List<Comment> comments = line.comments("https://blog.example/post?a=1");
        assertThat(comments).extracting(Comment::content).containsExactly("one", "two", "two\n\nthree");
        assertThat(comments).extracting(Comment::up).containsExactly(2, 0, 0);
        assertThat(comments).extracting(Comment::down).containsExactly(1, 2, 0);
        assertThat(comments).extracting(Comment::pinned).containsExactly(false, true, false);
        assertThat(comments.get(2).parent()).isEqualTo(comments.getFirst().id());
        assertThat(comments.getFirst().createdAt()).isEqualTo("2021-05-06 07:08:09");

        assertThat(line.runWith(backup, "import", "remark42", "-")).isEqualTo(Commands.DONE);
        assertThat(line.out()).contains("read 4, stored 0, already there 3, skipped 1");
        assertThat(line.comments("https://blog.example/post?a=1")).isEqualTo(comments);
    }
}
