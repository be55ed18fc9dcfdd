package dev.madang.live;

import static dev.madang.live.DashboardBrowser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.identity.Owner;
import dev.madang.live.identity.OwnerBook;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Records;
import dev.madang.testkit.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How a new server gets its owner: by a link that its log has once, and nothing else. */
@ExtendWith(OutputCaptureExtension.class)
final class FirstRunTest {
    private static final Pattern LINK = Pattern.compile("http://localhost:(\\d+)/admin/setup#([\\w-]{43})\\s");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whoOpensTheLinkOfTheLogBecomesTheOwnerOnce(CapturedOutput output) {
        try (var server = LiveServer.start(folder);
                var http = new Http()) {
            Matcher link = link(output);
            assertThat(link.group(1)).isEqualTo(Integer.toString(server.port()));
            String token = link.group(2);
            var mina = new DashboardBrowser(http, server);
            assertThat(mina.get("/admin/setup").body())
                    .contains("/admin/admin.js")
                    .doesNotContain(token);
            assertThat(mina.get("/api/admin/session").body())
                    .contains("\"first\":true")
                    .doesNotContain(token);
            assertThat(mina.login("admin", PASSWORD).statusCode()).isEqualTo(401);
            HttpResponse<String> done = mina.become(token, "mina", PASSWORD);
            assertThat(done.statusCode()).as(done.body()).isEqualTo(200);
            assertThat(mina.look()).isEqualTo("mina");
            assertThat(mina.get("/api/admin/session").body()).contains("\"role\":\"owner\"", "\"first\":false");
            assertThat(mina.get("/api/admin/queue").statusCode()).isEqualTo(200);
            var late = new DashboardBrowser(http, server);
            assertThat(late.become(token, "eve", PASSWORD + " too").body()).contains("\"code\":\"wrong\"");
            assertThat(late.login("mina", PASSWORD).statusCode()).isEqualTo(200);
            assertThat(kept(server)).doesNotContain(token, PASSWORD);
        }
        assertThat(output.getAll().split("/admin/setup#", -1)).hasSize(2);
        assertThat(output).doesNotContain(PASSWORD);
    }

    @Test
    void anOwnerStaysAndThenAPublicAddressHasADashboardToo(CapturedOutput output) {
        try (var server = LiveServer.start(folder);
                var http = new Http()) {
            new DashboardBrowser(http, server).become(link(output).group(2), "mina", PASSWORD);
        }
        try (var server = LiveServer.start(folder, "--server.address=0.0.0.0", "--madang.dashboard.enabled=true");
                var http = new Http()) {
            assertThat(new DashboardBrowser(http, server)
                            .login("mina", PASSWORD)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(output.getAll().split("/admin/setup#", -1)).hasSize(2);
        assertThat(output).doesNotContain("No dashboard");
    }

    @Test
    void anOwnerWhomACommandMadeGetsInWithoutARestart() {
        try (var server = LiveServer.start(folder, List.of(DashboardTest.Hours.class), "--server.address=0.0.0.0");
                var http = new Http()) {
            var mina = new DashboardBrowser(http, server);
            assertThat(mina.get("/admin").statusCode()).isEqualTo(404);
            new OwnerBook(server.bean(CommentStore.class).records())
                    .set(Owner.of("mina", PASSWORD))
                    .join();
            server.bean(DashboardTest.Hours.Hand.class).turn(Duration.ofSeconds(3));
            assertThat(mina.login("mina", PASSWORD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aPasswordInTheSettingsNeedsNoLink(CapturedOutput output) {
        try (var server = LiveServer.start(folder, "--madang.dashboard.password=" + PASSWORD);
                var http = new Http()) {
            assertThat(new DashboardBrowser(http, server).look()).isEmpty();
        }
        assertThat(output).doesNotContain("/admin/setup");
    }

    @Test
    void eachStartPrintsALinkOfItsOwnAndTheLastOneHolds(CapturedOutput output) {
        try (var server = LiveServer.start(folder)) {
            assertThat(server.port()).isPositive();
        }
        String old = link(output).group(2);
        try (var server = LiveServer.start(folder);
                var http = new Http()) {
            Matcher links = link(output);
            assertThat(links.find()).isTrue();
            var mina = new DashboardBrowser(http, server);
            assertThat(mina.become(old, "mina", PASSWORD).statusCode()).isEqualTo(401);
            assertThat(mina.become(links.group(2), "mina", PASSWORD).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void whatMayNotBeChosenIsSaidAndIsNoWrongTry(CapturedOutput output) {
        try (var server = LiveServer.start(folder);
                var http = new Http()) {
            String token = link(output).group(2);
            var mina = new DashboardBrowser(http, server);
            for (int i = 0; i < 3; i++) {
                assertThat(mina.become(token, "mina", "too short").body())
                        .isEqualTo("{\"ok\":false,\"code\":\"short\",\"field\":\"password\"}");
                assertThat(mina.become(token, "mina", "x".repeat(73)).body()).contains("\"code\":\"long\"");
                assertThat(mina.become(token, "a long name indeed", "a long name indeed")
                                .body())
                        .contains("\"code\":\"same\"");
                assertThat(mina.become(token, "", PASSWORD).body())
                        .isEqualTo("{\"ok\":false,\"code\":\"name\",\"field\":\"name\"}");
                assertThat(mina.become(token, "a%00b", PASSWORD).body()).contains("\"code\":\"name\"");
            }
            assertThat(mina.become(token, "mina", PASSWORD).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void fiveWrongTokensLockAnAddressAlsoForTheRightOne(CapturedOutput output) {
        try (var server = LiveServer.start(folder, "--madang.proxies=127.0.0.1");
                var http = new Http()) {
            String token = link(output).group(2);
            var stranger = new DashboardBrowser(http, server, "X-Forwarded-For", "192.0.2.7");
            for (int i = 0; i < 5; i++) {
                assertThat(stranger.become("guess" + i, "eve", PASSWORD).statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> locked = stranger.become(token, "eve", PASSWORD);
            assertThat(locked.statusCode()).isEqualTo(429);
            assertThat(locked.headers().firstValue("Retry-After")).hasValue("900");
            assertThat(new DashboardBrowser(http, server)
                            .become(token, "mina", PASSWORD)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(output).doesNotContain("guess0");
    }

    @Test
    void pagesOfOthersAndRequestsWithoutTheTokenOfWritesChooseNobody(CapturedOutput output) {
        try (var server = LiveServer.start(folder);
                var http = new Http()) {
            String form = "token=" + link(output).group(2) + "&username=eve&password=" + PASSWORD;
            String type = "application/x-www-form-urlencoded";
            var eve = new DashboardBrowser(http, server);
            eve.look();
            assertThat(eve.post("/api/admin/setup", form, "Content-Type", type, "Origin", "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            eve.forgetToken();
            assertThat(eve.post("/api/admin/setup", form, "Content-Type", type).statusCode())
                    .isEqualTo(403);
            assertThat(new OwnerBook(server.bean(CommentStore.class).records())
                            .owner()
                            .join())
                    .isEmpty();
        }
    }

    private static Matcher link(CapturedOutput output) {
        Matcher link = LINK.matcher(output.getAll());
        assertThat(link.find()).as(output.getAll()).isTrue();
        return link;
    }

    private static String kept(LiveServer server) {
        Records records = server.bean(CommentStore.class).records();
        return records.since(0, 1_000).join().toString();
    }
}
