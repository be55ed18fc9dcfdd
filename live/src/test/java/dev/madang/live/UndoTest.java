package dev.madang.live;

import static dev.madang.live.DashboardBrowser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.identity.HostSite;
import dev.madang.live.moderation.Acted;
import dev.madang.live.moderation.Action;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Order;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.testkit.Http;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a moderator does, whichever way, is taken back the same way, and done again; and the log says so. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
final class UndoTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TOKEN = HostSite.token("chief", "지기", "role", "owner");
    private static final Author CHIEF = Author.user("chief", "지기", Author.Rank.OWNER);

    private final AtomicInteger people = new AtomicInteger();
    private final AtomicInteger posts = new AtomicInteger();
    private final Http http = new Http();
    private LiveServer server;
    private DashboardBrowser dashboard;
    private NamespaceClient socket;

    /** How a moderator asks. */
    enum Way {
        DASHBOARD,
        SOCKET,
        HTTP
    }

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(
                folder,
                "--madang.limits=off",
                "--madang.dashboard.password=" + PASSWORD,
                "--madang.identity.jwt.secret=" + HostSite.SECRET);
        dashboard = new DashboardBrowser(http, server);
        dashboard.login("admin", PASSWORD);
        dashboard.look();
        socket = server.second("\"token\":\"" + TOKEN + "\"");
    }

    @AfterAll
    void stop() {
        socket.close();
        http.close();
        server.close();
    }

    static Stream<Arguments> actions() {
        return EnumSet.complementOf(EnumSet.of(Action.SETTINGS)).stream()
                .flatMap(action -> Arrays.stream(Way.values()).map(way -> Arguments.of(action, way)));
    }

    @ParameterizedTest
    @MethodSource("actions")
    void anActionIsTakenBackAndDoneAgain(Action action, Way way) {
        Comment row = prepared(action);
        String before = state(row);
        String audit = act(way, action, row);
        String after = state(row);
        assertThat(after).isNotEqualTo(before);
        String undone = undo(way, audit);
        assertThat(state(row)).isEqualTo(action == Action.APPROVE ? "HIDDEN false free" : before);
        assertThat(logged(undone).path("undoes").asString()).isEqualTo(audit);
        assertThat(logged(undone).path("by").asString()).isEqualTo(way == Way.DASHBOARD ? "admin" : "지기");
        undo(way, undone);
        assertThat(state(row)).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"DASHBOARD", "HTTP"})
    void settingsOfAPostAndOfTheSiteAreTakenBack(Way way) {
        String post = newPost();
        for (String at : new String[] {post, ""}) {
            String audit = set(way, at, "{\"slow\":7}");
            assertThat(slow(at)).isEqualTo(7);
            String undone = undo(way, audit);
            assertThat(slow(at)).isZero();
            assertThat(logged(undone).path("undoes").asString()).isEqualTo(audit);
            assertThat(logged(undone).path("action").asString()).isEqualTo("settings");
            undo(way, undo(way, undone));
            assertThat(slow(at)).isZero();
        }
    }

    @Test
    void aReportedCommentThatWasKeptWaitsAgainAndSoDoesOneThatReportsHid() {
        Comment row = write(newPost(), "신고된 글", Status.PUBLISHED);
        http.post(url(row) + "/report", "{\"reason\":\"spam\"}", "X-Madang-Guest", "a-guest-who-reports-0123456789");
        assertThat(dashboard.get("/api/admin/queue?state=reported").body()).contains(row.id());
        String kept = act(Way.DASHBOARD, Action.APPROVE, row);
        assertThat(dashboard.get("/api/admin/queue?state=reported").body()).doesNotContain(row.id());
        undo(Way.DASHBOARD, kept);
        assertThat(dashboard.get("/api/admin/queue?state=reported").body()).contains(row.id());
        String hidden = act(Way.DASHBOARD, Action.HIDE, row);
        undo(Way.DASHBOARD, hidden);
        assertThat(dashboard.get("/api/admin/queue?state=reported").body()).contains(row.id());
        assertThat(state(row)).startsWith("PUBLISHED");
    }

    @Test
    void whoIsLetGoOnTheDashboardIsStoppedAgain() {
        Comment row = write(newPost(), "막힌 사람", Status.PUBLISHED);
        act(Way.HTTP, Action.BAN, row);
        String before = state(row);
        String person = moderation().people().key(row.author(), "");
        String audit = JSON.readTree(dashboard
                        .post(
                                "/api/admin/people/free",
                                "{\"person\":\"" + person + "\"}",
                                "Content-Type",
                                "application/json")
                        .body())
                .path("audit")
                .asString();
        assertThat(state(row)).endsWith("free");
        String undone = undo(Way.DASHBOARD, audit);
        assertThat(state(row)).isEqualTo(before);
        assertThat(logged(undone).path("action").asString()).isEqualTo("ban");
    }

    @Test
    void whatIsTakenBackAppearsAgainInAStream() {
        Comment row = write(newPost(), "사라졌다 돌아온다", Status.PUBLISHED);
        try (var streams = new Streams()) {
            Iterator<String> lines = streams.lines(
                    new DashboardBrowser(http, server),
                    "/api/v2/posts/" + row.post().hex() + "/events");
            Streams.until(lines, "event:settings");
            String audit = act(Way.SOCKET, Action.HIDE, row);
            Streams.until(lines, "event:changes");
            assertThat(lines.next()).contains("\"gone\":\"moderator\"").doesNotContain("사라졌다");
            undo(Way.SOCKET, audit);
            Streams.until(lines, "event:changes");
            assertThat(lines.next()).contains("사라졌다 돌아온다");
        }
    }

    private Comment prepared(Action action) {
        Status status = action == Action.APPROVE || action == Action.REJECT ? Status.PENDING : Status.PUBLISHED;
        Comment row = write(newPost(), "글", status);
        switch (action) {
            case RESTORE -> order(Action.HIDE, row);
            case UNPIN -> order(Action.PIN, row);
            case UNBAN -> order(Action.BAN, row);
            case HIDE, APPROVE, REJECT, PIN, TIMEOUT, BAN, SHADOW, SETTINGS -> {}
        }
        return row;
    }

    private void order(Action action, Comment row) {
        assertThat(moderation()
                        .act(CHIEF, new Order(action, row.post(), row.id(), Duration.ZERO))
                        .join())
                .isInstanceOf(Acted.Done.class);
    }

    private String state(Comment row) {
        Comment now = server.bean(CommentStore.class)
                .find(row.post(), row.id())
                .join()
                .orElseThrow();
        String standing = moderation()
                .people()
                .of(moderation().people().key(row.author(), ""))
                .map(known -> known.until() + " " + known.shadowed())
                .orElse("free");
        return now.status() + " " + now.pinned() + " " + standing;
    }

    private String act(Way way, Action action, Comment row) {
        String seconds = action == Action.TIMEOUT ? ",\"seconds\":600" : "";
        String what = "\"action\":\"" + action.word() + "\"" + seconds;
        String item = "\"post\":\"" + row.post().hex() + "\",\"id\":\"" + row.id() + "\"";
        return switch (way) {
            case DASHBOARD -> done("act", "{" + what + ",\"items\":[{" + item + "}]}");
            case SOCKET -> audit(socket.request("moderate", "{" + item + "," + what + "}"));
            case HTTP ->
                audit(http.post(url(row) + "/moderate", "{" + what + "}", "Authorization", "Bearer " + TOKEN)
                        .body());
        };
    }

    private String undo(Way way, String entry) {
        return switch (way) {
            case DASHBOARD -> done("undo", "{\"entries\":[\"" + entry + "\"]}");
            case SOCKET -> audit(socket.request("undo", "{\"audit\":\"" + entry + "\"}"));
            case HTTP ->
                audit(http.post(
                                server("/api/v2/moderation/undo"),
                                "{\"audit\":\"" + entry + "\"}",
                                "Authorization",
                                "Bearer " + TOKEN)
                        .body());
        };
    }

    private String set(Way way, String post, String patch) {
        if (way == Way.DASHBOARD) {
            return audit(dashboard
                    .put("/api/admin/settings" + (post.isEmpty() ? "" : "?post=" + post), patch)
                    .body());
        }
        String path = post.isEmpty() ? "/api/v2/moderation/settings" : "/api/v2/posts/" + post + "/settings";
        return audit(new DashboardBrowser(http, server, "Authorization", "Bearer " + TOKEN)
                .put(path, "{\"settings\":" + patch + "}")
                .body());
    }

    private int slow(String post) {
        return post.isEmpty()
                ? moderation().settings().site().slowSeconds()
                : moderation().settings().of(new PostId(post)).slowSeconds();
    }

    private String done(String path, String body) {
        String answer = dashboard
                .post("/api/admin/" + path, body, "Content-Type", "application/json")
                .body();
        JsonNode done = JSON.readTree(answer).path("done");
        assertThat(done.size()).as(answer).isEqualTo(1);
        return done.path(0).asString();
    }

    private static String audit(String answer) {
        int at = answer.indexOf("\"audit\":\"");
        assertThat(at).as(answer).isPositive();
        return answer.substring(at + 9, at + 33);
    }

    private JsonNode logged(String entry) {
        JsonNode rows = JSON.readTree(dashboard.get("/api/admin/log").body()).path("rows");
        return rows.values().stream()
                .filter(row -> row.path("id").asString().equals(entry))
                .findFirst()
                .orElseThrow();
    }

    private Comment write(String post, String text, Status status) {
        if (status == Status.PENDING) {
            moderation()
                    .change(CHIEF, new PostId(post), JSON.readTree("{\"review\":\"pre\"}"))
                    .join();
        }
        String answer = http.post(
                        server("/api/v2/posts/" + post + "/comments"),
                        "{\"name\":\"영희\",\"text\":\"" + text + "\"}",
                        "X-Madang-Guest",
                        "guest-number-0123456789-" + people.incrementAndGet())
                .body();
        String id = JSON.readTree(answer).path("row").path("id").asString();
        Comment row = server.bean(CommentStore.class)
                .find(new PostId(post), id)
                .join()
                .orElseThrow();
        assertThat(row.status()).isEqualTo(status);
        return Objects.requireNonNull(row);
    }

    private Moderation moderation() {
        return server.bean(Moderation.class);
    }

    private String url(Comment row) {
        return server("/api/v2/posts/" + row.post().hex() + "/comments/" + row.id());
    }

    private String server(String path) {
        return "http://127.0.0.1:" + server.port() + path;
    }

    private String newPost() {
        return String.format("%024x", 0xabc000 + posts.incrementAndGet());
    }
}
