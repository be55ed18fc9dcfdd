package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What contract v2 says over HTTP: the same posts as over sockets. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpApiTest {
    private static final String YOUNG = "younghee-0123456789abcdef";

    private final AtomicInteger posts = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Http http = new Http();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(folder, "--madang.limits=off", "--madang.origins=https://site.example");
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        http.close();
        server.close();
    }

    @Test
    void aCommentThatIsPostedIsStoredAndShownToSockets() {
        String post = newPost();
        try (var reader = server.second("\"name\":\"철수\"")) {
            reader.request("join", "{\"post\":\"" + post + "\"}");
            HttpResponse<String> added = send("POST", "/" + post + "/comments", "{\"name\":\"영희\",\"text\":\"안녕\"}");
            assertThat(added.statusCode()).isEqualTo(201);
            assertThat(added.body())
                    .matches(
                            "\\{\"ok\":true,\"row\":\\{\"id\":\"[0-9a-f]{24}\",\"seq\":1,\"rev\":1,\"by\":\\{.*\"name\":\"영희\""
                                    + ",\"kind\":\"guest\"},\"text\":\"안녕\",\"at\":\\d+,\"up\":0,\"down\":0},\"held\":false}");
            assertThat(reader.until("[\"changes\"")).contains("안녕");
        }
    }

    @Test
    void theAuthorEditsAndRemovesAndOthersCannot() {
        String post = newPost();
        String comment = "/" + post + "/comments/" + add(post, "하나");
        assertThat(send("PUT", comment, "{\"text\":\"둘\"}").body()).contains("\"text\":\"둘\"", "\"edited\":");
        assertThat(send("PUT", comment, "{\"text\":\"셋\"}", "X-Madang-Guest", "somebody-else-0123456789")
                        .statusCode())
                .isEqualTo(403);
        assertThat(send("PUT", comment + "/vote", "{\"value\":1}").statusCode()).isEqualTo(403);
        assertThat(send("PUT", comment + "/vote", "{\"value\":1}", "X-Madang-Guest", "somebody-else-0123456789")
                        .body())
                .isEqualTo("{\"ok\":true,\"up\":1,\"down\":0,\"mine\":1}");
        assertThat(send("DELETE", comment, "").body())
                .contains("\"gone\":\"author\"")
                .doesNotContain("둘");
        assertThat(send("PUT", comment, "{\"text\":\"넷\"}").statusCode()).isEqualTo(409);
        assertThat(get("/" + post + "/comments").body()).isEqualTo("{\"ok\":true,\"rows\":[],\"next\":null}");
    }

    @Test
    void whatIsWrongIsRefusedWithItsCodeAndStatus() {
        String post = newPost();
        HttpResponse<String> nameless = send("POST", "/" + post + "/comments", "{\"text\":\"안녕\"}");
        assertThat(nameless.statusCode()).isEqualTo(400);
        assertThat(nameless.body()).isEqualTo("{\"ok\":false,\"code\":\"name_missing\",\"error\":\"이름을 입력해 주세요.\"}");
        assertThat(send("POST", "/" + post + "/comments", "{broken").body()).contains("\"code\":\"invalid\"");
        assertThat(send("POST", "/" + post + "/comments", "[1]").body()).contains("\"code\":\"invalid\"");
        assertThat(send("POST", "/abc/comments", "{\"text\":\"x\",\"name\":\"y\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("PUT", "/" + post + "/comments/0123456789abcdef01234567", "{\"text\":\"x\"}")
                        .statusCode())
                .isEqualTo(404);
        String huge = "{\"name\":\"y\",\"text\":\"" + "x".repeat(70_000) + "\"}";
        assertThat(send("POST", "/" + post + "/comments", huge).statusCode()).isEqualTo(413);
        assertThat(get("/" + post + "/comments?order=worst").statusCode()).isEqualTo(400);
        assertThat(get("/" + post + "/nothing").statusCode()).isEqualTo(404);
        assertThat(get("/abc/events").statusCode()).isEqualTo(400);
        HttpResponse<String> english = http.get(url("/abc"), "Accept-Language", "en-GB,en;q=0.8");
        assertThat(english.body()).contains("The request is not well-formed.");
    }

    @Test
    void aListIsReadInPartsAndRevalidated() {
        String post = newPost();
        for (int i = 0; i < 3; i++) {
            add(post, "n" + i);
        }
        HttpResponse<String> first = get("/" + post + "/comments?order=oldest&limit=2");
        assertThat(first.body()).contains("n0", "n1", "\"next\":\"2\"").doesNotContain("n2");
        assertThat(get("/" + post + "/comments?order=oldest&limit=2&cursor=2").body())
                .contains("n2", "\"next\":null");
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> again = http.get(url("/" + post + "/comments?order=oldest&limit=2"), "If-None-Match", tag);
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
        assertThat(get("/" + post).body())
                .matches(
                        "\\{\"ok\":true,\"post\":\"" + post + "\",\"epoch\":\\d+,\"rev\":3,\"count\":3,\"viewers\":0}");
    }

    @Test
    void c4WhoPollsGetsWhatWasMissedOrThatNothingWas() {
        String post = newPost();
        add(post, "하나");
        add(post, "둘");
        HttpResponse<String> changes = get("/" + post + "/changes?rev=1");
        assertThat(changes.body())
                .contains("\"rev\":2,\"count\":2,\"rows\":[{", "둘")
                .doesNotContain("하나");
        Matcher epoch = Pattern.compile("\"epoch\":(\\d+)").matcher(changes.body());
        assertThat(epoch.find()).isTrue();
        String tag = changes.headers().firstValue("ETag").orElseThrow();
        assertThat(tag).startsWith("W/\"" + epoch.group(1) + ":2:");
        String poll = url("/" + post + "/changes?rev=2&epoch=" + epoch.group(1));
        assertThat(http.get(poll, "If-None-Match", tag).statusCode()).isEqualTo(304);
        add(post, "셋");
        assertThat(http.get(poll, "If-None-Match", tag).body()).contains("\"rev\":3,", "셋");
        String reload =
                "{\"ok\":true,\"reload\":true,\"settings\":{\"post\":\"" + post + "\",\"mode\":\"open\",\"slow\":0}}";
        assertThat(get("/" + post + "/changes?rev=9").body()).isEqualTo(reload);
        assertThat(get("/" + post + "/changes?rev=2&epoch=5").body()).isEqualTo(reload);
    }

    @Test
    void countsAreOfPostsAndOfKeys() {
        String post = newPost();
        add(post, "하나");
        HttpResponse<String> counts =
                http.get("http://127.0.0.1:" + server.port() + "/api/v2/counts?key=" + post + "&key=nobody/wrote");
        assertThat(counts.body()).contains("\"ok\":true", "\"counts\":{\"" + post + "\":1,\"nobody/wrote\":0}");
        assertThat(http.get("http://127.0.0.1:" + server.port() + "/api/v2/counts")
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aStreamBeginsWithThePageAndGoesOnWithChanges() throws IOException {
        String post = newPost();
        add(post, "하나");
        try (var stream = new EventReader(post, "")) {
            String epochAndRev = stream.until("id:").substring(3);
            assertThat(epochAndRev).matches("\\d{13}:1");
            assertThat(stream.next()).isEqualTo("event:page");
            assertThat(stream.next())
                    .startsWith("data:{\"post\":\"" + post + "\"")
                    .contains("하나");
            assertThat(stream.until("event:")).isEqualTo("event:settings");
            assertThat(stream.next()).isEqualTo("data:{\"post\":\"" + post + "\",\"mode\":\"open\",\"slow\":0}");
            add(post, "둘");
            assertThat(stream.until("id:")).endsWith(":2");
            assertThat(stream.next()).isEqualTo("event:changes");
            assertThat(stream.next())
                    .startsWith("data:{\"post\":\"" + post + "\",\"from\":1,\"rev\":2")
                    .contains("둘");
            add(post, "셋");
            add(post, "넷");
            try (var back = new EventReader(post, "Last-Event-ID: " + epochAndRev.replace(":1", ":2") + "\r\n")) {
                assertThat(back.until("data:"))
                        .contains("\"from\":2,\"rev\":4", "셋", "넷")
                        .doesNotContain("둘");
            }
            try (var lost = new EventReader(post, "Last-Event-ID: 7:2\r\n")) {
                assertThat(lost.until("event:")).isEqualTo("event:page");
            }
        }
    }

    @Test
    void anOpenStreamEndsWhenTheServerStops(@TempDir Path folder) throws Exception {
        var stopping = LiveServer.start(folder, "--spring.lifecycle.timeout-per-shutdown-phase=90s");
        try (var stream = new EventReader(stopping.port(), newPost(), "")) {
            assertThat(stream.until("event:")).isEqualTo("event:page");
            assertThat(stream.until("event:")).isEqualTo("event:settings");
            var closing = Thread.ofVirtual().start(stopping::close);
            assertThat(stream.toTheEnd()).as("ends, and says nothing before").isTrue();
            closing.join();
        }
    }

    @Test
    void aFeedHasTheNewestCommentsAndNothingThatIsGone() {
        String post = newPost();
        send(
                "POST",
                "/" + post + "/comments",
                "{\"name\":\"영희\",\"text\":\"<b>굵게</b> & \\u0001\",\"title\":\"글\",\"url\":\"https://site.example/a\"}");
        String gone = add(post, "비밀");
        send("DELETE", "/" + post + "/comments/" + gone, "");
        String host = "http://127.0.0.1:" + server.port();
        HttpResponse<String> feed = http.get(host + "/feed/" + post + ".xml");
        assertThat(feed.headers().firstValue("Content-Type")).contains("application/rss+xml;charset=UTF-8");
        assertThat(feed.body())
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>글</title>"
                        + "<link>https://site.example/a</link>")
                .contains("<description>&lt;b&gt;굵게&lt;/b&gt; &amp; \uFFFD</description>", "<title>영희</title>")
                .doesNotContain("비밀");
        assertThat(http.get(host + "/feed.xml").body()).contains("굵게").doesNotContain("비밀");
        String tag = feed.headers().firstValue("ETag").orElseThrow();
        assertThat(http.get(host + "/feed/" + post + ".xml", "If-None-Match", tag)
                        .statusCode())
                .isEqualTo(304);
        assertThat(http.get(host + "/feed/abc.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void pagesOfTheListedOriginMayAskAndOthersMayNot() {
        String path = url("/" + newPost() + "/comments");
        HttpResponse<String> listed = http.get(path, "Origin", "https://site.example");
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.headers().firstValue("Access-Control-Allow-Origin")).contains("https://site.example");
        assertThat(listed.headers().allValues("Vary")).contains("Origin");
        HttpResponse<String> preflight = http.send(
                "OPTIONS",
                path,
                "Origin",
                "https://site.example",
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "content-type,x-madang-guest");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers"))
                .contains("content-type,x-madang-guest");
        for (String way : List.of("/%61pi/", "/api;a/")) {
            assertThat(http.get(path.replace("/api/", way), "Origin", "https://evil.example")
                            .statusCode())
                    .as(way)
                    .isEqualTo(403);
        }
        HttpResponse<String> other = http.get(path, "Origin", "https://evil.example");
        assertThat(other.statusCode()).isEqualTo(403);
        assertThat(other.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    private String newPost() {
        return "84b7f0c2a1b2c3d4%08x".formatted(posts.incrementAndGet());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + "/api/v2/posts" + path;
    }

    private HttpResponse<String> get(String path) {
        return http.get(url(path));
    }

    private String add(String post, String text) {
        String body = send("POST", "/" + post + "/comments", "{\"name\":\"영희\",\"text\":\"" + text + "\"}")
                .body();
        Matcher id = Pattern.compile("\"id\":\"([0-9a-f]{24})\"").matcher(body);
        assertThat(id.find()).as(body).isTrue();
        return id.group(1);
    }

    private HttpResponse<String> send(String method, String path, String body) {
        return send(method, path, body, "X-Madang-Guest", YOUNG);
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(path)))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .headers(headers)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
    }

    /** An open event stream, line by line. */
    private final class EventReader implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;

        EventReader(String post, String headers) throws IOException {
            this(server.port(), post, headers);
        }

        EventReader(int port, String post, String headers) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(30_000);
            String head = "GET /api/v2/posts/" + post + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(next()).isEqualTo("HTTP/1.1 200 OK");
            assertThat(until("Content-Type:")).isEqualTo("Content-Type: text/event-stream;charset=UTF-8");
        }

        String next() throws IOException {
            String line = lines.readLine();
            assertThat(line).isNotNull();
            return line;
        }

        boolean toTheEnd() {
            return lines.lines().noneMatch(line -> line.startsWith("event:"));
        }

        String until(String beginning) throws IOException {
            String line = next();
            while (!line.startsWith(beginning)) {
                line = next();
            }
            return line;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
