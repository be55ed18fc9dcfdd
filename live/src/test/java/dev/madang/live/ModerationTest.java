package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.moderation.Acted;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.testkit.Http;
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

/** What moderators decide, as everybody sees it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ModerationTest {
    private static final String YOUNG = "\"guest\":\"younghee-0123456789abcdef\",\"name\":\"영희\"";
    private static final String CHUL = "\"guest\":\"chulsoo-0123456789abcdef\",\"name\":\"철수\"";
    private static final String MODERATOR = "\"guest\":\"moderator-0123456789abcdef\",\"name\":\"지기\"";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{24})\"");
    private static final Pattern AUDIT = Pattern.compile("\"audit\":\"([0-9a-f]{24})\"");

    private final AtomicInteger posts = new AtomicInteger();
    private final Http http = new Http();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(folder, List.of(Moderators.class), "--madang.limits=off");
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void whatAModeratorHidesGoesFromEveryScreenAndComesBack() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL);
                var moderator = server.second(MODERATOR)) {
            String id = add(writer, post, "나쁜 말");
            reader.until("나쁜 말");
            String hidden = moderator.request("moderate", order(post, id, "hide"));
            assertThat(hidden)
                    .matches("\\{\"ok\":true,\"audit\":\"[0-9a-f]{24}\",\"row\":\\{\"id\":\"" + id + "\".*"
                            + "\"gone\":\"moderator\"}}");
            assertThat(reader.until("[\"changes\""))
                    .contains("\"gone\":\"moderator\"")
                    .doesNotContain("나쁜 말");
            assertThat(writer.request("moderate", order(post, id, "restore"))).contains("\"code\":\"forbidden\"");
            String audit = first(AUDIT, hidden);
            assertThat(moderator.request("undo", "{\"audit\":\"" + audit + "\"}"))
                    .contains("\"ok\":true", "나쁜 말");
            assertThat(reader.until("[\"changes\"")).contains("나쁜 말");
            assertThat(moderator.request("undo", "{\"audit\":\"" + audit + "\"}"))
                    .contains("\"code\":\"not_found\"");
        }
    }

    @Test
    void underPreModerationAnApprovedCommentAppearsEverywhereAtOnce() {
        String post = newPost();
        set(post, "{\"review\":\"pre\"}");
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL);
                var first = server.client();
                var moderator = server.second(MODERATOR)) {
            first.send("[\"join_post\",\"" + post + "\"]");
            first.event();
            String added = writer.request("add", comment(post, "검토해 주세요"));
            assertThat(added).contains("\"held\":true", "\"seq\":0");
            String id = first(ID, added);
            try (var second = server.second(YOUNG)) {
                second.ask(1, "[\"join\",{\"post\":\"" + post + "\"}]");
                assertThat(second.until("43")).contains("\"held\":[{\"id\":\"" + id + "\"");
            }
            assertThat(queue("pending")).contains(id, "검토해 주세요");
            assertThat(moderator.request("moderate", order(post, id, "approve")))
                    .contains("\"seq\":1");
            assertThat(reader.until("[\"changes\"")).contains("검토해 주세요", "\"count\":1");
            assertThat(first.event()).startsWith("[\"comment_added\"").contains("검토해 주세요");
            assertThat(queue("pending")).doesNotContain(id);
        }
    }

    @Test
    void clientsOfContractV1AreToldInKoreanWhyNot() {
        String post = newPost();
        set(post, "{\"mode\":\"readonly\"}");
        try (var first = server.client()) {
            first.send("[\"new_comment\",{\"userId\":\"영희\",\"postId\":\"" + post + "\",\"content\":\"글\"}]");
            assertThat(first.event())
                    .isEqualTo(
                            "[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\",\"error\":\"지금은 댓글을 쓸 수 없습니다.\"}]");
            set(post, "{\"mode\":null,\"hold\":[\"홍보\"],\"reject\":[\"시발\"]}");
            first.send("[\"new_comment\",{\"userId\":\"영희\",\"postId\":\"" + post + "\",\"content\":\"시1발\"}]");
            assertThat(first.event()).contains("쓸 수 없는 표현이 들어 있습니다.");
            first.send("[\"join_post\",\"" + post + "\"]");
            first.event();
            first.send("[\"new_comment\",{\"userId\":\"영희\",\"postId\":\"" + post + "\",\"content\":\"홍보 글\"}]");
            assertThat(first.event()).startsWith("[\"comment_confirmed\"").contains("홍보 글");
            first.send("[\"new_comment\",{\"userId\":\"영희\",\"postId\":\"" + post + "\",\"content\":\"보통 글\"}]");
            assertThat(first.event()).startsWith("[\"comment_confirmed\"");
            assertThat(first.event()).startsWith("[\"comment_added\"").contains("보통 글");
        }
    }

    @Test
    void theChatObeysTheSamePolicy() {
        String room = "room-" + posts.incrementAndGet();
        set(PostId.ofKey("chat:" + room).hex(), "{\"reject\":[\"시발\"],\"slow\":60}");
        String key = "\"key\":\"chat:" + room + "\"";
        try (var chat = server.second(YOUNG)) {
            assertThat(chat.request("join", "{" + key + ",\"view\":\"flat\"}")).contains("\"slow\":60");
            assertThat(chat.request("add", "{" + key + ",\"text\":\"시1발\"}"))
                    .contains("\"ok\":false", "쓸 수 없는 표현이 들어 있습니다.");
            assertThat(chat.request("add", "{" + key + ",\"text\":\"안녕\"}")).contains("\"ok\":true");
            assertThat(chat.request("add", "{" + key + ",\"text\":\"또\"}")).contains("천천히 쓰기", "\"retryAfter\":");
        }
    }

    @Test
    void settingsOfAPostAreToldLive() {
        String post = newPost();
        try (var reader = joined(post, CHUL)) {
            set(post, "{\"mode\":\"closed\",\"slow\":30}");
            assertThat(reader.until("[\"settings\""))
                    .contains("[\"settings\",{\"post\":\"" + post + "\",\"mode\":\"closed\",\"slow\":30}]");
            assertThat(reader.request("add", comment(post, "늦었다"))).contains("\"code\":\"closed\"");
            assertThat(reader.request("join", "{\"post\":\"" + post + "\"}"))
                    .contains("\"mode\":\"closed\",\"slow\":30");
            set(post, "{\"mode\":\"members\"}");
            assertThat(reader.request("add", comment(post, "손님"))).contains("\"code\":\"members_only\"");
            set(post, "{\"mode\":null}");
            assertThat(reader.request("add", comment(post, "하나"))).contains("\"ok\":true");
            assertThat(reader.request("add", comment(post, "둘"))).matches(".*\"code\":\"slow\".*\"retryAfter\":\\d+}");
        }
    }

    @Test
    void inARoomOfEmojiNothingElseGetsInWhateverTheWay() {
        String post = newPost();
        try (var reader = joined(post, CHUL);
                var first = server.client()) {
            set(post, "{\"emoji\":true}");
            assertThat(reader.until("[\"settings\""))
                    .contains("{\"post\":\"" + post + "\",\"mode\":\"open\",\"slow\":0,\"emoji\":true}");
            assertThat(reader.request("add", comment(post, "글자"))).contains("\"code\":\"emoji_only\"");
            assertThat(reader.request("add", comment(post, "🎉👍🏽"))).contains("\"ok\":true");
            first.send("[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + post + "\",\"content\":\"글자\"}]");
            assertThat(first.until("comment_error")).contains("이모지만");
            var refused = http.post(
                    "http://127.0.0.1:" + server.port() + "/api/v2/posts/" + post + "/comments",
                    "{\"name\":\"영희\",\"text\":\"글자\"}");
            assertThat(refused.statusCode()).isEqualTo(400);
            assertThat(refused.body()).contains("\"code\":\"emoji_only\"");
        }
    }

    @Test
    void whoIsTimedOutIsToldUntilWhen() {
        String post = newPost();
        try (var writer = joined(post, "\"guest\":\"rude-0123456789abcdef\",\"name\":\"무례\"");
                var moderator = server.second(MODERATOR)) {
            String id = add(writer, post, "무례한 말");
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"action\":\"timeout\",\"seconds\":600}";
            String audit = first(AUDIT, moderator.request("moderate", form));
            assertThat(writer.request("add", comment(post, "또")))
                    .matches("\\{\"ok\":false,\"code\":\"banned\",.*\"retryAfter\":\\d+,\"until\":\\d{13}}");
            assertThat(writer.request("vote", "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"value\":1}"))
                    .contains("\"code\":\"forbidden\"");
            moderator.request("undo", "{\"audit\":\"" + audit + "\"}");
            assertThat(writer.request("add", comment(post, "고맙습니다"))).contains("\"ok\":true");
        }
    }

    @Test
    void enoughReportsHideACommentUntilAModeratorDecides() {
        String post = newPost();
        set(post, "{\"reports\":1}");
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL);
                var moderator = server.second(MODERATOR)) {
            String id = add(writer, post, "신고당할 말");
            reader.until("신고당할 말");
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"reason\":\"욕설\"}";
            assertThat(writer.request("report", form)).contains("\"code\":\"forbidden\"");
            assertThat(reader.request("report", form)).isEqualTo("{\"ok\":true}");
            assertThat(writer.until("\"gone\"")).contains("\"gone\":\"moderator\"");
            assertThat(queue("reported")).contains(id, "욕설", "신고당할 말");
            assertThat(moderator.request("moderate", order(post, id, "restore")))
                    .contains("\"ok\":true");
            assertThat(queue("reported")).doesNotContain(id);
            assertThat(reader.request("report", form)).isEqualTo("{\"ok\":true}");
            assertThat(reader.request("more", "{\"post\":\"" + post + "\"}")).contains("신고당할 말");
        }
    }

    @Test
    void theLogSaysWhoDidWhatAndNothingThatPeopleWrote() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var moderator = server.second(MODERATOR)) {
            String id = add(writer, post, "지워질 비밀");
            moderator.request("moderate", order(post, id, "hide"));
            String log = get("/api/v2/moderation/audit", "moderator-0123456789abcdef");
            assertThat(log)
                    .contains("\"comment\":\"" + id + "\"", "\"action\":\"HIDE\"")
                    .doesNotContain("지워질 비밀");
            assertThat(get("/api/v2/moderation/audit", "younghee-0123456789abcdef"))
                    .contains("forbidden");
        }
    }

    private String queue(String state) {
        return get("/api/v2/moderation/queue?state=" + state, "moderator-0123456789abcdef");
    }

    private String get(String path, String guest) {
        return http.get("http://127.0.0.1:" + server.port() + path, "X-Madang-Guest", guest)
                .body();
    }

    private void set(String post, String settings) {
        var acted = server.bean(Moderation.class)
                .change(
                        Author.guest("system"),
                        new PostId(post),
                        JsonMapper.shared().readTree(settings))
                .join();
        assertThat(acted).isInstanceOf(Acted.Done.class);
    }

    private NamespaceClient joined(String post, String auth) {
        NamespaceClient client = server.second(auth);
        client.request("join", "{\"post\":\"" + post + "\"}");
        return client;
    }

    private static String add(NamespaceClient writer, String post, String text) {
        return first(ID, writer.request("add", comment(post, text)));
    }

    private static String comment(String post, String text) {
        return "{\"post\":\"" + post + "\",\"text\":\"" + text + "\"}";
    }

    private static String order(String post, String id, String action) {
        return "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"action\":\"" + action + "\"}";
    }

    private static String first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }

    private String newPost() {
        return "c0ffee%018x".formatted(posts.incrementAndGet());
    }
}
