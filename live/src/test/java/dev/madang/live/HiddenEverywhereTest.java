package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.testkit.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** What is hidden appears nowhere: every state that hides a comment, by every way to read. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HiddenEverywhereTest {
    private static final String MODERATOR = "\"guest\":\"" + Moderators.SECRET + "\",\"name\":\"지기\"";
    private static final String READER = "\"guest\":\"reader-0123456789abcdef\",\"name\":\"독자\"";
    private static final String SECRET = "숨은말";
    private static final String LAST = "마지막말";

    private final Http http = new Http();
    private final HttpClient client = HttpClient.newHttpClient();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @SuppressWarnings("NullAway.Init")
    private Ear ear;

    @BeforeAll
    void start(@TempDir Path folder) {
        ear = new Ear();
        server = LiveServer.start(folder, List.of(Moderators.class), ear.settings("--madang.limits=off"));
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        http.close();
        server.close();
        ear.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.class,
            names = {"PENDING", "SHADOWED", "HIDDEN", "REMOVED"})
    void whoIsNotMeantToSeesNothingOfIt(Status status) throws Exception {
        String post = "d1ce%020x".formatted(status.code() + 1);
        boolean never = status == Status.PENDING || status == Status.SHADOWED;
        try (var writer = server.second("\"guest\":\"writer-%016d\",\"name\":\"저자\"".formatted(status.code()));
                var first = server.client();
                var second = server.second(READER);
                var moderator = server.second(MODERATOR)) {
            String opening = id(writer.request("add", comment(post, "처음")));
            BufferedReader events;
            if (never) {
                watch(post, first, second);
                events = events(post);
                hide(status, post, opening, writer, moderator);
            } else {
                hide(status, post, opening, writer, moderator);
                watch(post, first, second);
                events = events(post);
            }
            second.request("add", comment(post, LAST));
            var seen = new LinkedHashMap<String, String>();
            seen.put("v1 push", all(first));
            seen.put("v2 push", all(second));
            seen.put("server-sent events", all(events));
            byRequest(post, second, seen);
            byHttp(post, seen);
            seen.forEach((surface, text) -> assertThat(text).as(surface).doesNotContain(SECRET));
            seen.forEach((surface, text) -> assertThat(text).as(surface).contains(expected(surface)));
            ear.until(LAST);
            if (never) {
                assertThat(ear.heard).as("webhook").noneMatch(body -> body.contains(SECRET));
            }
        }
    }

    private static String expected(String surface) {
        return surface.equals("counts") ? ":2}" : surface.equals("post") ? "\"count\":2" : LAST;
    }

    private void hide(Status status, String post, String opening, NamespaceClient writer, NamespaceClient moderator) {
        switch (status) {
            case PENDING -> {
                set(post, "{\"hold\":[\"" + SECRET + "\"]}");
                assertThat(writer.request("add", comment(post, SECRET))).contains("\"held\":true");
                set(post, "{\"hold\":null}");
            }
            case SHADOWED -> {
                moderator.request("moderate", order(post, opening, "shadow"));
                assertThat(writer.request("add", comment(post, SECRET))).contains("\"held\":false");
            }
            case HIDDEN -> {
                String id = id(writer.request("add", comment(post, SECRET)));
                assertThat(moderator.request("moderate", order(post, id, "hide")))
                        .contains("\"gone\"");
            }
            case REMOVED -> {
                String id = id(writer.request("add", comment(post, SECRET)));
                assertThat(writer.request("remove", order(post, id, ""))).contains("\"gone\"");
            }
            case PUBLISHED -> throw new AssertionError("everybody sees that");
        }
    }

    private void byRequest(String post, NamespaceClient reader, Map<String, String> seen) {
        reader.ask(1, "[\"join\",{\"post\":\"" + post + "\"}]");
        seen.put("page", reader.until("[\"page\""));
        reader.ask(2, "[\"join\",{\"post\":\"" + post + "\",\"view\":\"flat\"}]");
        seen.put("flat page", reader.until("[\"page\""));
        seen.put("changes at a join", reader.request("join", "{\"post\":\"" + post + "\",\"rev\":1}"));
        seen.put("catch_up", reader.request("catch_up", "{\"post\":\"" + post + "\",\"rev\":0}"));
        for (String order : List.of("newest", "oldest", "best")) {
            String form = "{\"post\":\"" + post + "\",\"order\":\"" + order + "\"}";
            seen.put("more, " + order, reader.request("more", form));
        }
        try (var late = server.client()) {
            late.send("[\"join_post\",\"" + post + "\"]");
            seen.put("load_comments", late.event());
        }
    }

    private void byHttp(String post, Map<String, String> seen) {
        seen.put("post", get("/api/v2/posts/" + post));
        seen.put("list", get("/api/v2/posts/" + post + "/comments"));
        seen.put("best list", get("/api/v2/posts/" + post + "/comments?order=best"));
        seen.put("polling", get("/api/v2/posts/" + post + "/changes?rev=0"));
        seen.put("counts", get("/api/v2/counts?key=" + post));
        seen.put("page of the post", get("/p/" + post));
        seen.put("page of the post, in part", get("/p/" + post + "?before=9"));
        seen.put("fragment", get("/api/v2/posts/" + post + "/html"));
        seen.put("feed of the post", get("/feed/" + post + ".xml"));
        seen.put("feed of the site", get("/feed.xml"));
        try (BufferedReader events = events(post)) {
            seen.put("first event", all(events));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void watch(String post, NamespaceClient first, NamespaceClient second) {
        first.send("[\"join_post\",\"" + post + "\"]");
        first.event();
        second.request("join", "{\"post\":\"" + post + "\"}");
    }

    private static String all(NamespaceClient client) {
        var text = new StringBuilder();
        String packet = "";
        while (!packet.contains(LAST) || packet.startsWith("43")) {
            packet = client.next();
            text.append(packet);
        }
        return text.toString();
    }

    private static String all(BufferedReader events) {
        try {
            var text = new StringBuilder();
            String line = "";
            while (!line.contains(LAST)) {
                line = events.readLine();
                text.append(line);
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BufferedReader events(String post) {
        var response = client.sendAsync(
                        HttpRequest.newBuilder(URI.create(url("/api/v2/posts/" + post + "/events")))
                                .build(),
                        HttpResponse.BodyHandlers.ofInputStream())
                .join();
        var reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        try {
            reader.mark(1 << 16);
            String line = reader.readLine();
            while (!line.startsWith("data:")) {
                line = reader.readLine();
            }
            reader.reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader;
    }

    private void set(String post, String settings) {
        server.bean(Moderation.class)
                .change(
                        Author.guest("지기"),
                        new PostId(post),
                        JsonMapper.shared().readTree(settings))
                .join();
    }

    private String get(String path) {
        return http.get(url(path)).body();
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private static String id(String answer) {
        return answer.replaceAll(".*?\"id\":\"([0-9a-f]{24})\".*", "$1");
    }

    private static String comment(String post, String text) {
        return "{\"post\":\"" + post + "\",\"text\":\"" + text + "\"}";
    }

    private static String order(String post, String id, String action) {
        return "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"action\":\"" + action + "\"}";
    }
}
