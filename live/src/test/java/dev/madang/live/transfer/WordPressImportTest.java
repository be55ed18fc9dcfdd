package dev.madang.live.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Listing;
import dev.madang.live.store.Status;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WordPressImportTest {
    private static final String HEAD = """
            <?xml version="1.0" encoding="UTF-8" ?>
            <!-- generator="WordPress/6.5" -->
            <rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
                xmlns:atom="http://www.w3.org/2005/Atom" xmlns:wp="http://wordpress.org/export/1.2/">
            <channel><title>Blog</title><link>https://blog.example</link><wp:wxr_version>1.2</wp:wxr_version>
            <item><title>제목 &amp; more</title><link>https://blog.example/글/</link>
              <atom:link href="https://elsewhere.example/"/>
              <content:encoded><![CDATA[the post itself]]></content:encoded><wp:post_id>7</wp:post_id>
              <wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value><![CDATA[v]]></wp:meta_value></wp:postmeta>
            """;

    private static String comment(int id, int parent, String approved, String type, String text) {
        return """
                <wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author><![CDATA[영희]]></wp:comment_author>
                <wp:comment_author_email>Y@Site.example</wp:comment_author_email><wp:comment_author_url/>
                <wp:comment_author_IP>192.0.2.1</wp:comment_author_IP><wp:comment_date>2020-02-02 11:00:00</wp:comment_date>
                <wp:comment_date_gmt>2020-02-02 02:00:%02d</wp:comment_date_gmt>
                <wp:comment_content><![CDATA[%s]]></wp:comment_content><wp:comment_approved>%s</wp:comment_approved>
                <wp:comment_type>%s</wp:comment_type><wp:comment_parent>%d</wp:comment_parent>
                <wp:comment_user_id>0</wp:comment_user_id></wp:comment>
                """.formatted(id, id, text, approved, type, parent);
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void commentsComeWithTheirStatesAndWithoutPingbacks() throws Exception {
        var line = new CommandLineRun(folder);
        String file = line.file(
                "wordpress.xml",
                HEAD
                        + comment(1, 0, "1", "", "one\nline two <em>&amp;</em> more")
                        + comment(2, 1, "0", "comment", "waits")
                        + comment(3, 1, "spam", "comment", "buy")
                        + comment(4, 3, "1", "comment", "to spam")
                        + comment(5, 0, "trash", "comment", "bin")
                        + comment(6, 0, "1", "pingback", "links here")
                        + "</item><item><title>x</title><link/>"
                        + comment(7, 0, "1", "", "nowhere")
                        + "</item></channel></rss>");
        assertThat(line.run("import", "wordpress", file)).isEqualTo(Commands.DONE);
        assertThat(line.out().lines())
                .containsExactly(
                        "read 7, stored 3, already there 0, skipped 4",
                        "  of the stored, not for everybody: 1",
                        "  spam there: 1 (3)",
                        "  in the bin there: 1 (5)",
                        "  pingbacks and trackbacks: 1 (6)",
                        "  without a page that can be found: 1 (7)");
        List<Comment> comments = line.comments("https://blog.example/%EA%B8%80/");
        assertThat(comments).extracting(Comment::content).containsExactly("one\nline two & more", "to spam");
        assertThat(comments.getFirst().createdAt()).isEqualTo("2020-02-02 11:00:01");
        assertThat(comments.get(1).parent())
                .as("above the spam")
                .isEqualTo(comments.getFirst().id());
        try (CommentStore store = line.open()) {
            Comment waits = store.list(Listing.of(Set.of(Status.PENDING), 10))
                    .get()
                    .rows()
                    .getFirst();
            assertThat(waits.parent()).isEqualTo(comments.getFirst().id());
            assertThat(waits.author().same(comments.getFirst().author())).isTrue();
            assertThat(store.topic(waits.post()).get().title()).isEqualTo("제목 & more");
        }
    }
}
