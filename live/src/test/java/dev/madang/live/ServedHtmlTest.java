package dev.madang.live;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.PostId;
import dev.madang.testkit.Http;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The comments as HTML, for who has no JavaScript or not yet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ServedHtmlTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final AtomicInteger posts = new AtomicInteger();
    private final Http http = new Http();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(folder, "--madang.limits=off");
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void theNewestThreadsWithTheirAnswersStandInThePageOfAPost() {
        String post = newPost();
        String first = add(
                post,
                "영희",
                "첫 글 https://example.com/a?b=1&c=2.",
                ",\"title\":\"마당 이야기\",\"url\":\"https://site.example/1\"");
        add(post, "철수", "답글", ",\"parent\":\"" + first + "\"");
        add(post, "민수", "둘째 글", "");
        String page = get("/p/" + post).body();
        assertThat(page)
                .startsWith("<!doctype html><html lang=\"ko\">")
                .contains("<title>마당 이야기 · 댓글 3</title>")
                .contains("<h1 itemprop=\"name\" dir=\"auto\">마당 이야기</h1>")
                .contains("<a href=\"https://site.example/1\" itemprop=\"url\" rel=\"ugc\">글 보러 가기</a>")
                .contains("<link rel=\"alternate\" type=\"application/rss+xml\" title=\"마당 이야기\" href=\"/feed/" + post
                        + ".xml\">")
                .contains("<meta itemprop=\"commentCount\" content=\"3\">")
                .contains("itemtype=\"https://schema.org/Comment\"")
                .contains("첫 글 <a href=\"https://example.com/a?b=1&amp;c=2\" rel=\"nofollow ugc noopener noreferrer\"")
                .doesNotContain("noindex");
        assertThat(page.indexOf("첫 글")).isLessThan(page.indexOf(">답글<"));
        assertThat(page.indexOf(">답글<")).isLessThan(page.indexOf("둘째 글"));
    }

    @Test
    void theWidgetGoesOnFromTheSamePage() {
        String post = newPost();
        add(post, "영희", "하나", "");
        String page = get("/p/" + post).body();
        Matcher data = Pattern.compile("<script type=\"application/json\">(.*?)</script>")
                .matcher(page);
        assertThat(data.find()).isTrue();
        var json = JSON.readTree(data.group(1));
        assertThat(json.path("post").stringValue()).isEqualTo(post);
        assertThat(json.path("rev").intValue()).isEqualTo(1);
        assertThat(json.path("rows").get(0).path("text").stringValue()).isEqualTo("하나");
        assertThat(get("/?post=" + post).body())
                .contains("<madang-comments data-post=\"" + post + "\" data-guest=\"cookie\"><template", ">하나<");
    }

    @Test
    void a28NamesTextsAddressesAndTitlesAreTextWhateverStandsInThem() {
        String post = newPost();
        String attack =
                "\\\"'><img src=x onerror=alert(1)></script><script>alert(2)</script><!-- ]]> javascript:alert(3)";
        add(
                post,
                attack,
                attack + " http://x.example/\\\"onmouseover=alert(4) \\u0000",
                ",\"title\":\"" + attack + "\",\"url\":\"javascript:alert(5)\"");
        for (String path : List.of("/p/" + post, "/?post=" + post, "/api/v2/posts/" + post + "/html")) {
            HttpResponse<String> page = get(path);
            assertThat(page.body())
                    .contains("&lt;img src=x onerror=alert(1)&gt;")
                    .doesNotContain("<img", "<script>alert", "href=\"javascript:", "\0")
                    .satisfies(html ->
                            assertThat(html.replaceAll("\"[^\"]*\"", "")).doesNotContainPattern("<[^>]*\\son\\w+"));
            assertThat(page.headers().firstValue("Content-Security-Policy"))
                    .get()
                    .asString()
                    .contains("script-src 'self';");
        }
        assertThat(get("/p/" + "x\"><script>").statusCode()).isEqualTo(404);
        assertThat(get("/?post=%22%3E%3Cscript%3Ealert(1)%3C/script%3E").body())
                .contains("data-post=\"&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\"");
    }

    @Test
    void a28LettersThatTurnTheDirectionTurnNothingAroundThem() {
        String post = newPost();
        add(post, "\\u202Eevil", "\\u202E\\u2066텍스트", ",\"title\":\"\\u202E제목\\u2066\"");
        assertThat(get("/p/" + post).body())
                .contains("<title>제목 · ", "<strong class=\"name\" itemprop=\"name\">\u202Eevil</strong>");
        assertThat(resource("/static/widget/widget.css"))
                .contains(".name { font-weight: 650; unicode-bidi: isolate; }");
    }

    @Test
    void whatIsGoneLeavesAStubWhereAnswersStandBelowItAndNothingElsewhere() {
        String post = newPost();
        String first = add(post, "영희", "지워질 글", "");
        add(post, "철수", "남은 답글", ",\"parent\":\"" + first + "\"");
        String second = add(post, "영희", "사라질 글", "");
        remove(post, first);
        remove(post, second);
        assertThat(get("/p/" + post).body())
                .contains("<p class=\"stub\">삭제된 댓글입니다</p>", "남은 답글")
                .doesNotContain("지워질 글", "사라질 글", "영희");
    }

    @Test
    void linksLeadBackPageByPageToTheFirstComment() {
        String post = newPost();
        for (int i = 1; i <= 60; i++) {
            add(post, "영희", "글 " + i + "번", "");
        }
        String newest = get("/p/" + post).body();
        assertThat(newest).contains(">글 11번<", ">글 60번<").doesNotContain(">글 10번<");
        Matcher earlier =
                Pattern.compile("href=\"(/p/" + post + "\\?before=[^\"]+)\"").matcher(newest);
        assertThat(earlier.find()).isTrue();
        String oldest = get(earlier.group(1)).body();
        assertThat(oldest)
                .contains(">글 1번<", ">글 10번<", "href=\"/p/" + post + "\">최신 댓글로</a>")
                .doesNotContain(">글 11번<", "before=", "application/json", "<madang-comments");
    }

    @Test
    void theLanguageIsTheReaders() {
        String post = newPost();
        HttpResponse<String> page = get("/p/" + post, "Accept-Language", "en-US,en;q=0.9,ko;q=0.8");
        assertThat(page.body())
                .contains("<html lang=\"en\">", "Write the first comment", "noindex")
                .doesNotContain("댓글");
        assertThat(page.headers().firstValue("Content-Language")).hasValue("en");
        assertThat(page.headers().allValues("Vary")).contains("Accept-Language");
        assertThat(get("/p/" + post, "Accept-Language", "ko").body()).contains("첫 댓글을 남겨보세요");
        assertThat(get("/", "Accept-Language", "en").body())
                .contains("<html lang=\"en\">", "Meeting in the courtyard")
                .doesNotContain("마당에 모이다");
    }

    @Test
    void anUnchangedPageIsNotSentAgain() {
        String path = "/p/" + newPost();
        String tag = get(path).headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = get(path, "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(http.send("HEAD", url(path)).statusCode()).isEqualTo(200);
    }

    @Test
    void aKeyLeadsToThePageOfItsPost() {
        HttpResponse<String> found = get("/p?key=https%3A%2F%2Fsite.example%2Fa%3Fb");
        assertThat(found.statusCode()).isEqualTo(302);
        assertThat(found.headers().firstValue("Location"))
                .hasValue("/p/" + PostId.ofKey("https://site.example/a?b").hex());
        assertThat(get("/p?key=").statusCode()).isEqualTo(404);
    }

    @Test
    void aFragmentForOtherServersPagesNamesWhereTheFilesAre() {
        String post = newPost();
        add(post, "영희", "하나", "");
        String path = "/api/v2/posts/" + post + "/html";
        assertThat(get(path + "?server=https://comments.example/").body())
                .startsWith("<template shadowrootmode=\"open\">"
                        + "<link rel=\"stylesheet\" href=\"https://comments.example/widget/widget.css\">")
                .endsWith("</template>")
                .contains(">하나<");
        assertThat(get(path + "?server=javascript:alert(1)").body()).contains("href=\"/widget/widget.css\"");
    }

    @Test
    void theServerUsesTheWidgetsWords() {
        for (String language : List.of("ko", "en")) {
            String page = get("/p/" + newPost(), "Accept-Language", language).body();
            String words = resource("/static/widget/" + language + ".js");
            for (String word : List.of("connecting", "order_live", "empty", "emptyMore", "name", "hint")) {
                Matcher said = Pattern.compile("  " + word + ": '([^']*)'").matcher(words);
                assertThat(said.find()).as(word).isTrue();
                assertThat(page).contains('>' + said.group(1) + '<');
            }
        }
    }

    private String newPost() {
        return "95b7f0c2a1b2c3d4%08x".formatted(posts.incrementAndGet());
    }

    private String add(String post, String name, String text, String more) {
        HttpResponse<String> answer = http.post(
                url("/api/v2/posts/" + post + "/comments"),
                "{\"name\":\"" + name + "\",\"text\":\"" + text + "\"" + more + "}",
                "X-Madang-Guest",
                "younghee-0123456789abcdef");
        Matcher id = Pattern.compile("\"id\":\"([0-9a-f]{24})\"").matcher(answer.body());
        assertThat(id.find()).as(answer.body()).isTrue();
        return id.group(1);
    }

    private void remove(String post, String id) {
        assertThat(http.send(
                                "DELETE",
                                url("/api/v2/posts/" + post + "/comments/" + id),
                                "X-Madang-Guest",
                                "younghee-0123456789abcdef")
                        .statusCode())
                .isEqualTo(200);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private HttpResponse<String> get(String path, String... headers) {
        return http.get(url(path.replace("\"", "%22").replace(">", "%3E").replace("<", "%3C")), headers);
    }

    private static String resource(String path) {
        try (InputStream file = ServedHtmlTest.class.getResourceAsStream(path)) {
            return new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
