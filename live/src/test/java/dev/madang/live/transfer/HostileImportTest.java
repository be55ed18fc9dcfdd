package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are broken, or made to do harm. */
final class HostileImportTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void entitiesThatNameFilesAreRefusedUnread() {
        var line = new CommandLineRun(folder);
        String secret = line.file("secret.txt", "the secret");
        String file = line.file(
                "disqus.xml",
                DisqusImportTest.HEAD.replace(
                                "<disqus", "<!DOCTYPE disqus [<!ENTITY x SYSTEM \"file://" + secret + "\">]>\n<disqus")
                        + DisqusImportTest.post(1, "", DisqusImportTest.account("a"), "]]>&x;<![CDATA[", "")
                        + "</disqus>");
        assertThat(line.run("import", "disqus", file)).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("line 2: document types and entities of one's own are not accepted");
        assertThat(line.out()).startsWith("read 0, stored 0");
    }

    @Test
    void entitiesThatGrowAreRefused() {
        var line = new CommandLineRun(folder);
        var bomb = new StringBuilder("<!DOCTYPE disqus [<!ENTITY a0 \"ha\">\n");
        for (int i = 1; i < 40; i++) {
            bomb.append("<!ENTITY a%d \"&a%d;&a%d;\">\n".formatted(i, i - 1, i - 1));
        }
        String file =
                line.file("disqus.xml", bomb + "]><disqus xmlns=\"http://disqus.com\"><post>&a39;</post></disqus>");
        assertThat(line.run("import", "disqus", file)).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("document types and entities of one's own are not accepted");
    }

    @Test
    void aPieceThatIsTooLargeEndsTheImportWithItsLine() {
        var line = new CommandLineRun(folder);
        String huge = "x".repeat(Budget.PIECE + 100_000);
        String xml = DisqusImportTest.HEAD + "<post dsq:id=\"" + huge + "\"></post></disqus>";
        assertThat(line.run("import", "disqus", line.file("disqus.xml", xml))).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("a piece of it has more than 16777216 bytes");
        String json = "{\"version\":1}\n{\"id\":\"" + huge + "\"}\n";
        assertThat(line.run("import", "remark42", line.file("remark.json", json)))
                .isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("line 2: it has more than 8388608 bytes");
    }

    @Test
    void elementsThatLieTooDeepEndTheImport() {
        var line = new CommandLineRun(folder);
        String file = line.file("disqus.xml", DisqusImportTest.HEAD + "<a>".repeat(150));
        assertThat(line.run("import", "disqus", file)).isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("elements lie more than 100 deep");
    }

    @Test
    void aBrokenFileStopsAtItsLineAndGoesOnWhenItIsMended() throws Exception {
        var line = new CommandLineRun(folder);
        String some = DisqusImportTest.HEAD
                + DisqusImportTest.post(1, "", DisqusImportTest.account("a"), "one", "")
                + DisqusImportTest.post(2, "1", DisqusImportTest.account("b"), "two", "");
        assertThat(line.run("import", "disqus", line.file("broken.xml", some + "<post dsq:id=\"3\"><mess")))
                .isEqualTo(Commands.FAILED);
        assertThat(line.errors()).contains("line 17: the XML ends early, or is not well-formed");
        assertThat(line.out()).startsWith("read 2, stored 2");
        assertThat(line.comments("https://blog.example/2019/first/")).hasSize(2);
        String whole = some + DisqusImportTest.post(3, "2", DisqusImportTest.account("a"), "three", "") + "</disqus>";
        assertThat(line.run("import", "disqus", line.file("mended.xml", whole))).isEqualTo(Commands.DONE);
        assertThat(line.out()).startsWith("read 3, stored 1, already there 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"disqus", "wordpress", "remark42", "madang"})
    void aFileOfAnotherKindIsRefusedAtItsBeginning(String format) {
        var line = new CommandLineRun(folder);
        for (String text : new String[] {
            "", "hello", "<html/>", "{\"a\":1}", "[1]", "{\"version\":99}", "{\"madang\":\"export\",\"version\":99}"
        }) {
            assertThat(line.run("import", format, line.file("file", text)))
                    .as(text)
                    .isEqualTo(Commands.FAILED);
            assertThat(line.errors()).as(text).startsWith("line 1: ");
            assertThat(line.out()).as(text).startsWith("read 0, stored 0");
        }
    }

    @Test
    void textsWithoutEndAreCutAndThoseWithoutLettersLeftOut() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file(
                "disqus.xml",
                DisqusImportTest.HEAD
                        + DisqusImportTest.post(1, "", DisqusImportTest.account("a"), "긴".repeat(50_000), "")
                        + DisqusImportTest.post(2, "", DisqusImportTest.account("b"), "<script>alert(1)</script>", "")
                        + DisqusImportTest.post(3, "", DisqusImportTest.account("c"), "<b>".repeat(50_000) + "deep", "")
                        + DisqusImportTest.post(4, "", "<name>" + "n".repeat(900) + "</name>", "four", "")
                        + DisqusImportTest.post(5, "", "<name> </name>", "five", "")
                        + "</disqus>");
        assertThat(line.run("import", "disqus", file)).isEqualTo(Commands.DONE);
        assertThat(line.out()).contains("stored 4").contains("without text: 1 (2)");
        var comments = line.comments("https://blog.example/2019/first/");
        assertThat(comments.get(0).content()).hasSize(Origin.MAX_TEXT);
        assertThat(comments.get(1).content()).isEqualTo("deep");
        assertThat(comments.get(2).author().name()).hasSize(200);
        assertThat(comments.get(3).author().name()).isEqualTo("Anonymous");
    }
}
