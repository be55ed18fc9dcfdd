package dev.madang.live;

import static dev.madang.live.DashboardBrowser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the dashboard is told and does, over HTTP. */
@ExtendWith(OutputCaptureExtension.class)
@SuppressWarnings("NullAway.Init")
final class DashboardQueueTest {
    private static final String POST = "64b7f0c2a1d3e4f5a6b7c8d9";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private LiveServer server;
    private Http http;
    private DashboardBrowser owner;

    @BeforeEach
    void signIn() {
        server = LiveServer.start(folder, "--madang.dashboard.password=" + PASSWORD, "--madang.limits=off");
        http = new Http();
        owner = new DashboardBrowser(http, server);
        assertThat(owner.login("admin", PASSWORD).statusCode()).isEqualTo(200);
        owner.look();
    }

    @AfterEach
    void end() {
        http.close();
        server.close();
    }

    @Test
    void nothingIsToldToStrangers() {
        var stranger = new DashboardBrowser(http, server);
        stranger.look();
        for (String path : List.of("queue", "log", "posts", "settings", "people")) {
            assertThat(stranger.get("/api/admin/" + path).statusCode()).as(path).isEqualTo(401);
        }
        for (String path : List.of("act", "undo", "people/free")) {
            assertThat(stranger.post("/api/admin/" + path, "{}").statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
    }

    @Test
    void whatWaitsIsApprovedHiddenAndTakenBackManyAtOnce(CapturedOutput output) {
        assertThat(put("settings", "{\"review\":\"pre\"}").path("ok").asBoolean())
                .isTrue();
        String first = write("영희", "the first secret text");
        String second = write("철수", "the second secret text");
        JsonNode waiting = get("queue");
        assertThat(ids(waiting)).containsExactly(second, first);
        assertThat(waiting.path("pending").asInt()).isEqualTo(2);
        assertThat(waiting.path("rows").path(0).path("name").asString()).isEqualTo("철수");
        JsonNode hidden = act("hide", first, second);
        assertThat(hidden.path("done").size()).isEqualTo(2);
        assertThat(ids(get("queue"))).isEmpty();
        assertThat(ids(get("queue?state=hidden"))).containsExactly(second, first);
        JsonNode undone = post("undo", "{\"entries\":" + hidden.path("done") + "}");
        assertThat(undone.path("failed").size()).isZero();
        assertThat(ids(get("queue"))).containsExactly(second, first);
        assertThat(act("approve", first).path("done").size()).isEqualTo(1);
        assertThat(http.get(url("/api/v2/posts/" + POST + "/comments")).body())
                .contains("the first secret text")
                .doesNotContain("the second secret text");
        JsonNode log = get("log");
        assertThat(log.path("rows").path(0).path("action").asString()).isEqualTo("approve");
        assertThat(log.path("rows").path(0).path("by").asString()).isEqualTo("admin");
        assertThat(post("undo", "{\"entries\":" + hidden.path("done") + "}")
                        .path("failed")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("not_found");
        assertThat(output).doesNotContain("secret text", PASSWORD);
    }

    @Test
    void whatReadersReportIsKeptOrHidden() {
        String kept = write("영희", "kept");
        String gone = write("영희", "gone");
        for (String id : List.of(kept, gone)) {
            assertThat(http.post(
                                    url("/api/v2/posts/" + POST + "/comments/" + id + "/report"),
                                    "{\"reason\":\"spam\"}",
                                    "X-Madang-Guest",
                                    "another-guest-secret-0123456789")
                            .statusCode())
                    .isEqualTo(200);
        }
        JsonNode reported = get("queue?state=reported");
        assertThat(ids(reported)).containsExactlyInAnyOrder(kept, gone);
        assertThat(reported.path("rows").path(0).path("reports").path(0).asString())
                .isEqualTo("spam");
        act("approve", kept);
        act("hide", gone);
        assertThat(ids(get("queue?state=reported"))).isEmpty();
        assertThat(ids(get("queue?state=hidden"))).containsExactly(gone);
    }

    @Test
    void whoIsStoppedIsFoundAndLetGo() {
        String id = write("나쁜 사람", "bad");
        assertThat(act("ban", id).path("done").size()).isEqualTo(1);
        JsonNode found = get("people?name=" + URLEncoder.encode("나쁜", StandardCharsets.UTF_8));
        assertThat(found.path("writers").size()).isEqualTo(1);
        String person = found.path("stopped").path(0).path("person").asString();
        assertThat(found.path("stopped").path(0).path("banned").asBoolean()).isTrue();
        assertThat(get("people?name=nobody").path("stopped").size()).isZero();
        String audit = post("people/free", "{\"person\":\"" + person + "\"}")
                .path("audit")
                .asString();
        assertThat(get("people").path("stopped").size()).isZero();
        post("undo", "{\"entries\":[\"" + audit + "\"]}");
        assertThat(get("people").path("stopped").size()).isEqualTo(1);
        assertThat(post("people/free", "{\"person\":\"nobody\"}").path("code").asString())
                .isEqualTo("not_found");
    }

    @Test
    void allCommentsAreAFile() {
        String id = write("영희", "exported");
        HttpResponse<String> file = owner.get("/api/admin/export");
        assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
                .matches("attachment; filename=\"madang-\\d{4}-\\d\\d-\\d\\d\\.jsonl\"");
        assertThat(file.body().lines().toList()).hasSize(3).last().asString().contains(id, "exported");
        assertThat(new DashboardBrowser(http, server).get("/api/admin/export").statusCode())
                .isEqualTo(401);
    }

    @Test
    void settingsOfTheSiteAndOfAPostAreCheckedByField() {
        write("영희", "hello");
        JsonNode refused = put("settings", "{\"slow\":99999}");
        assertThat(refused.path("code").asString()).isEqualTo("invalid");
        assertThat(refused.path("field").asString()).isEqualTo("slow");
        assertThat(put("settings", "{\"nonsense\":1}").path("code").asString()).isEqualTo("invalid");
        assertThat(put("settings", "[]").path("code").asString()).isEqualTo("invalid");
        assertThat(put("settings?post=" + POST, "{\"mode\":\"readonly\"}")
                        .path("ok")
                        .asBoolean())
                .isTrue();
        JsonNode post = get("posts").path("rows").path(0);
        assertThat(post.path("mode").asString()).isEqualTo("readonly");
        assertThat(post.path("count").asInt()).isEqualTo(1);
        assertThat(post.path("last").asLong()).isPositive();
        assertThat(get("settings").path("settings").path("mode").asString()).isEqualTo("open");
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        String item = "{\"post\":\"" + POST + "\",\"id\":\"64b7f0c2a1d3e4f5a6b7c8aa\"}";
        assertThat(field("act", "{\"action\":\"explode\",\"items\":[" + item + "]}"))
                .isEqualTo("action");
        assertThat(field("act", "{\"action\":\"hide\",\"items\":[]}")).isEqualTo("items");
        assertThat(field("act", "{\"action\":\"hide\",\"items\":[" + (item + ",").repeat(100) + item + "]}"))
                .isEqualTo("items");
        assertThat(field("act", "{\"action\":\"timeout\",\"seconds\":-1,\"items\":[" + item + "]}"))
                .isEqualTo("seconds");
        assertThat(field("act", "{\"action\":\"hide\",\"items\":[{\"post\":\"x\",\"id\":\"y\"}]}"))
                .isEqualTo("post");
        assertThat(field("undo", "{\"entries\":{}}")).isEqualTo("entries");
        assertThat(post("act", "{").path("code").asString()).isEqualTo("invalid");
        assertThat(get("queue?state=published").path("field").asString()).isEqualTo("state");
        assertThat(post("act", "{\"action\":\"hide\",\"items\":[" + item + "]}")
                        .path("failed")
                        .path(0)
                        .path("code")
                        .asString())
                .isEqualTo("not_found");
    }

    private String field(String path, String body) {
        return post(path, body).path("field").asString();
    }

    private String write(String name, String text) {
        HttpResponse<String> written = http.post(
                url("/api/v2/posts/" + POST + "/comments"),
                "{\"name\":\"" + name + "\",\"text\":\"" + text + "\"}",
                "X-Madang-Guest",
                "guest-secret-" + name.hashCode() + "-0123456789");
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        return JSON.readTree(written.body()).path("row").path("id").asString();
    }

    private JsonNode act(String action, String... ids) {
        String items = String.join(
                ",",
                List.of(ids).stream()
                        .map(id -> "{\"post\":\"" + POST + "\",\"id\":\"" + id + "\"}")
                        .toList());
        return post("act", "{\"action\":\"" + action + "\",\"items\":[" + items + "]}");
    }

    private static List<String> ids(JsonNode answer) {
        return answer.path("rows").values().stream()
                .map(row -> row.path("id").asString())
                .toList();
    }

    private JsonNode get(String path) {
        return JSON.readTree(owner.get("/api/admin/" + path).body());
    }

    private JsonNode post(String path, String body) {
        return JSON.readTree(owner.post("/api/admin/" + path, body, "Content-Type", "application/json")
                .body());
    }

    private JsonNode put(String path, String body) {
        return JSON.readTree(owner.put("/api/admin/" + path, body).body());
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }
}
