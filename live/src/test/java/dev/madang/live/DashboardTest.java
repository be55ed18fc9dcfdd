package dev.madang.live;

import static dev.madang.live.DashboardBrowser.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.testkit.Http;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Who gets into the dashboard, and what it changes for everybody else: nothing. */
@ExtendWith(OutputCaptureExtension.class)
final class DashboardTest {
    private static final String ON = "--madang.dashboard.password=" + PASSWORD;
    private static final String COOKIE = "madang_dashboard";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void onAPublicAddressThereIsNoDashboardWithoutAnOwner(CapturedOutput output) {
        noDashboard("--server.address=0.0.0.0");
        assertThat(output).contains("No dashboard: there is no owner").doesNotContain("/admin/setup");
    }

    @Test
    void aDashboardThatIsSwitchedOffIsNotThere() {
        noDashboard("--madang.dashboard.enabled=false");
        noDashboard("--madang.dashboard.enabled=false", ON);
    }

    private void noDashboard(String... settings) {
        try (var server = LiveServer.start(folder, settings);
                var http = new Http()) {
            for (String path : List.of(
                    "/admin",
                    "/admin/",
                    "/admin/setup",
                    "/api/admin/setup",
                    "/admin/index.html",
                    "/admin/admin.js",
                    "/%61dmin/index.html",
                    "/admin/lib/uplot/1.6.30/dist/uPlot.min.css",
                    "/api/admin/session",
                    "/api/admin/live")) {
                assertThat(get(http, server, path).statusCode()).as(path).isEqualTo(404);
            }
        }
    }

    @Test
    void aDashboardThatNobodyCouldEnterEndsTheStart() {
        assertThatThrownBy(
                        () -> LiveServer.start(folder, "--madang.dashboard.enabled=true", "--server.address=0.0.0.0"))
                .rootCause()
                .hasMessageStartingWith("madang.dashboard.enabled=true, but there is no owner who could enter")
                .hasMessageContainingAll(
                        "madang.dashboard.password", "owner --name NAME", "--server.address=127.0.0.1");
        assertThatThrownBy(() -> LiveServer.start(folder, "--madang.dashboard.password={bcrypt}hunter2"))
                .rootCause()
                .hasMessage("madang.dashboard.password has no bcrypt hash behind {bcrypt}");
        assertThatThrownBy(() -> LiveServer.start(folder, "--madang.dashboard.password=" + "x".repeat(73)))
                .rootCause()
                .hasMessageContaining("more than 72 bytes");
    }

    @Test
    void whoKnowsThePasswordGetsInAndOutAgain(CapturedOutput output) {
        try (var server = LiveServer.start(folder, ON);
                var http = new Http()) {
            var browser = new DashboardBrowser(http, server);
            assertThat(browser.look()).isEmpty();
            assertThat(browser.login("admin", PASSWORD).statusCode()).isEqualTo(200);
            assertThat(browser.look()).isEqualTo("admin");
            assertThat(browser.post("/api/admin/logout", "").statusCode()).isEqualTo(204);
            assertThat(browser.look()).isEmpty();
            assertThat(browser.get("/api/admin/live").statusCode()).isEqualTo(401);
        }
        assertThat(output).contains("The dashboard was entered").doesNotContain(PASSWORD);
    }

    @Test
    void aHashDoesAsWellAsThePassword() {
        String hash = new BCryptPasswordEncoder(4).encode(PASSWORD);
        try (var server = LiveServer.start(
                        folder, "--madang.dashboard.password={bcrypt}" + hash, "--madang.dashboard.user=mina");
                var http = new Http()) {
            assertThat(new DashboardBrowser(http, server)
                            .login("mina", PASSWORD)
                            .statusCode())
                    .isEqualTo(200);
            assertThat(new DashboardBrowser(http, server)
                            .login("admin", PASSWORD)
                            .statusCode())
                    .isEqualTo(401);
            assertThat(new DashboardBrowser(http, server).login("mina", hash).statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void fiveWrongPasswordsLockAnAddressAlsoForTheRightOne(CapturedOutput output) {
        try (var server = LiveServer.start(folder, ON, "--madang.proxies=127.0.0.1");
                var http = new Http()) {
            var stranger = new DashboardBrowser(http, server, "X-Forwarded-For", "192.0.2.7");
            for (int i = 0; i < 5; i++) {
                HttpResponse<String> wrong = stranger.login("admin", "guess" + i);
                assertThat(wrong.statusCode()).isEqualTo(401);
                assertThat(wrong.body()).contains("\"code\":\"wrong\"");
            }
            HttpResponse<String> locked = stranger.login("admin", PASSWORD);
            assertThat(locked.statusCode()).isEqualTo(429);
            assertThat(locked.headers().firstValue("Retry-After")).hasValue("900");
            assertThat(locked.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith(COOKIE + "="));
            assertThat(new DashboardBrowser(http, server, "X-Forwarded-For", "192.0.2.8")
                            .login("admin", PASSWORD)
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(output).contains("could not sign in").doesNotContain("guess0", PASSWORD);
    }

    @Test
    void everyWriteNeedsTheTokenAndComesFromThisSite() {
        try (var server = LiveServer.start(folder, ON, "--madang.origins=https://evil.example");
                var http = new Http()) {
            var browser = new DashboardBrowser(http, server);
            browser.login("admin", PASSWORD);
            browser.look();
            assertThat(browser.post("/api/admin/logout", "", "Origin", "https://evil.example")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(browser.post("/api/admin/logout", "", "Sec-Fetch-Site", "same-site")
                            .statusCode())
                    .isEqualTo(403);
            browser.forgetToken();
            assertThat(browser.post("/api/admin/logout", "").statusCode()).isEqualTo(403);
            assertThat(browser.post(
                                    "/api/admin/login",
                                    "username=admin&password=x",
                                    "Content-Type",
                                    "application/x-www-form-urlencoded")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(browser.look()).isEqualTo("admin");
        }
    }

    @Test
    void pagesOfOtherOriginsReadNothing() {
        try (var server = LiveServer.start(folder, ON, "--madang.origins=https://blog.example");
                var http = new Http()) {
            HttpResponse<String> foreign = get(http, server, "/api/admin/session", "Origin", "https://blog.example");
            assertThat(foreign.statusCode()).isEqualTo(403);
            assertThat(foreign.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control-"));
            HttpResponse<String> preflight = http.send(
                    "OPTIONS",
                    "http://127.0.0.1:" + server.port() + "/api/admin/login",
                    "Origin",
                    "https://blog.example",
                    "Access-Control-Request-Method",
                    "POST");
            assertThat(preflight.statusCode()).isEqualTo(403);
        }
    }

    @Test
    void theSessionGetsANewIdAtTheLoginAndItsCookieIsForNobodyElse() {
        try (var server = LiveServer.start(folder, ON);
                var http = new Http()) {
            var browser = new DashboardBrowser(http, server, "X-Forwarded-Proto", "https");
            browser.cookies.put(COOKIE, "chosen-by-the-attacker");
            HttpResponse<String> in = browser.login("admin", PASSWORD);
            assertThat(in.headers().allValues("Set-Cookie"))
                    .anySatisfy(cookie -> assertThat(cookie)
                            .startsWith(COOKIE + "=")
                            .containsIgnoringCase("HttpOnly")
                            .contains("SameSite=Strict", "Secure", "Path=/")
                            .doesNotContain("chosen-by-the-attacker"));
            String first = String.valueOf(browser.cookies.get(COOKIE));
            browser.login("admin", PASSWORD);
            assertThat(browser.cookies.get(COOKIE)).isNotEqualTo(first);
            browser.cookies.put(COOKIE, first);
            assertThat(browser.get("/api/admin/live").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void aSessionEndsAfterAnHourWithoutARequestAndAfterTwelveHoursAtAll() {
        try (var server = LiveServer.start(folder, List.of(Hours.class), ON);
                var http = new Http()) {
            Hours.Hand clock = server.bean(Hours.Hand.class);
            var browser = new DashboardBrowser(http, server);
            browser.login("admin", PASSWORD);
            clock.turn(Duration.ofMinutes(61));
            assertThat(browser.look()).isEmpty();
            browser.login("admin", PASSWORD);
            for (int i = 0; i < 14; i++) {
                clock.turn(Duration.ofMinutes(50));
                assertThat(browser.look())
                        .as("after %s times 50 minutes", i + 1)
                        .isEqualTo("admin");
            }
            clock.turn(Duration.ofMinutes(50));
            assertThat(browser.look()).isEmpty();
        }
    }

    @Test
    void streamsEndWithTheSessionAndWithTheServer() {
        try (var http = new Http();
                HttpClient streams = HttpClient.newHttpClient()) {
            Stream<String> second;
            try (var server = LiveServer.start(folder, ON)) {
                var browser = new DashboardBrowser(http, server);
                browser.login("admin", PASSWORD);
                browser.look();
                Stream<String> first =
                        browser.stream(streams, "/api/admin/live").join().body();
                assertThat(browser.post("/api/admin/logout", "").statusCode()).isEqualTo(204);
                assertThat(first.toList()).contains("event:past");
                browser.login("admin", PASSWORD);
                second = browser.stream(streams, "/api/admin/live").join().body();
            }
            assertThat(second.toList()).contains("event:past");
        }
    }

    /** A clock that a test turns. */
    static class Hours {
        @Bean
        Hand clock() {
            return new Hand();
        }

        static final class Hand extends Clock {
            private volatile Instant now = Instant.now();

            void turn(Duration by) {
                now = now.plus(by);
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        }
    }

    @Test
    void answersAreKeptByNobodyFramedByNobodyAndLeadNowhereElse() {
        try (var server = LiveServer.start(folder, ON);
                var http = new Http()) {
            for (String path : List.of("/admin", "/api/admin/session", "/api/admin/live", "/api/%61dmin/live")) {
                HttpResponse<String> answer = get(http, server, path);
                assertThat(answer.headers()
                                .firstValue("Content-Security-Policy")
                                .orElse(""))
                        .as(path)
                        .contains("frame-ancestors 'none'", "default-src 'none'");
                assertThat(answer.headers().firstValue("X-Frame-Options")).hasValue("DENY");
                assertThat(answer.headers().firstValue("Location")).isEmpty();
                assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                        .isEqualTo(path.startsWith("/api") ? "no-store" : "no-cache");
            }
            assertThat(get(http, server, "/api/%61dmin/live").statusCode()).isEqualTo(401);
            assertThat(get(http, server, "/api/admin/nothing").statusCode()).isEqualTo(401);
            var browser = new DashboardBrowser(http, server);
            HttpResponse<String> in = browser.login("admin", PASSWORD + "&continue=https://evil.example");
            assertThat(in.headers().firstValue("Location")).isEmpty();
            assertThat(in.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void theFilesOfThePagesAreThere() {
        try (var server = LiveServer.start(folder, ON);
                var http = new Http()) {
            String page = get(http, server, "/admin").body();
            page.lines()
                    .flatMap(line -> Pattern.compile("(?:src|href)=\"(/[^\"#]+)")
                            .matcher(line)
                            .results())
                    .map(match -> match.group(1))
                    .forEach(path -> assertThat(get(http, server, path).statusCode())
                            .as(path)
                            .isEqualTo(200));
        }
    }

    @Test
    void nothingElseChanges() {
        List<String> paths = List.of(
                "/",
                "/chat",
                "/embed.js",
                "/api/v2/posts/64b7f0c2a1d3e4f5a6b7c8d9",
                "/api/v2/counts?key=a;b//c",
                "/api/v2//posts",
                "/actuator/health",
                "/socket.io/?EIO=4&transport=polling&sid=none",
                "/nothing");
        try (var with = LiveServer.start(folder.resolve("with"), ON);
                var without = LiveServer.start(folder.resolve("without"), "--madang.dashboard.enabled=false");
                var http = new Http()) {
            for (String path : paths) {
                assertThat(seen(get(http, with, path))).as(path).isEqualTo(seen(get(http, without, path)));
            }
            HttpResponse<String> written = http.post(
                    "http://127.0.0.1:" + with.port() + "/api/v2/posts/64b7f0c2a1d3e4f5a6b7c8d9/comments",
                    "{\"name\":\"a\",\"text\":\"b\"}",
                    "Content-Type",
                    "application/json");
            assertThat(written.statusCode()).isEqualTo(201);
            assertThat(written.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith(COOKIE));
        }
    }

    private static String seen(HttpResponse<String> answer) {
        var headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        return answer.statusCode() + " " + headers + " "
                + answer.body()
                        .replaceAll(
                                "\"epoch\":\\d+|\"timestamp\":\"[^\"]*\"|\"requestId\":\"[^\"]*\"|\"free\":\\d+", "");
    }

    private static HttpResponse<String> get(Http http, LiveServer server, String path, String... headers) {
        return http.get("http://127.0.0.1:" + server.port() + path, headers);
    }
}
