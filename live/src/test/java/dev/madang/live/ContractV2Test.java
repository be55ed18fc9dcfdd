package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Contract v2 as it is on the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractV2Test {
    private static final String YOUNG = "\"guest\":\"younghee-0123456789abcdef\",\"name\":\"영희\"";
    private static final String CHUL = "\"guest\":\"chulsoo-0123456789abcdef\",\"name\":\"철수\"";
    private static final String BY = "\\{\"key\":\"[\\w-]{12}\",\"name\":\"%s\",\"kind\":\"guest\"}";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f]{24})\"");

    private final AtomicInteger posts = new AtomicInteger();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(folder, "--madang.limits=off");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void whoJoinsGetsThePageAndThenTheAnswer() {
        String post = newPost();
        try (var reader = server.second(YOUNG)) {
            reader.ask(1, "[\"join\",{\"post\":\"" + post + "\"}]");
            assertThat(reader.event())
                    .isEqualTo("[\"page\",{\"post\":\"" + post
                            + "\",\"epoch\":0,\"rev\":0,\"count\":0,\"rows\":[],\"pinned\":[],\"next\":null}]");
            assertThat(answer(reader))
                    .matches("1\\[\\{\"ok\":true,\"post\":\"" + post
                            + "\",\"epoch\":0,\"rev\":0,\"count\":0,\"mode\":\"open\",\"slow\":0,"
                            + "\"me\":\\{\"key\":\"[\\w-]{12}\",\"name\":\"영희\",\"role\":\"guest\",\"editWindow\":900000},"
                            + "\"viewers\":1,\"held\":\\[]}]");
        }
    }

    @Test
    void aWriterIsAnsweredBeforeTheRowIsShown() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            writer.ask(7, "[\"add\",{\"post\":\"" + post + "\",\"text\":\"안녕\",\"cid\":\"c-1\"}]");
            String row = "\\{\"id\":\"[0-9a-f]{24}\",\"seq\":1,\"rev\":1,\"by\":" + BY.formatted("영희")
                    + ",\"text\":\"안녕\",\"at\":\\d{13},\"up\":0,\"down\":0}";
            assertThat(answer(writer)).matches("7\\[\\{\"ok\":true,\"row\":" + row + ",\"held\":false}]");
            String push = until(writer, "changes");
            assertThat(push)
                    .matches("\\[\"changes\",\\{\"post\":\"" + post + "\",\"from\":0,\"rev\":1,\"count\":1,\"rows\":\\["
                            + row + "]}]");
            assertThat(until(reader, "changes")).isEqualTo(push);
        }
    }

    @Test
    void anEditIsShownLive() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            String id = add(writer, post, "안녕");
            assertThat(writer.request("edit", "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"text\":\"잘 가\"}"))
                    .matches("\\{\"ok\":true,\"row\":\\{\"id\":\"" + id + "\",\"seq\":1,\"rev\":2,.*\"text\":\"잘 가\""
                            + ",\"at\":\\d+,\"edited\":\\d+,.*");
            until(reader, "changes");
            assertThat(until(reader, "changes"))
                    .contains("\"from\":1,\"rev\":2,\"count\":1", "\"seq\":1,\"rev\":2", "\"text\":\"잘 가\"");
        }
    }

    @Test
    void whatItsAuthorRemovedIsShownAsGoneWithoutAuthorAndText() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            String id = add(writer, post, "비밀");
            String tombstone =
                    "\\{\"id\":\"" + id + "\",\"seq\":1,\"rev\":2,\"at\":\\d+,\"up\":0,\"down\":0,\"gone\":\"author\"}";
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + id + "\"}";
            assertThat(writer.request("remove", form)).matches("\\{\"ok\":true,\"row\":" + tombstone + "}");
            assertThat(writer.request("remove", form)).as("again").matches("\\{\"ok\":true,\"row\":" + tombstone + "}");
            until(reader, "changes");
            assertThat(until(reader, "changes"))
                    .matches("\\[\"changes\",\\{\"post\":\"" + post + "\",\"from\":1,\"rev\":2,\"count\":0,\"rows\":\\["
                            + tombstone + "]}]");
            try (var late = server.second(CHUL)) {
                late.ask(1, "[\"join\",{\"post\":\"" + post + "\"}]");
                assertThat(late.event())
                        .contains("\"rev\":2,\"count\":0,\"rows\":[]")
                        .doesNotContain("비밀");
            }
        }
    }

    @Test
    void votesAreAnsweredAtOnceAndShownByATally() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            String id = add(writer, post, "좋은 글");
            until(reader, "changes");
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"value\":";
            assertThat(reader.request("vote", form + "1}")).isEqualTo("{\"ok\":true,\"up\":1,\"down\":0,\"mine\":1}");
            assertThat(reader.request("vote", form + "-1}")).isEqualTo("{\"ok\":true,\"up\":0,\"down\":1,\"mine\":-1}");
            assertThat(reader.until("\"up\":0,\"down\":1}]}]")).startsWith("42[\"changes\",");
            assertThat(reader.request("votes", "{\"ids\":[\"" + id + "\"]}"))
                    .isEqualTo("{\"ok\":true,\"votes\":{\"" + id + "\":-1}}");
            assertThat(writer.request("vote", form + "1}")).contains("\"code\":\"forbidden\"");
        }
    }

    @Test
    void anAnswerStandsInItsThreadAndCountsThere() {
        String post = newPost();
        try (var writer = joined(post, YOUNG)) {
            String root = add(writer, post, "물음");
            String answer =
                    writer.request("add", "{\"post\":\"" + post + "\",\"text\":\"답\",\"parent\":\"" + root + "\"}");
            assertThat(answer).contains("\"parent\":\"" + root + "\",\"root\":\"" + root + "\"", "\"replies\":1");
            String deeper = writer.request(
                    "add", "{\"post\":\"" + post + "\",\"text\":\"답의 답\",\"parent\":\"" + id(answer) + "\"}");
            assertThat(deeper).contains("\"parent\":\"" + id(answer) + "\",\"root\":\"" + root + "\"", "\"replies\":2");
            try (var reader = server.second(CHUL)) {
                reader.ask(1, "[\"join\",{\"post\":\"" + post + "\"}]");
                assertThat(reader.event())
                        .matches(".*\"text\":\"물음\".*\"replies\":2}.*\"text\":\"답\".*\"text\":\"답의 답\".*");
                assertThat(reader.request("more", "{\"post\":\"" + post + "\",\"root\":\"" + root + "\",\"limit\":1}"))
                        .matches("\\{\"ok\":true,\"rows\":\\[\\{.*\"text\":\"답\".*],\"next\":\"2\"}")
                        .doesNotContain("답의 답");
                assertThat(reader.request(
                                "more",
                                "{\"post\":\"" + post + "\",\"root\":\"" + root + "\",\"limit\":1,\"cursor\":\"2\"}"))
                        .contains("답의 답", "\"next\":null");
            }
        }
    }

    @Test
    void moreGoesThroughAListInEachOrder() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var voter = joined(post, CHUL)) {
            String first = add(writer, post, "하나");
            add(writer, post, "둘");
            add(writer, post, "셋");
            voter.request("vote", "{\"post\":\"" + post + "\",\"id\":\"" + first + "\",\"value\":1}");
            voter.until("\"up\":1,\"down\":0}]}]");
            String form = "{\"post\":\"" + post + "\",\"limit\":2,\"order\":\"%s\"%s}";
            assertThat(texts(voter.request("more", form.formatted("newest", ""))))
                    .isEqualTo("셋 둘 next=2");
            assertThat(texts(voter.request("more", form.formatted("newest", ",\"cursor\":\"2\""))))
                    .isEqualTo("하나 next=null");
            assertThat(texts(voter.request("more", form.formatted("oldest", ""))))
                    .isEqualTo("하나 둘 next=2");
            assertThat(texts(voter.request("more", form.formatted("best", "")))).isEqualTo("하나 셋 next=3");
            assertThat(texts(voter.request("more", form.formatted("best", ",\"cursor\":\"3\""))))
                    .isEqualTo("둘 next=null");
        }
    }

    @Test
    void whoComesBackGetsWhatWasMissedAndIsInTheRoom() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = server.second(CHUL)) {
            String id = add(writer, post, "하나");
            add(writer, post, "둘");
            writer.request("edit", "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"text\":\"하나!\"}");
            reader.ask(1, "[\"join\",{\"post\":\"" + post + "\",\"rev\":1,\"epoch\":0}]");
            assertThat(answer(reader))
                    .matches("1\\[\\{\"ok\":true,.*\"rev\":3,\"count\":2,.*\"changes\":\\[\\{.*\"rev\":2.*\"rev\":3.*")
                    .doesNotContain("reload");
            add(writer, post, "셋");
            String push = until(reader, "changes");
            while (push.contains("\"rev\":3,\"count\":2")) {
                push = until(reader, "changes"); // that of the edit may still have been gathered when the reader came
            }
            assertThat(push).contains("\"rev\":4,\"count\":3", "셋");
            assertThat(reader.request("catch_up", "{\"post\":\"" + post + "\",\"rev\":3}"))
                    .matches(
                            "\\{\"ok\":true,\"epoch\":\\d{13},\"rev\":4,\"count\":3,\"rows\":\\[\\{.*셋.*],\"more\":false}");
            assertThat(reader.request("catch_up", "{\"post\":\"" + post + "\",\"rev\":9}"))
                    .isEqualTo("{\"ok\":true,\"reload\":true}");
        }
    }

    @Test
    void whoComesBackFromAnotherHistoryGetsThePageToReplaceEverything() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = server.second(CHUL)) {
            add(writer, post, "하나");
            reader.ask(1, "[\"join\",{\"post\":\"" + post + "\",\"rev\":5,\"epoch\":1}]");
            assertThat(reader.event()).startsWith("[\"page\",").contains("하나");
            assertThat(answer(reader)).contains("\"rev\":1,", "\"reload\":true");
        }
    }

    @Test
    void whoLeftHearsNothing() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            assertThat(reader.request("leave", "{\"post\":\"" + post + "\"}")).isEqualTo("{\"ok\":true}");
            add(writer, post, "떠난 뒤");
            reader.ask(5, "[\"join\",{\"post\":\"" + post + "\",\"view\":\"flat\"}]");
            assertThat(until(reader, "")).startsWith("[\"page\",").contains("떠난 뒤");
        }
    }

    @Test
    void c2ARetryWithTheSameCidIsTheSameRowAndShownOnce() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            String form = "{\"post\":\"" + post + "\",\"text\":\"한 번\",\"cid\":\"c-1\"}";
            String first = writer.request("add", form);
            assertThat(writer.request("add", form)).isEqualTo(first);
            add(writer, post, "그다음");
            assertThat(until(reader, "changes")).contains("한 번");
            assertThat(until(reader, "changes")).contains("그다음");
        }
    }

    @Test
    void aKeyNamesThePostItIsMadeOf() {
        try (var writer = server.second(YOUNG)) {
            writer.ask(1, "[\"join\",{\"key\":\"https://example.com/a\",\"url\":\"https://example.com/a\"}]");
            assertThat(writer.event()).startsWith("[\"page\",{\"post\":\"2dce0a4c50441bfccfa9caf4\"");
            assertThat(answer(writer)).contains("\"post\":\"2dce0a4c50441bfccfa9caf4\"");
        }
    }

    @Test
    void clientsOfContractV1SeeNewRowsAndNeverWhatIsGone() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var first = server.client()) {
            first.send("[\"join_post\",\"" + post + "\"]");
            assertThat(first.event()).isEqualTo("[\"load_comments\",[]]");
            String id = add(writer, post, "하나");
            assertThat(first.event()).startsWith("[\"comment_added\",{\"_id\":\"" + id + "\"");
            writer.request("edit", "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"text\":\"고침\"}");
            writer.request("remove", "{\"post\":\"" + post + "\",\"id\":\"" + id + "\"}");
            add(writer, post, "둘");
            assertThat(first.event()).startsWith("[\"comment_added\",").contains("둘");
            first.send("[\"join_post\",\"" + post + "\"]");
            assertThat(first.event())
                    .startsWith("[\"load_comments\",[{")
                    .contains("둘")
                    .doesNotContain(id);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "join | {} | invalid",
                "join | {\"post\":\"abc\"} | invalid",
                "join | 5 | invalid",
                "join | {\"post\":\"P\",\"rev\":-1} | invalid",
                "join | {\"post\":\"P\",\"view\":\"tree\"} | invalid",
                "leave | {} | invalid",
                "more | {\"post\":\"P\",\"order\":\"worst\"} | invalid",
                "more | {\"post\":\"P\",\"cursor\":\"x\"} | invalid",
                "more | {\"post\":\"P\",\"root\":\"ID\",\"order\":\"best\"} | invalid",
                "catch_up | {\"post\":\"P\"} | invalid",
                "add | {\"post\":\"P\"} | invalid",
                "add | {\"post\":\"P\",\"text\":\" \"} | invalid",
                "add | {\"post\":\"P\",\"text\":7} | invalid",
                "add | {\"post\":\"P\",\"text\":\"LONG\"} | too_long",
                "add | {\"post\":\"P\",\"text\":\"t\",\"parent\":\"ID\"} | not_found",
                "edit | {\"post\":\"P\",\"id\":\"ID\",\"text\":\"t\"} | not_found",
                "edit | {\"post\":\"P\",\"id\":\"x\",\"text\":\"t\"} | invalid",
                "edit | {\"post\":\"P\",\"id\":\"ID\",\"text\":\"LONG\"} | too_long",
                "remove | {\"post\":\"P\",\"id\":\"ID\"} | not_found",
                "vote | {\"post\":\"P\",\"id\":\"ID\",\"value\":1} | not_found",
                "vote | {\"post\":\"P\",\"id\":\"ID\",\"value\":2} | invalid",
                "votes | {\"ids\":[5]} | invalid"
            })
    void aRequestThatIsWrongIsRefusedWithItsCode(String name, String form, String code) {
        String filled = form.replace("\"P\"", "\"" + newPost() + "\"")
                .replace("\"ID\"", "\"0123456789abcdef01234567\"")
                .replace("LONG", "가".repeat(2_001));
        try (var client = server.second(YOUNG)) {
            assertThat(client.request(name, filled)).startsWith("{\"ok\":false,\"code\":\"" + code + "\",\"error\":\"");
        }
    }

    @Test
    void aRefusalSpeaksTheLanguageOfTheClient() {
        try (var korean = server.second(YOUNG);
                var english = server.second("\"lang\":\"en\"")) {
            assertThat(korean.request("join", "{}"))
                    .isEqualTo("{\"ok\":false,\"code\":\"invalid\",\"error\":\"입력 형식이 올바르지 않습니다.\"}");
            assertThat(english.request("join", "{}"))
                    .isEqualTo("{\"ok\":false,\"code\":\"invalid\",\"error\":\"The request is not well-formed.\"}");
        }
    }

    @Test
    void whoHasNoNameIsAskedForOne() {
        String post = newPost();
        try (var nobody = server.second("")) {
            String form = "{\"post\":\"" + post + "\",\"text\":\"누구\"";
            assertThat(nobody.request("add", form + "}")).contains("\"code\":\"name_missing\"");
            assertThat(nobody.request("add", form + ",\"name\":\"이름\"}")).contains("\"name\":\"이름\"");
            assertThat(nobody.request("add", form + "}")).contains("\"name\":\"이름\"");
        }
    }

    @Test
    void othersRowsCanBeNeitherEditedNorRemoved() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var other = server.second(CHUL);
                var sameName = server.second("\"name\":\"영희\"");
                var sameGuest = server.second(YOUNG)) {
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + add(writer, post, "내 글") + "\",\"text\":\"남이\"}";
            assertThat(other.request("edit", form)).contains("\"code\":\"forbidden\"");
            assertThat(other.request("remove", form)).contains("\"code\":\"forbidden\"");
            assertThat(sameName.request("edit", form)).contains("\"code\":\"forbidden\"");
            assertThat(sameGuest.request("edit", form)).contains("\"ok\":true");
        }
    }

    @Test
    void whatIsGoneCanBeNeitherEditedNorAnsweredNorVotedOn() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var other = server.second(CHUL)) {
            String id = add(writer, post, "곧 없다");
            String form = "{\"post\":\"" + post + "\",\"id\":\"" + id + "\",\"text\":\"다시\",\"value\":1,\"parent\":\""
                    + id + "\"}";
            writer.request("remove", form);
            assertThat(writer.request("edit", form)).contains("\"code\":\"conflict\"");
            assertThat(writer.request("add", form)).contains("\"code\":\"conflict\"");
            assertThat(other.request("vote", form)).contains("\"code\":\"conflict\"");
        }
    }

    @Test
    void aSocketIsInAtMostTwentyPosts() {
        try (var reader = server.second(YOUNG)) {
            String last = "";
            for (int i = 0; i < 20; i++) {
                last = newPost();
                assertThat(reader.request("join", "{\"post\":\"" + last + "\"}"))
                        .startsWith("{\"ok\":true");
            }
            String one = newPost();
            assertThat(reader.request("join", "{\"post\":\"" + one + "\"}")).contains("\"code\":\"too_many_posts\"");
            assertThat(reader.request("join", "{\"post\":\"" + last + "\"}"))
                    .as("again")
                    .startsWith("{\"ok\":true");
            reader.request("leave", "{\"post\":\"" + last + "\"}");
            assertThat(reader.request("join", "{\"post\":\"" + one + "\"}")).startsWith("{\"ok\":true");
        }
    }

    @Test
    void howManyLookIsToldToAll() {
        String post = newPost();
        try (var one = joined(post, YOUNG)) {
            try (var two = joined(post, CHUL)) {
                assertThat(two.until("[\"viewers\""))
                        .isEqualTo("42[\"viewers\",{\"post\":\"" + post + "\",\"count\":2}]");
            }
            assertThat(one.until("\"count\":1}]")).isEqualTo("42[\"viewers\",{\"post\":\"" + post + "\",\"count\":1}]");
        }
    }

    @Test
    void whoTypesIsToldToAll() {
        String post = newPost();
        try (var writer = joined(post, YOUNG);
                var reader = joined(post, CHUL)) {
            writer.send("[\"typing\",{\"post\":\"" + post + "\"}]");
            assertThat(until(reader, "typing"))
                    .matches("\\[\"typing\",\\{\"post\":\"" + post
                            + "\",\"names\":\\[\"영희\"],\"keys\":\\[\"[\\w-]{12}\"],\"more\":0}]");
        }
    }

    private String newPost() {
        return "74b7f0c2a1b2c3d4%08x".formatted(posts.incrementAndGet());
    }

    private NamespaceClient joined(String post, String auth) {
        NamespaceClient client = server.second(auth);
        assertThat(client.request("join", "{\"post\":\"" + post + "\"}")).startsWith("{\"ok\":true");
        return client;
    }

    private static String add(NamespaceClient writer, String post, String text) {
        return id(writer.request("add", "{\"post\":\"" + post + "\",\"text\":\"" + text + "\"}"));
    }

    /** The next event of that name that is not about viewers. */
    private static String until(NamespaceClient client, String name) {
        String event = client.event();
        while (event.startsWith("[\"viewers\"") || !event.startsWith("[\"" + name)) {
            event = client.event();
        }
        return event;
    }

    /** The answer to a question; how many look may be told at any time before. */
    private static String answer(NamespaceClient client) {
        String packet = client.next();
        while (packet.startsWith("42[\"viewers\"")) {
            packet = client.next();
        }
        assertThat(packet).startsWith("43");
        return packet.substring(2);
    }

    private static String id(String json) {
        Matcher id = ID.matcher(json);
        assertThat(id.find()).as(json).isTrue();
        return id.group(1);
    }

    private static String texts(String answer) {
        var texts = new StringBuilder();
        Matcher text = Pattern.compile("\"text\":\"([^\"]*)\"").matcher(answer);
        while (text.find()) {
            texts.append(text.group(1)).append(' ');
        }
        Matcher next = Pattern.compile("\"next\":\"?([^\"}]*)").matcher(answer);
        return next.find() ? texts + "next=" + next.group(1) : texts.toString();
    }
}
