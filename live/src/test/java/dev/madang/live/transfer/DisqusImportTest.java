package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listing;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DisqusImportTest {
    static final String HEAD = """
            <?xml version="1.0" encoding="utf-8"?>
            <disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals">
              <category dsq:id="1"><forum>courtyard</forum><title>General</title><isDefault>true</isDefault></category>
              <thread dsq:id="10">
                <id>first</id><forum>courtyard</forum><category dsq:id="1"/>
                <link>https://Blog.Example/2019/first/#top</link><title>첫 글</title><message/>
                <createdAt>2019-01-01T00:00:00Z</createdAt>
                <author><name>Owner</name><isAnonymous>false</isAnonymous><username>owner</username></author>
                <isClosed>false</isClosed><isDeleted>false</isDeleted>
              </thread>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    static String post(int id, String parent, String who, String message, String rest) {
        return """
                <post dsq:id="%d"><id/><message><![CDATA[%s]]></message><createdAt>2019-01-02T03:04:%02dZ</createdAt>
                  %s<author>%s</author><thread dsq:id="10"/>%s
                </post>
                """.formatted(
                        id,
                        message,
                        id % 60,
                        rest.isEmpty() ? "<isDeleted>false</isDeleted><isSpam>false</isSpam>" : rest,
                        who,
                        parent.isEmpty() ? "" : "<parent dsq:id=\"" + parent + "\"/>");
    }

    static String account(String name) {
        return "<name>" + name + "</name><isAnonymous>false</isAnonymous><username>" + name + "</username>";
    }

    @Test
    void commentsOfAnExportAreOnThePageThatTheWidgetIsOn() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file(
                "disqus.xml",
                HEAD
                        + post(1, "", account("younghee"), "<p>안녕 <b>하세요</b></p><p>둘째<br>줄</p>", "")
                        + post(
                                2,
                                "1",
                                account("chulsoo"),
                                "<a href=\"https://a.example/long/way\">a.example/long...</a>",
                                "")
                        + post(3, "", account("spammer"), "buy", "<isDeleted>false</isDeleted><isSpam>true</isSpam>")
                        + post(4, "2", account("gone"), "x", "<isDeleted>true</isDeleted><isSpam>false</isSpam>")
                        + post(5, "4", account("younghee"), "<p>answer to what is gone</p>", "")
                        + "</disqus>");

        assertThat(line.run("import", "disqus", file)).isEqualTo(Commands.DONE);
        assertThat(line.out().lines())
                .containsExactly(
                        "read 5, stored 3, already there 0, skipped 2",
                        "  deleted there: 1 (4)",
                        "  spam there: 1 (3)");
        List<Comment> comments = line.comments("https://blog.example/2019/first/");
        assertThat(comments)
                .extracting(Comment::content)
                .containsExactly("안녕 하세요\n\n둘째\n줄", "https://a.example/long/way", "answer to what is gone");
        Comment first = comments.getFirst();
        assertThat(first.createdAt()).isEqualTo("2019-01-02 12:04:01");
        assertThat(first.id()).as("an id made of the time").startsWith("5c2c2a21");
        assertThat(first.author().kind()).isEqualTo(Author.Kind.GUEST);
        assertThat(first.author().name()).isEqualTo("younghee");
        assertThat(first.author().id()).startsWith("import:").doesNotContain("younghee");
        assertThat(comments.get(2).author().same(first.author())).isTrue();
        assertThat(comments.get(1).author().same(first.author())).isFalse();
        assertThat(comments.get(1).parent()).isEqualTo(first.id());
        assertThat(comments.get(2).parent())
                .as("the nearest that was kept")
                .isEqualTo(comments.get(1).id());
    }

    @Test
    void anotherRunStoresOnlyWhatIsNewAndFindsItsParents() throws Exception {
        var line = new CommandLineRun(folder);
        String some = HEAD + post(1, "", account("a"), "one", "") + post(2, "1", account("b"), "two", "");
        line.run("import", "disqus", line.file("first.xml", some + "</disqus>"));
        String more = some + post(3, "2", account("a"), "three", "") + "</disqus>";
        assertThat(line.run("import", "disqus", line.file("second.xml", more))).isEqualTo(Commands.DONE);
        assertThat(line.out()).startsWith("read 3, stored 1, already there 2, skipped 0");
        List<Comment> comments = line.comments("https://blog.example/2019/first/");
        assertThat(comments).extracting(Comment::content).containsExactly("one", "two", "three");
        assertThat(comments.get(2).parent()).isEqualTo(comments.get(1).id());
    }

    @Test
    void answersThatStandBeforeWhatTheyAnswerWaitForIt() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file(
                "disqus.xml",
                HEAD
                        + post(3, "2", account("c"), "three", "")
                        + post(2, "1", account("b"), "two", "")
                        + post(4, "99", account("d"), "lost", "")
                        + post(1, "", account("a"), "one", "")
                        + post(5, "6", account("e"), "five", "")
                        + post(6, "5", account("f"), "six", "")
                        + "</disqus>");
        assertThat(line.run("import", "disqus", file)).isEqualTo(Commands.DONE);
        assertThat(line.out())
                .contains("read 6, stored 6")
                .contains("of the stored, without what they answered, which is not here: 2");
        List<Comment> comments = line.comments("https://blog.example/2019/first/");
        assertThat(comments).extracting(Comment::content).containsExactly("one", "two", "three", "lost", "five", "six");
        assertThat(comments.get(2).parent()).isEqualTo(comments.get(1).id());
        assertThat(comments.get(3).parent()).isNull();
        assertThat(comments.get(5).parent()).isEqualTo(comments.get(4).id());
    }

    @Test
    void aCommentThatWaitedThereWaitsHereAndItsAnswersHangAboveIt() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file(
                "disqus.xml",
                HEAD
                        + post(1, "", account("a"), "one", "")
                        + post(2, "1", account("b"), "waits", "<isApproved>false</isApproved>")
                        + post(3, "2", account("c"), "three", "")
                        + "</disqus>");
        line.run("import", "disqus", file);
        assertThat(line.out()).contains("of the stored, not for everybody: 1");
        List<Comment> comments = line.comments("https://blog.example/2019/first/");
        assertThat(comments).extracting(Comment::content).containsExactly("one", "three");
        assertThat(comments.get(1).parent()).isEqualTo(comments.getFirst().id());
        try (CommentStore store = line.open()) {
            assertThat(store.list(Listing.of(Set.of(Status.PENDING), 10)).get().rows())
                    .extracting(Comment::content)
                    .containsExactly("waits");
        }
    }

    @Test
    void aSiteThatMovedIsFoundAtItsNewAddress() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file("disqus.xml", HEAD + post(1, "", account("a"), "one", "") + "</disqus>");
        line.run(
                "import",
                "disqus",
                file,
                "--url-from=https://Blog.Example/2019",
                "--url-to=https://new.example/posts",
                "--madang.limits=off");
        assertThat(line.errors()).isEmpty();
        assertThat(line.comments("https://new.example/posts/first/")).hasSize(1);
        try (CommentStore store = line.open()) {
            assertThat(store.topic(PostId.ofKey("https://new.example/posts/first/"))
                            .get())
                    .hasToString("Topic[key=https://new.example/posts/first/, url=https://new.example/posts/first/,"
                            + " title=첫 글]");
        }
    }
}
