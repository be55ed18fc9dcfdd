package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.identity.HostSite;
import dev.madang.live.moderation.Acted;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.Author;
import dev.madang.testkit.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The host site's owners and moderators on the dashboard, without a second password. */
@SuppressWarnings("NullAway.Init")
final class DashboardByTokenTest {
    private static final String POST = "64b7f0c2a1d3e4f5a6b7c8d9";
    private static final String OWNER = HostSite.token("boss", "주인", "role", "owner");
    private static final String MODERATOR = HostSite.token("m-1", "지기", "role", "moderator");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private LiveServer server;
    private Http http;

    @BeforeEach
    void start() {
        server = LiveServer.start(
                folder,
                List.of(DashboardTest.Hours.class),
                "--server.address=0.0.0.0",
                "--madang.dashboard.enabled=true",
                "--madang.dashboard.idle=11h",
                "--madang.limits=off",
                "--madang.identity.jwt.secret=" + HostSite.SECRET);
        http = new Http();
    }

    @AfterEach
    void end() {
        http.close();
        server.close();
    }

    @Test
    void aTokenInAHeaderOrInTheCookieOfTheSiteOpensTheDashboard() {
        var byHeader = new DashboardBrowser(http, server, "Authorization", "Bearer " + OWNER);
        assertThat(enter(byHeader).statusCode()).isEqualTo(200);
        assertThat(byHeader.get("/api/admin/session").body())
                .contains("\"user\":\"주인\",\"role\":\"owner\"", "\"site\":true");
        var byCookie = new DashboardBrowser(http, server, "Sec-Fetch-Site", "same-origin");
        byCookie.cookies.put("token", MODERATOR);
        assertThat(enter(byCookie).statusCode()).isEqualTo(200);
        assertThat(byCookie.get("/api/admin/session").body()).contains("\"user\":\"지기\",\"role\":\"moderator\"");
        assertThat(byCookie.post("/api/admin/logout", "").statusCode()).isEqualTo(204);
        assertThat(byCookie.look()).isEmpty();
    }

    @Test
    void whoIsNoModeratorOrHasNoGoodTokenStaysOutside() {
        String member = HostSite.token("u-1", "영희");
        String old = HostSite.token("m-1", "지기", Instant.now().minusSeconds(600), "role", "owner");
        assertThat(enter(new DashboardBrowser(http, server, "Authorization", "Bearer " + member))
                        .body())
                .isEqualTo("{\"ok\":false,\"code\":\"forbidden\"}");
        for (String token : List.of(old, "x", OWNER + "x")) {
            assertThat(enter(new DashboardBrowser(http, server, "Authorization", "Bearer " + token))
                            .statusCode())
                    .isEqualTo(401);
        }
        assertThat(enter(new DashboardBrowser(http, server)).statusCode()).isEqualTo(401);
        var foreign = new DashboardBrowser(http, server);
        foreign.cookies.put("token", OWNER);
        assertThat(enter(foreign).statusCode())
                .as("a cookie alone, which any page could have sent")
                .isEqualTo(401);
        var stranger = new DashboardBrowser(http, server, "Authorization", "Bearer " + OWNER);
        assertThat(stranger.get("/api/admin/queue").statusCode())
                .as("a token opens a session, and nothing else")
                .isEqualTo(401);
        assertThat(stranger.post("/api/admin/login/site", "").statusCode())
                .as("no token of writes")
                .isEqualTo(403);
    }

    @Test
    void aModeratorKeepsOrderAndLeavesTheSiteAlone() {
        var moderator = new DashboardBrowser(http, server, "Authorization", "Bearer " + MODERATOR);
        enter(moderator);
        moderator.look();
        String guests = write("{\"name\":\"영희\",\"text\":\"손님의 글\"}", "X-Madang-Guest", "guest-0123456789abcdef");
        String owners = write("{\"text\":\"주인의 글\"}", "Authorization", "Bearer " + OWNER);
        for (String path : List.of("queue", "log", "posts", "people?name=a", "settings")) {
            assertThat(moderator.get("/api/admin/" + path).statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        assertThat(moderator.get("/api/admin/export").statusCode()).isEqualTo(403);
        HttpResponse<String> site = moderator.put("/api/admin/settings", "{\"slow\":5}");
        assertThat(site.statusCode()).isEqualTo(403);
        assertThat(site.body()).contains("\"code\":\"forbidden\"");
        assertThat(moderator
                        .put("/api/admin/settings?post=" + POST, "{\"slow\":5}")
                        .statusCode())
                .isEqualTo(200);
        JsonNode acted =
                post(moderator, "act", "{\"action\":\"hide\",\"items\":[" + item(guests) + "," + item(owners) + "]}");
        assertThat(acted.path("done").size()).isEqualTo(1);
        assertThat(acted.path("failed").toString())
                .contains("\"forbidden\"", owners)
                .doesNotContain(guests);
        String changed = change("{\"slow\":9}");
        assertThat(post(moderator, "undo", "{\"entries\":[\"" + changed + "\"]}")
                        .path("failed")
                        .toString())
                .contains("forbidden");
        assertThat(moderator.get("/api/admin/log").body()).contains("\"by\":\"지기\"");
    }

    @Test
    void aSessionEndsWithTheTokenThatItCameFrom() {
        var moderator = new DashboardBrowser(http, server, "Authorization", "Bearer " + MODERATOR);
        enter(moderator);
        server.bean(DashboardTest.Hours.Hand.class).turn(Duration.ofMinutes(59));
        assertThat(moderator.look()).isEqualTo("지기");
        server.bean(DashboardTest.Hours.Hand.class).turn(Duration.ofMinutes(2));
        assertThat(moderator.look()).isEmpty();
    }

    @Test
    void theStreamOfAModeratorHasWhatWaitsAndNoNumbers() {
        try (var streams = new Streams()) {
            var moderator = new DashboardBrowser(http, server, "Authorization", "Bearer " + MODERATOR);
            enter(moderator);
            Iterator<String> lines = streams.lines(moderator, "/api/admin/live");
            assertThat(lines.next()).isEqualTo(":ping");
            write("{\"name\":\"영희\",\"text\":\"새 글\"}", "X-Madang-Guest", "guest-0123456789abcdef");
            assertThat(lines.next()).isEmpty();
            assertThat(lines.next()).isEqualTo("event:queue");
        }
    }

    private static HttpResponse<String> enter(DashboardBrowser browser) {
        browser.look();
        return browser.post("/api/admin/login/site", "");
    }

    private String change(String patch) {
        var acted = server.bean(Moderation.class)
                .change(Author.user("boss", "주인", Author.Rank.OWNER), null, JSON.readTree(patch))
                .join();
        return ((Acted.Done) acted).audit();
    }

    private String write(String form, String... headers) {
        HttpResponse<String> written =
                http.post("http://127.0.0.1:" + server.port() + "/api/v2/posts/" + POST + "/comments", form, headers);
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        return JSON.readTree(written.body()).path("row").path("id").asString();
    }

    private static String item(String id) {
        return "{\"post\":\"" + POST + "\",\"id\":\"" + id + "\"}";
    }

    private static JsonNode post(DashboardBrowser by, String path, String body) {
        return JSON.readTree(by.post("/api/admin/" + path, body, "Content-Type", "application/json")
                .body());
    }
}
