package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
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

/** Contract v1 as it is on the wire: names, keys, their order, words and times. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractV1Test {
    private static final ZoneId SEOUL = ZoneId.of("Asia/Seoul");
    private static final String SHOWN =
            "\\{\"_id\":\"([0-9a-f]{24})\",\"content\":\"%s\",\"userId\":\"%s\",\"createdAt\":\"(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d)\"}";
    private static final Pattern ID = Pattern.compile("\"_id\":\"([0-9a-f]{24})\"");

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
    void aWriterWhoJoinedIsToldThenAnsweredThenShownTheComment() {
        String post = newPost();
        try (var writer = joined(post);
                var reader = joined(post)) {
            writer.ask(7, comment(post, "안녕하세요", "철수"));
            String shown = SHOWN.formatted("안녕하세요", "철수");
            assertThat(writer.event())
                    .matches("\\[\"comment_confirmed\",\\{\"message\":\"댓글이 성공적으로 작성되었습니다.\",\"comment\":" + shown
                            + "}]");
            assertThat(writer.answer()).matches("7\\[\\{\"ok\":true,\"comment\":" + shown + "}]");
            String added = writer.event();
            assertThat(added).matches("\\[\"comment_added\"," + shown + "]");
            assertThat(reader.event()).isEqualTo(added);
        }
    }

    @Test
    void theTimeIsThatOfSeoul() {
        String post = newPost();
        try (var writer = server.client()) {
            LocalDateTime before = LocalDateTime.now(SEOUL).truncatedTo(ChronoUnit.SECONDS);
            writer.send(comment(post, "몇 시", "철수"));
            Matcher shown = Pattern.compile(SHOWN.formatted("몇 시", "철수")).matcher(writer.event());
            assertThat(shown.find()).isTrue();
            var time = LocalDateTime.parse(shown.group(2), DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss"));
            assertThat(time).isBetween(before, LocalDateTime.now(SEOUL));
        }
    }

    @Test
    void aWriterWhoDidNotJoinIsOnlyTold() {
        String post = newPost();
        try (var writer = server.client()) {
            writer.send(comment(post, "지나가다", "철수"));
            assertThat(writer.event()).startsWith("[\"comment_confirmed\",");
            writer.send("[\"join_post\",\"" + post + "\"]");
            assertThat(writer.event()).matches("\\[\"load_comments\",\\[" + SHOWN.formatted("지나가다", "철수") + "]]");
        }
    }

    @Test
    void aPostNobodyWroteToLoadsAnEmptyList() {
        try (var reader = server.client()) {
            reader.send("[\"join_post\",\"" + newPost() + "\"]");
            assertThat(reader.event()).isEqualTo("[\"load_comments\",[]]");
        }
    }

    @Test
    void quotesAreDroppedAndCaseIsIgnoredEverywhere() {
        String post = newPost();
        try (var reader = server.client();
                var writer = server.client()) {
            reader.send("[\"join_post\",\"\\\"" + post.toUpperCase(Locale.ROOT) + "\\\"\"]");
            assertThat(reader.event()).isEqualTo("[\"load_comments\",[]]");
            String form = "{\\\"userId\\\":\\\"철수\\\",\\\"postId\\\":\\\"" + post + "\\\",\\\"content\\\":\\\"글자로\\\"}";
            writer.send("[\"new_comment\",\"" + form + "\"]");
            assertThat(reader.event()).matches("\\[\"comment_added\"," + SHOWN.formatted("글자로", "철수") + "]");
            reader.send("[\"leave_post\",\"\\\"" + post + "\\\"\"]");
            assertThat(silentAfter(reader, () -> write(post, "떠난 뒤"))).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{\"postId\":\"P\",\"content\":\"c\"} | 필수 입력 항목이 누락되었습니다.",
                "{\"userId\":\"\",\"postId\":\"P\",\"content\":\"c\"} | 필수 입력 항목이 누락되었습니다.",
                "{\"userId\":\"a\",\"content\":\"c\"} | 필수 입력 항목이 누락되었습니다.",
                "{\"userId\":\"a\",\"postId\":\"P\",\"content\":\"  \"} | 필수 입력 항목이 누락되었습니다.",
                "{\"userId\":\"a\",\"postId\":\"P\",\"content\":0} | 필수 입력 항목이 누락되었습니다.",
                "{\"userId\":\"a\",\"postId\":\"abc\",\"content\":\"c\"} | 유효하지 않은 게시글 ID입니다.",
                "{\"userId\":\"a\",\"postId\":\"P\",\"content\":{}} | 입력 형식이 올바르지 않습니다.",
                "{\"userId\":\"a\",\"postId\":5,\"content\":\"c\"} | 입력 형식이 올바르지 않습니다.",
                "\"{broken\" | 입력 형식이 올바르지 않습니다.",
                "null | 입력 형식이 올바르지 않습니다."
            })
    void aCommentThatIsWrongGetsItsError(String form, String error) {
        String post = newPost();
        try (var writer = server.client()) {
            writer.ask(1, "[\"new_comment\"," + form.replace("\"P\"", "\"" + post + "\"") + "]");
            assertThat(writer.event())
                    .isEqualTo("[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\",\"error\":\"" + error + "\"}]");
            assertThat(writer.answer())
                    .isEqualTo("1[{\"ok\":false,\"message\":\"댓글 작성 중 오류가 발생했습니다.\",\"error\":\"" + error + "\"}]");
        }
    }

    @Test
    void aCommentOfMoreThanTwoThousandLettersIsRefused() {
        try (var writer = server.client()) {
            writer.send(comment(newPost(), "가".repeat(2_001), "철수"));
            assertThat(writer.event())
                    .isEqualTo(
                            "[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\",\"error\":\"댓글은 2,000자까지 쓸 수 있습니다.\"}]");
        }
    }

    @Test
    void noArgumentAtAllIsWrongAndHarmsNobody() {
        try (var client = server.client()) {
            client.send("[\"new_comment\"]");
            assertThat(client.event()).contains("입력 형식이 올바르지 않습니다.");
            client.send("[\"join_post\"]");
            assertThat(client.event()).contains("입력 형식이 올바르지 않습니다.");
            client.send("[\"leave_room\"]");
            client.send("[\"reconnect_attempt\",3]");
            client.send("[\"join_post\",\"" + newPost() + "\"]");
            assertThat(client.event()).isEqualTo("[\"load_comments\",[]]");
        }
    }

    @Test
    void aRefusedJoinLeavesTheSocketWhereItWas() {
        String post = newPost();
        try (var reader = joined(post)) {
            reader.send("[\"join_post\",\"abc\"]");
            assertThat(reader.event())
                    .isEqualTo(
                            "[\"comment_error\",{\"message\":\"댓글을 불러오는 중 오류가 발생했습니다.\",\"error\":\"유효하지 않은 게시글 ID입니다.\"}]");
            reader.send("[\"join_post\",5]");
            assertThat(reader.event())
                    .isEqualTo(
                            "[\"comment_error\",{\"message\":\"댓글을 불러오는 중 오류가 발생했습니다.\",\"error\":\"입력 형식이 올바르지 않습니다.\"}]");
            write(post, "아직 여기");
            assertThat(reader.event()).startsWith("[\"comment_added\",");
        }
    }

    @Test
    void joiningAnotherPostLeavesTheFirst() {
        String first = newPost();
        String second = newPost();
        try (var reader = joined(first)) {
            reader.send("[\"join_post\",\"" + second + "\"]");
            assertThat(reader.event()).isEqualTo("[\"load_comments\",[]]");
            write(first, "앞 글");
            write(second, "뒤 글");
            assertThat(reader.event()).contains("뒤 글");
        }
    }

    @Test
    void leaveRoomIsTheOtherNameOfLeavePost() {
        String post = newPost();
        try (var reader = joined(post)) {
            reader.send("[\"leave_room\",\"" + post + "\"]");
            assertThat(silentAfter(reader, () -> write(post, "떠난 뒤"))).isTrue();
        }
    }

    @Test
    void c2ARetryWithTheSameCidIsConfirmedAgainAndShownOnce() {
        String post = newPost();
        String form =
                "[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + post + "\",\"content\":\"한 번\",\"cid\":\"c-1\"}]";
        try (var writer = server.client();
                var reader = joined(post)) {
            writer.send(form);
            String first = writer.event();
            writer.send(form);
            assertThat(writer.event()).isEqualTo(first).doesNotContain("cid");
            assertThat(reader.event()).startsWith("[\"comment_added\",").doesNotContain("cid");
            write(post, "그다음");
            assertThat(reader.event()).contains("그다음");
        }
    }

    @Test
    void loadCommentsHoldsTheNewestHundredOldestFirst() {
        String post = newPost();
        try (var writer = server.client()) {
            for (int i = 0; i < 105; i++) {
                writer.send(comment(post, "n" + i, "철수"));
                writer.event();
            }
            writer.send("[\"join_post\",\"" + post + "\"]");
            Matcher contents = Pattern.compile("\"content\":\"n(\\d+)\"").matcher(writer.event());
            List<Integer> loaded = contents.results()
                    .map(found -> Integer.valueOf(found.group(1)))
                    .toList();
            assertThat(loaded).hasSize(100).isSorted().startsWith(5).endsWith(104);
        }
    }

    @Test
    void c3AndC5SixteenClientsThatRejoinAgainAndAgainEndEqualToTheStore() throws InterruptedException {
        String post = newPost();
        var written = new CountDownLatch(200);
        Thread writing = Thread.ofVirtual().start(() -> {
            try (var writer = server.client()) {
                for (int i = 0; i < 200; i++) {
                    writer.send(comment(post, "동시에 " + i, "철수"));
                    writer.event();
                    written.countDown();
                }
            }
        });
        var ends = new ArrayList<List<String>>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 16; i++) {
            threads.add(Thread.ofVirtual().start(() -> {
                List<String> end = rejoinUntil(post, written);
                synchronized (ends) {
                    ends.add(end);
                }
            }));
        }
        writing.join();
        for (Thread thread : threads) {
            thread.join();
        }
        List<String> stored = server.bean(CommentStore.class).newest(new PostId(post), 0).join().comments().stream()
                .map(Comment::id)
                .toList();
        assertThat(stored).hasSize(200);
        assertThat(ends)
                .hasSize(16)
                .allSatisfy(end -> assertThat(end)
                        .doesNotHaveDuplicates()
                        .hasSizeGreaterThanOrEqualTo(100)
                        .isEqualTo(stored.subList(200 - end.size(), 200)));
    }

    /** What a stock client shows at the end: each load replaces the list, each added comment is appended. */
    private List<String> rejoinUntil(String post, CountDownLatch written) {
        var list = new ArrayList<String>();
        try (var client = server.client()) {
            boolean last = false;
            while (!last) {
                last = written.getCount() == 0;
                client.send("[\"join_post\",\"" + post + "\"]");
                String event = client.event();
                while (!event.startsWith("[\"load_comments\",")) {
                    list.addAll(ids(event));
                    event = client.event();
                }
                list.clear();
                list.addAll(ids(event));
            }
        }
        return list;
    }

    private static List<String> ids(String event) {
        return ID.matcher(event).results().map(found -> found.group(1)).toList();
    }

    private String newPost() {
        return "64b7f0c2a1b2c3d4%08x".formatted(posts.incrementAndGet());
    }

    private NamespaceClient joined(String post) {
        NamespaceClient client = server.client();
        client.send("[\"join_post\",\"" + post + "\"]");
        assertThat(client.event()).startsWith("[\"load_comments\",");
        return client;
    }

    private void write(String post, String content) {
        try (var writer = server.client()) {
            writer.send(comment(post, content, "영희"));
            assertThat(writer.event()).startsWith("[\"comment_confirmed\",");
        }
    }

    /** Whether a client that now joins a new post hears nothing before that post's page. */
    private boolean silentAfter(NamespaceClient client, Runnable noise) {
        noise.run();
        client.send("[\"join_post\",\"" + newPost() + "\"]");
        return client.event().equals("[\"load_comments\",[]]");
    }

    private static String comment(String post, String content, String userId) {
        return "[\"new_comment\",{\"userId\":\"%s\",\"postId\":\"%s\",\"content\":\"%s\"}]"
                .formatted(userId, post, content);
    }
}
