package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.testkit.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an owner does with data while the server runs: brings it in, gives a person's out, and forgets it. */
final class DashboardCareTest {
    private static final String PASSWORD = "a password of the owner";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PostId POST = PostId.ofKey("https://blog.example/");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void aFileIsTakenInWhileTheServerRunsAndShownAndASecondTimeNotDoubled() throws Exception {
        try (var server = LiveServer.start(folder, "--madang.dashboard.password=" + PASSWORD);
                var http = new Http()) {
            var browser = new DashboardBrowser(http, server);
            browser.login("admin", PASSWORD);
            browser.look();
            String file = """
                    {"madang":"export","version":1,"at":1}
                    {"post":"%s","key":"https://blog.example/"}
                    {"id":"5f5e10000000000000000001","post":"x","author":{"kind":"guest","name":"n"},"text":"first","at":1600000000000,"status":"published"}
                    {"id":"5f5e10000000000000000002","post":"x","author":{"kind":"guest","name":"n"},"text":"never shown","at":1600000000000,"status":"hidden","answered":true}
                    """.formatted(POST);
            assertThat(answer(browser.post("/api/admin/import?format=madang", file))
                            .path("report")
                            .asString())
                    .startsWith("read 2, stored 2, already there 0, skipped 0");
            assertThat(answer(browser.post("/api/admin/import?format=madang", file))
                            .path("report")
                            .asString())
                    .startsWith("read 2, stored 0, already there 2, skipped 0");
            assertThat(http.get("http://127.0.0.1:" + server.port() + "/api/v2/posts/" + POST + "/comments")
                            .body())
                    .contains("first")
                    .doesNotContain("never shown");
            assertThat(answer(browser.get("/api/admin/import")).path("running").asBoolean(true))
                    .isFalse();
            HttpResponse<String> broken = browser.post("/api/admin/import?format=madang", file + "{");
            assertThat(broken.statusCode()).isEqualTo(400);
            assertThat(answer(broken).path("message").asString())
                    .startsWith("line 5: ")
                    .contains("already there 2");
            assertThat(answer(browser.post("/api/admin/import?format=typepad", file))
                            .path("message")
                            .asString())
                    .isEqualTo("format must be disqus, wordpress, remark42 or madang");
        }
    }

    @Test
    void aPersonIsGivenOutAndForgottenBeforeTheEyesOfOthers() throws Exception {
        try (var server = LiveServer.start(folder, "--madang.dashboard.password=" + PASSWORD);
                var http = new Http()) {
            CommentStore store = server.bean(CommentStore.class);
            Author mina = Author.user("u-2", "미나");
            Comment own = make(store, add(mina, "mina writes"));
            Comment other = make(store, add(Author.guest("n"), "stays"));
            make(store, new Change.Votes(POST, other.id(), Map.of(mina.voter(), 1)));
            var browser = new DashboardBrowser(http, server);
            assertThat(browser.get("/api/admin/person/data?who=user:u-2").statusCode())
                    .isEqualTo(401);
            browser.login("admin", PASSWORD);
            browser.look();
            assertThat(browser.get("/api/admin/person/data?who=user:u-2").body())
                    .contains("\"text\":\"mina writes\"", "{\"vote\":\"" + other.id() + "\"");
            assertThat(browser.get("/api/admin/person/data?who=nobody").statusCode())
                    .isEqualTo(400);
            assertThat(browser.post("/api/admin/person/erase", "{\"who\":\"user:u-2\"}")
                            .statusCode())
                    .isEqualTo(400);
            assertThat(browser.post(
                                    "/api/admin/person/erase",
                                    "{\"who\":\"comment:" + own.id() + "\",\"confirm\":\"erase\"}")
                            .body())
                    .isEqualTo("{\"ok\":true,\"comments\":1,\"votes\":1,\"records\":0}");
            assertThat(store.find(POST, own.id()).get()).isEmpty();
            assertThat(store.find(POST, other.id()).get()).hasValueSatisfying(row -> {
                assertThat(row.up()).isZero();
                assertThat(row.rev()).isGreaterThan(other.rev());
            });
            assertThat(store.ballotsOf(mina.voter(), null, 10).get()).isEqualTo(List.of());
        }
    }

    private static Change.Add add(Author author, String text) {
        return Change.Add.published(new ObjectIds(Clock.systemUTC()).next(), POST, null, author, text, null);
    }

    private static Comment make(CommentStore store, Change change) throws Exception {
        var answer = new CompletableFuture<Outcome>();
        store.submit(change, answer::complete);
        return ((Outcome.Done) answer.get()).row();
    }

    private static JsonNode answer(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }
}
