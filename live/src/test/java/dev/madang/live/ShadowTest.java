package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Somebody whose words nobody else sees cannot tell: every answer and push is what it would be if everybody saw them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ShadowTest {
    private static final String CHUL = "\"guest\":\"chulsoo-0123456789abcdef\",\"name\":\"철수\"";
    private static final String MODERATOR = "\"guest\":\"" + Moderators.SECRET + "\",\"name\":\"지기\"";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{24})\"");

    private final AtomicInteger posts = new AtomicInteger();
    private final Http http = new Http();
    private final HttpClient client = HttpClient.newHttpClient();
    private String secret = "";
    private String post = "";

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(folder, List.of(Moderators.class), "--madang.limits=off");
    }

    @AfterAll
    void stop() {
        client.shutdownNow();
        http.close();
        server.close();
    }

    @BeforeEach
    void another() {
        secret = "shadow-%016d".formatted(posts.incrementAndGet());
        post = "5ad0%020x".formatted(posts.incrementAndGet());
    }

    @Test
    void theAnswerAndThePushesAreThoseOfACommentThatEverybodySees() {
        try (var writer = joined(shadow());
                var tab = joined(shadow());
                var other = joined(CHUL)) {
            ban(writer);
            assertThat(writer.request("add", comment("혼잣말")))
                    .matches("\\{\"ok\":true,\"row\":\\{\"id\":\"[0-9a-f]{24}\",\"seq\":2,\"rev\":2,\"by\":\\{[^}]*},"
                            + "\"text\":\"혼잣말\",\"at\":\\d{13},\"up\":0,\"down\":0},\"held\":false}");
            String push = writer.until("혼잣말");
            assertThat(push).contains("\"from\":1,\"rev\":2,\"count\":2", "\"seq\":2,\"rev\":2");
            assertThat(tab.until("혼잣말")).isEqualTo(push);
            other.request("add", comment("대답"));
            assertThat(other.until("대답")).contains("\"from\":1,\"rev\":2,\"count\":2", "\"seq\":2,\"rev\":2");
            assertThat(tab.until("대답")).contains("\"from\":2,\"rev\":3,\"count\":3", "\"seq\":3,\"rev\":3");
            assertThat(page(tab)).contains("\"rev\":3,\"count\":3").matches(".*처음.*혼잣말.*대답.*");
            assertThat(page(other)).contains("\"rev\":2,\"count\":2").doesNotContain("혼잣말");
        }
    }

    @Test
    void everyWayToReadShowsItToItsAuthorAndToNobodyElse() throws Exception {
        String id;
        try (var writer = joined(shadow());
                var other = joined(CHUL)) {
            ban(writer);
            id = first(writer.request("add", comment("혼잣말")));
            other.request("add", comment("대답"));
        }
        try (var tab = server.second(shadow());
                var incognito = server.second("\"name\":\"철수\"")) {
            assertThat(tab.request("catch_up", "{\"post\":\"" + post + "\",\"rev\":1}"))
                    .contains("\"rev\":3,\"count\":3")
                    .matches(".*\"seq\":2,\"rev\":2.*혼잣말.*\"seq\":3,\"rev\":3.*대답.*");
            assertThat(tab.request("catch_up", "{\"post\":\"" + post + "\",\"rev\":2}"))
                    .contains("대답")
                    .doesNotContain("혼잣말");
            assertThat(tab.request("join", "{\"post\":\"" + post + "\",\"rev\":1}"))
                    .contains("\"changes\":[{\"id\":\"" + id + "\"", "\"held\":[]");
            for (String order : List.of("newest", "oldest", "best")) {
                String form = "{\"post\":\"" + post + "\",\"order\":\"" + order + "\",\"limit\":1%s}";
                assertThat(walk(tab, form)).as(order).hasSize(3).anyMatch(text -> text.equals("혼잣말"));
                assertThat(walk(incognito, form)).as(order).hasSize(2).noneMatch(text -> text.equals("혼잣말"));
            }
        }
        assertThat(get("", secret)).contains("\"rev\":3,\"count\":3");
        assertThat(get("/comments", secret)).contains("혼잣말");
        assertThat(get("/changes?rev=1", secret)).contains("혼잣말", "\"rev\":3");
        assertThat(rest("/api/v2/counts?key=" + post, secret)).contains("\"" + post + "\":3");
        assertThat(rest("/p/" + post, secret)).matches("(?s).*처음.*혼잣말.*대답.*");
        assertThat(rest("/p/" + post + "?before=3", secret)).contains("혼잣말").doesNotContain("대답");
        assertThat(rest("/p/" + post, "somebody-0123456789")).contains("대답").doesNotContain("혼잣말");
        assertThat(get("", "somebody-0123456789")).contains("\"rev\":2,\"count\":2");
        assertThat(get("/comments", "somebody-0123456789")).doesNotContain("혼잣말");
        assertThat(get("/changes?rev=1", "somebody-0123456789")).doesNotContain("혼잣말");
        assertThat(rest("/api/v2/counts?key=" + post, "somebody-0123456789")).contains("\"" + post + "\":2");
        assertThat(rest("/feed/" + post + ".xml", "somebody-0123456789")).doesNotContain("혼잣말");
        assertThat(rest("/feed.xml", "somebody-0123456789")).doesNotContain("혼잣말");
    }

    @Test
    void serverSentEventsHaveItForItsAuthor() throws Exception {
        try (var writer = joined(shadow());
                var other = joined(CHUL)) {
            ban(writer);
            writer.request("add", comment("혼잣말"));
            HttpRequest asked = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server.port() + "/api/v2/posts/" + post + "/events"))
                    .header("X-Madang-Guest", secret)
                    .build();
            try (var events = new BufferedReader(new InputStreamReader(
                    client.send(asked, HttpResponse.BodyHandlers.ofInputStream())
                            .body(),
                    StandardCharsets.UTF_8))) {
                assertThat(line(events)).contains("\"rev\":2,\"count\":2", "혼잣말");
                assertThat(line(events)).as("settings").contains("\"mode\":\"open\"");
                writer.request("add", comment("또 혼자"));
                assertThat(line(events)).contains("\"from\":2,\"rev\":3", "또 혼자");
                other.request("add", comment("대답"));
                assertThat(line(events)).contains("\"from\":3,\"rev\":4,\"count\":4", "대답");
            }
        }
    }

    @Test
    void aTabThatFollowsAndOneThatComesBackSeeTheSame() {
        var random = new Random(posts.get());
        try (var writer = joined(shadow());
                var tab = joined(shadow());
                var other = joined(CHUL)) {
            ban(writer);
            for (int i = 0; i < 30; i++) {
                (random.nextBoolean() ? writer : other).request("add", comment("말 " + i + "."));
            }
            long mark = 1;
            tab.until("처음");
            while (mark < 31) {
                Matcher push = Pattern.compile("\"from\":(\\d+),\"rev\":(\\d+)").matcher(tab.until("[\"changes\""));
                assertThat(push.find()).isTrue();
                assertThat(Long.parseLong(push.group(1))).isEqualTo(mark);
                mark = Long.parseLong(push.group(2));
            }
            assertThat(mark).isEqualTo(31);
            String missed = tab.request("catch_up", "{\"post\":\"" + post + "\",\"rev\":1}");
            for (int i = 0; i < 30; i++) {
                assertThat(missed).contains("말 " + i + ".");
            }
            assertThat(missed).contains("\"rev\":31,\"count\":31");
        }
    }

    @Test
    void editsRemovalsAndVotesLookAsUsualAndChangeNothing() {
        try (var other = joined(CHUL);
                var writer = joined(shadow())) {
            String others = first(other.request("add", comment("남의 글")));
            writer.until("남의 글");
            String own = ban(writer);
            String vote = "{\"post\":\"" + post + "\",\"id\":\"" + others + "\",\"value\":1}";
            assertThat(writer.request("vote", vote)).isEqualTo("{\"ok\":true,\"up\":1,\"down\":0,\"mine\":1}");
            assertThat(writer.until("\"up\":1,\"down\":0}]}]")).contains("\"from\":2,\"rev\":3", "남의 글");
            assertThat(writer.request("votes", "{\"ids\":[\"" + others + "\"]}"))
                    .contains("\"" + others + "\":1");
            String edit = "{\"post\":\"" + post + "\",\"id\":\"" + own + "\",\"text\":\"고친 글\"}";
            assertThat(writer.request("edit", edit))
                    .contains("\"seq\":2,\"rev\":4", "\"text\":\"고친 글\"", "\"edited\":");
            assertThat(writer.until("고친 글")).contains("\"from\":3,\"rev\":4");
            String alone = first(writer.request("add", comment("혼잣말")));
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + alone + "\"}";
            assertThat(writer.request("remove", form)).contains("\"seq\":5,\"rev\":6", "\"gone\":\"author\"");
            assertThat(writer.until("\"gone\"")).contains("\"from\":5,\"rev\":6,\"count\":2");
            assertThat(page(writer))
                    .contains("\"rev\":6,\"count\":2", "고친 글", "\"up\":1")
                    .doesNotContain("혼잣말");
            assertThat(page(other)).contains("\"rev\":2,\"count\":2", "처음").doesNotContain("고친 글", "혼잣말", "\"up\":1");
        }
    }

    @Test
    void answersStandInTheirThreads() {
        try (var writer = joined(shadow());
                var other = joined(CHUL)) {
            ban(writer);
            String root = first(other.request("add", comment("물음")));
            String answer =
                    writer.request("add", "{\"post\":\"" + post + "\",\"text\":\"혼자 답\",\"parent\":\"" + root + "\"}");
            assertThat(answer).contains("\"seq\":3,\"rev\":3", "\"root\":\"" + root + "\"", "\"replies\":1");
            assertThat(writer.request("more", "{\"post\":\"" + post + "\",\"root\":\"" + root + "\"}"))
                    .contains("혼자 답");
            assertThat(page(writer)).matches(".*물음.*\"replies\":1.*혼자 답.*");
            assertThat(page(other)).contains("물음").doesNotContain("혼자 답", "\"replies\"");
        }
    }

    @Test
    void whoIsNoLongerBannedIsSeenAgain() {
        try (var writer = joined(shadow());
                var other = joined(CHUL);
                var moderator = server.second(MODERATOR)) {
            String id = ban(writer);
            writer.request("add", comment("혼잣말"));
            moderator.request("moderate", order(id, "unban"));
            assertThat(writer.request("add", comment("다시 여기"))).contains("\"seq\":3,\"rev\":3");
            assertThat(other.until("다시 여기")).contains("\"from\":1,\"rev\":2,\"count\":2");
            assertThat(page(writer)).matches(".*처음.*혼잣말.*다시 여기.*").contains("\"rev\":3,\"count\":3");
        }
    }

    @Test
    void aGuestOfContractV1IsKnownByTheNetworkAndSeesTheOwnWords() {
        try (var first = server.client();
                var tab = server.client();
                var other = joined(CHUL);
                var moderator = server.second(MODERATOR)) {
            for (NamespaceClient client : List.of(first, tab)) {
                client.send("[\"join_post\",\"" + post + "\"]");
                client.event();
            }
            first.send("[\"new_comment\",{\"userId\":\"길동\",\"postId\":\"" + post + "\",\"content\":\"나쁜 말\"}]");
            String id = other.until("나쁜 말").replaceAll(".*\"id\":\"([0-9a-f]{24})\".*", "$1");
            first.until("comment_added");
            tab.until("comment_added");
            assertThat(moderator.request("moderate", order(id, "shadow"))).contains("\"ok\":true");
            first.send("[\"new_comment\",{\"userId\":\"길동\",\"postId\":\"" + post + "\",\"content\":\"혼잣말\"}]");
            assertThat(first.event()).startsWith("[\"comment_confirmed\"").contains("혼잣말");
            assertThat(first.event()).startsWith("[\"comment_added\"").contains("혼잣말");
            assertThat(tab.event()).startsWith("[\"comment_added\"").contains("혼잣말");
            tab.send("[\"join_post\",\"" + post + "\"]");
            assertThat(tab.event()).startsWith("[\"load_comments\"").contains("나쁜 말", "혼잣말");
            assertThat(page(other)).contains("나쁜 말").doesNotContain("혼잣말");
            assertThat(moderator.request("moderate", order(id, "unban"))).contains("\"ok\":true");
        }
    }

    /** Writes one comment that everybody sees, and is not heard from then on. */
    private String ban(NamespaceClient writer) {
        String id = first(writer.request("add", comment("처음")));
        writer.until("처음");
        try (var moderator = server.second(MODERATOR)) {
            assertThat(moderator.request("moderate", order(id, "shadow"))).contains("\"ok\":true", "\"audit\"");
        }
        return id;
    }

    private static String line(BufferedReader events) throws IOException {
        String line = events.readLine();
        while (!line.startsWith("data:")) {
            line = events.readLine();
        }
        return line;
    }

    private List<String> walk(NamespaceClient client, String form) {
        var texts = new ArrayList<String>();
        String cursor = "";
        while (cursor != null) {
            String part = client.request("more", form.formatted(cursor));
            Matcher text = Pattern.compile("\"text\":\"([^\"]*)\"").matcher(part);
            while (text.find()) {
                texts.add(text.group(1));
            }
            Matcher next = Pattern.compile("\"next\":\"([^\"]*)\"").matcher(part);
            cursor = next.find() ? ",\"cursor\":\"" + next.group(1) + "\"" : null;
        }
        return texts;
    }

    private String page(NamespaceClient client) {
        client.ask(1, "[\"join\",{\"post\":\"" + post + "\"}]");
        return client.until("[\"page\"");
    }

    private String get(String path, String guest) {
        return rest("/api/v2/posts/" + post + path, guest);
    }

    private String rest(String path, String guest) {
        return http.get("http://127.0.0.1:" + server.port() + path, "X-Madang-Guest", guest)
                .body();
    }

    private String shadow() {
        return "\"guest\":\"" + secret + "\",\"name\":\"그림자\"";
    }

    private NamespaceClient joined(String auth) {
        NamespaceClient client = server.second(auth);
        client.request("join", "{\"post\":\"" + post + "\"}");
        return client;
    }

    private String comment(String text) {
        return "{\"post\":\"" + post + "\",\"text\":\"" + text + "\"}";
    }

    private String order(String id, String action) {
        return "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"action\":\"" + action + "\"}";
    }

    private static String first(String text) {
        Matcher matcher = ID.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
