package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.identity.HostSite;
import dev.madang.testkit.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Users of a host site, and guests, on all ways in: as it is on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class IdentityTest {
    private static final String YOUNG = HostSite.token("u-7", "영희");
    private static final String OLD = HostSite.token("u-7", "영희", Instant.now().minusSeconds(600));
    private static final String MOD = HostSite.token("m-1", "관리", "role", "moderator");
    private static final String ORIGIN = "https://site.example";
    private static final Pattern ID = Pattern.compile("\"_?id\":\"([0-9a-f]{24})\"");

    private final AtomicInteger posts = new AtomicInteger();
    private final Http http = new Http();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(
                folder,
                "--madang.limits=off",
                "--madang.origins=" + ORIGIN,
                "--madang.identity.jwt.secret=" + HostSite.SECRET,
                "--madang.identity.owners=boss");
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void v2AUserIsShownAsOneWhereverTheTokenCame() {
        String post = newPost();
        String form = "{\"post\":\"" + post + "\",\"text\":\"안녕\",\"name\":\"딴 이름\"}";
        String by = "\"name\":\"영희\",\"kind\":\"user\"";
        try (var auth = server.second(token(YOUNG));
                var bearer = second("", "Authorization", "Bearer " + YOUNG);
                var cookie = second("", "Cookie", "a=b; token=" + YOUNG, "Origin", ORIGIN)) {
            for (NamespaceClient client : List.of(auth, bearer, cookie)) {
                assertThat(client.request("add", form)).contains("\"ok\":true", by);
            }
            assertThat(auth.request("join", "{\"post\":\"" + post + "\"}"))
                    .contains("\"name\":\"영희\",\"role\":\"member\",\"editWindow\":900000}");
        }
        assertThat(http.post(url(post), form, "Authorization", "Bearer " + YOUNG)
                        .body())
                .contains(by);
        assertThat(http.post(url(post), form, "Cookie", "token=" + YOUNG, "Origin", ORIGIN)
                        .body())
                .contains(by);
        String key = "\"key\":\"([\\w-]{12})\",\"name\":\"영희\"";
        Matcher keys = Pattern.compile(key).matcher(http.get(url(post)).body());
        assertThat(keys.results().map(found -> found.group(1)).distinct())
                .as("one person")
                .hasSize(1);
    }

    @Test
    void aCookieWithoutAPageThatMayHaveItSaysNothing() {
        String form = "{\"text\":\"안녕\",\"name\":\"영희\"}";
        HttpResponse<String> program = http.post(url(newPost()), form, "Cookie", "token=" + YOUNG);
        assertThat(program.body()).contains("\"kind\":\"guest\"");
        HttpResponse<String> foreign =
                http.post(url(newPost()), form, "Cookie", "token=" + YOUNG, "Origin", "https://evil.example");
        assertThat(foreign.statusCode()).isEqualTo(403);
        try (var client = second("\"name\":\"영희\"", "Cookie", "token=" + YOUNG)) {
            assertThat(client.request("add", "{\"post\":\"" + newPost() + "\",\"text\":\"안녕\"}"))
                    .contains("\"kind\":\"guest\"");
        }
        assertThatThrownBy(() -> second("", "Cookie", "token=" + YOUNG, "Origin", "https://evil.example"))
                .isInstanceOf(Throwable.class);
    }

    @Test
    void whoseTokenIsNotAcceptedReadsAndDoesNotWrite() {
        String post = newPost();
        String form = "{\"post\":\"" + post + "\",\"text\":\"안녕\",\"name\":\"영희\"}";
        try (var old = server.second(token(OLD));
                var broken = server.second(token("nonsense") + ",\"lang\":\"en\"")) {
            assertThat(old.request("join", "{\"post\":\"" + post + "\"}"))
                    .contains("\"ok\":true", "\"role\":\"guest\"", "\"refusal\":\"token_expired\"");
            assertThat(old.request("add", form))
                    .isEqualTo("{\"ok\":false,\"code\":\"token_expired\",\"error\":\"토큰이 만료되었습니다.\"}");
            assertThat(broken.request("add", form)).contains("\"code\":\"token_invalid\"", "The token is not valid.");
            assertThat(old.request("auth", "{\"token\":\"nonsense\"}")).contains("\"code\":\"token_invalid\"");
            assertThat(old.request("auth", "{\"token\":\"" + YOUNG + "\"}"))
                    .matches("\\{\"ok\":true,\"me\":\\{\"key\":\".{12}\",\"name\":\"영희\",\"role\":\"member\",.*}}");
            assertThat(old.request("add", form)).contains("\"ok\":true", "\"kind\":\"user\"");
            assertThat(broken.request("auth", "{}")).contains("\"ok\":true", "\"role\":\"guest\"");
            assertThat(broken.request("add", form)).contains("\"ok\":true", "\"kind\":\"guest\"");
        }
        HttpResponse<String> refused = http.post(url(post), form, "Authorization", "Bearer " + OLD);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).contains("토큰이 만료되었습니다.");
        assertThat(http.get(url(post), "Authorization", "Bearer nonsense").statusCode())
                .isEqualTo(200);
        assertThat(http.get(host() + "/api/v2/me", "Authorization", "Bearer " + OLD)
                        .body())
                .contains("\"refusal\":\"token_expired\"");
        assertThat(http.get(host() + "/api/v2/me", "Authorization", "Bearer " + YOUNG)
                        .body())
                .contains("\"name\":\"영희\",\"role\":\"member\"");
    }

    @Test
    void aStreamOfEventsIsForEverybodyAndShowsTheUserAsOne() throws Exception {
        String post = newPost();
        try (var reader = new java.net.Socket("127.0.0.1", server.port())) {
            reader.setSoTimeout(30_000);
            reader.getOutputStream()
                    .write(("GET /api/v2/posts/" + post
                                    + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + OLD
                                    + "\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
            var lines = new java.io.BufferedReader(
                    new java.io.InputStreamReader(reader.getInputStream(), java.nio.charset.StandardCharsets.UTF_8));
            assertThat(lines.readLine()).contains("200");
            until(lines, "event:page");
            http.post(url(post), "{\"text\":\"안녕\"}", "Authorization", "Bearer " + YOUNG);
            until(lines, "event:changes");
            assertThat(until(lines, "data:")).contains("\"name\":\"영희\",\"kind\":\"user\"");
        }
    }

    @Test
    void v1AVerifiedUserIsTheUserIdAndNobodyElse() {
        String post = newPost();
        try (var user = v1("{}", "Cookie", "token=" + YOUNG, "Origin", ORIGIN);
                var reader = server.client()) {
            reader.send("[\"join_post\",\"" + post + "\"]");
            reader.until("load_comments");
            for (String claimed : List.of("", "\"userId\":\"u-7\",", "\"userId\":\"영희\",")) {
                user.send("[\"new_comment\",{" + claimed + "\"postId\":\"" + post + "\",\"content\":\"글\"}]");
                assertThat(user.event()).startsWith("[\"comment_confirmed\"").contains("\"userId\":\"u-7\"");
                assertThat(reader.event()).startsWith("[\"comment_added\"").contains("\"userId\":\"u-7\"");
            }
            user.send("[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + post + "\",\"content\":\"글\"}]");
            assertThat(user.event())
                    .isEqualTo("[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\","
                            + "\"error\":\"로그인한 사용자의 이름으로만 쓸 수 있습니다.\"}]");
        }
        assertThat(http.get(url(post)).body()).contains("\"kind\":\"user\"").doesNotContain("u-7");
    }

    @Test
    void v1WithAnOldCookieReadsAndIsToldWhyItCannotWrite() {
        String post = newPost();
        try (var old = v1("", "Cookie", "token=" + OLD, "Origin", ORIGIN);
                var guest = server.client()) {
            guest.send("[\"new_comment\",{\"userId\":\"u-7\",\"postId\":\"" + post + "\",\"content\":\"글\"}]");
            assertThat(guest.event()).startsWith("[\"comment_confirmed\"");
            old.send("[\"join_post\",\"" + post + "\"]");
            assertThat(old.event()).startsWith("[\"load_comments\",[{").contains("\"userId\":\"u-7\"");
            old.send("[\"new_comment\",{\"userId\":\"u-7\",\"postId\":\"" + post + "\",\"content\":\"글\"}]");
            assertThat(old.event())
                    .isEqualTo("[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\","
                            + "\"error\":\"토큰이 만료되었습니다.\"}]");
        }
        assertThat(http.get(url(post)).body()).as("a claim stays a guest's").contains("\"kind\":\"guest\"");
    }

    @Test
    void theChatKnowsUsersToo() {
        String room = "{\"key\":\"chat:" + newPost() + "\",\"view\":\"flat\"}";
        try (var user = server.second(token(YOUNG))) {
            user.request("join", room);
            assertThat(user.until("[\"people\"")).contains("\"name\":\"영희\",\"kind\":\"user\"");
        }
    }

    @Test
    void aModeratorHidesOthersAndPinsButDoesNotReachAnOwner() {
        String post = newPost();
        try (var user = server.second(token(YOUNG));
                var moderator = server.second(token(MOD));
                var owner = server.second(token(HostSite.token("boss", "운영")))) {
            String of = "{\"post\":\"" + post + "\",";
            String one = id(user.request("add", of + "\"text\":\"하나\"}"));
            String two = id(user.request("add", of + "\"text\":\"둘\"}"));
            String bosses = owner.request("add", of + "\"text\":\"공지\"}");
            assertThat(bosses).contains("\"kind\":\"owner\"");
            assertThat(user.request("pin", of + "\"id\":\"" + one + "\",\"on\":true}"))
                    .contains("\"forbidden\"");
            assertThat(moderator.request("pin", of + "\"id\":\"" + one + "\",\"on\":true}"))
                    .contains("\"pinned\":true", "\"kind\":\"user\"");
            assertThat(moderator.request("edit", of + "\"id\":\"" + two + "\",\"text\":\"x\"}"))
                    .contains("\"forbidden\"");
            assertThat(moderator.request("remove", of + "\"id\":\"" + two + "\"}"))
                    .contains("\"gone\":\"moderator\"");
            assertThat(moderator.request("remove", of + "\"id\":\"" + id(bosses) + "\"}"))
                    .contains("\"forbidden\"");
            assertThat(owner.request("remove", of + "\"id\":\"" + one + "\"}")).contains("\"gone\":\"moderator\"");
            HttpResponse<String> pin = http.send("PUT", url(post) + "/" + id(bosses) + "/pin");
            assertThat(pin.statusCode()).isEqualTo(400);
        }
    }

    @Test
    void whoIsNoModeratorAnyMoreHasTheBadgeOnOldCommentsOnly() {
        String post = newPost();
        String form = "{\"text\":\"글\"}";
        http.post(url(post), form, "Authorization", "Bearer " + MOD);
        String demoted = HostSite.token("m-1", "관리");
        HttpResponse<String> now = http.post(url(post), form, "Authorization", "Bearer " + demoted);
        assertThat(now.body()).contains("\"kind\":\"user\"");
        Matcher by = Pattern.compile("\"key\":\"([\\w-]{12})\",\"name\":\"관리\",\"kind\":\"(\\w+)\"")
                .matcher(http.get(url(post) + "?order=oldest").body());
        assertThat(by.results().map(found -> found.group(2))).containsExactly("moderator", "user");
    }

    @Test
    void aGuestOfThisHostIsKnownByACookieThatTheServerMade() {
        HttpResponse<String> page = http.get(host() + "/", "Accept", "text/html");
        String set = page.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set)
                .startsWith("madang_guest=")
                .containsIgnoringCase("; HttpOnly")
                .contains("SameSite=Lax")
                .doesNotContain("Secure");
        assertThat(page.headers().allValues("Cache-Control")).containsExactly("private, no-cache");
        String cookie = set.substring(0, set.indexOf(';'));
        HttpResponse<String> again = http.get(host() + "/chat", "Accept", "text/html", "Cookie", cookie);
        assertThat(again.headers().firstValue("Set-Cookie").orElseThrow()).startsWith(cookie + ";");
        assertThat(http.get(host() + "/embed.js", "Accept", "*/*").headers().firstValue("Set-Cookie"))
                .isEmpty();
        String tls = http.get(host() + "/", "Accept", "text/html", "X-Forwarded-Proto", "https")
                .headers()
                .firstValue("Set-Cookie")
                .orElseThrow();
        assertThat(tls).startsWith("__Host-madang_guest=").contains("; Secure;");
        String post = newPost();
        String own = host();
        String form = "{\"post\":\"" + post + "\",\"text\":\"안녕\",\"name\":\"손님\"}";
        try (var first = second("", "Cookie", cookie, "Origin", own);
                var second = second("", "Cookie", cookie, "Origin", own);
                var forged = second("", "Cookie", cookie.substring(0, cookie.length() - 1) + "_", "Origin", own);
                var foreign = second("", "Cookie", cookie)) {
            String remove = "{\"post\":\"" + post + "\",\"id\":\"" + id(first.request("add", form)) + "\"}";
            assertThat(forged.request("remove", remove)).contains("\"forbidden\"");
            assertThat(foreign.request("remove", remove)).contains("\"forbidden\"");
            assertThat(second.request("remove", remove)).contains("\"gone\":\"author\"");
        }
        HttpResponse<String> written = http.post(url(post), form, "Origin", own);
        String mine = written.headers().firstValue("Set-Cookie").orElseThrow();
        mine = mine.substring(0, mine.indexOf(';'));
        String removed = url(post) + "/" + id(written.body());
        assertThat(http.send("DELETE", removed, "Origin", own, "Cookie", mine).statusCode())
                .isEqualTo(200);
        assertThat(http.post(url(post), form, "X-Madang-Guest", "younghee-0123456789abcdef")
                        .headers()
                        .firstValue("Set-Cookie"))
                .as("who brings a secret needs no cookie")
                .isEmpty();
    }

    private static String until(java.io.BufferedReader lines, String beginning) throws java.io.IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith(beginning)) {
            line = lines.readLine();
        }
        assertThat(line).as(beginning).isNotNull();
        return String.valueOf(line);
    }

    private NamespaceClient second(String auth, String... headers) {
        String all = "{\"v\":2" + (auth.isEmpty() ? "" : "," + auth) + "}";
        return NamespaceClient.connect(server.port(), "", all, headers);
    }

    private NamespaceClient v1(String auth, String... headers) {
        return NamespaceClient.connect(server.port(), "", auth, headers);
    }

    private static String token(String token) {
        return "\"token\":\"" + token + "\"";
    }

    private static String id(String answer) {
        Matcher id = ID.matcher(answer);
        assertThat(id.find()).as(answer).isTrue();
        return id.group(1);
    }

    private String newPost() {
        return "94b7f0c2a1b2c3d4%08x".formatted(posts.incrementAndGet());
    }

    private String host() {
        return "http://127.0.0.1:" + server.port();
    }

    private String url(String post) {
        return host() + "/api/v2/posts/" + post + "/comments";
    }
}
