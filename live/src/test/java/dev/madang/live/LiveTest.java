package dev.madang.live;

import static java.util.Objects.requireNonNull;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.madang.live.store.CommentStore;
import dev.madang.live.store.LostStore;
import dev.madang.testkit.Http;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.context.annotation.Bean;

/** The application as a whole: limits, restarts, a lost database, its settings. */
final class LiveTest {
    private static final String POST = "64b7f0c2a1b2c3d4e5f60718";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void twentyCommentsAtOnceGetTwentyAnswersAndNoDisconnect() {
        try (var server = LiveServer.start(folder);
                var writer = server.client()) {
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                writer.send(comment("빨리 " + i));
            }
            int confirmed = 0;
            for (int i = 0; i < 20; i++) {
                String event = writer.event();
                if (event.startsWith("[\"comment_confirmed\",")) {
                    confirmed++;
                } else {
                    assertThat(event)
                            .isEqualTo("[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\","
                                    + "\"error\":\"너무 빠르게 작성하고 있습니다. 잠시 후 다시 시도해 주세요.\"}]");
                }
            }
            long passed = NANOSECONDS.toSeconds(System.nanoTime() - start);
            assertThat(confirmed).isBetween(5, (int) Math.min(20, 6 + passed / 2));
            String event;
            String answer;
            do {
                writer.ask(3, comment("너무 빠른"));
                event = writer.event();
                answer = writer.answer();
            } while (event.startsWith("[\"comment_confirmed\","));
            assertThat(event).contains("너무 빠르게");
            assertThat(answer).matches("3\\[\\{\"ok\":false,.*,\"retryAfter\":\\d+}]");
        }
    }

    @Test
    void tooManySessionsOfOneAddressAreRefusedAtTheHandshakeWhereClientsTryAgain() throws Exception {
        try (var server = LiveServer.start(folder, "--madang.proxies=127.0.0.1")) {
            try (Http http = new Http()) {
                var asked = IntStream.range(0, 400)
                        .mapToObj(i -> handshake(http, server, "203.0.113.7"))
                        .toList();
                var statuses =
                        asked.stream().map(answer -> answer.join().statusCode()).toList();
                assertThat(statuses).containsOnly(200, 403);
                assertThat(statuses.stream().filter(status -> status == 200)).hasSizeGreaterThanOrEqualTo(200);
                HttpResponse<String> other =
                        handshake(http, server, "203.0.113.8").join();
                assertThat(other.body()).startsWith("0{\"sid\":");
            }
        }
    }

    @Test
    void c1AConfirmedCommentIsThereAfterARestart() {
        try (var server = LiveServer.start(folder);
                var writer = server.client()) {
            writer.send(comment("남는다"));
            assertThat(writer.event()).startsWith("[\"comment_confirmed\",");
        }
        try (var server = LiveServer.start(folder);
                var reader = server.client()) {
            reader.send("[\"join_post\",\"" + POST + "\"]");
            assertThat(reader.event())
                    .startsWith("[\"load_comments\",[{\"_id\":")
                    .contains("남는다");
        }
    }

    @Test
    void c6ALostDatabaseRefusesWithConnectionErrorAndCommentError() {
        try (var server = LiveServer.start(folder, List.of(LostDatabase.class));
                var client = server.client()) {
            HttpResponse<String> page = get(server, "/p/" + POST);
            assertThat(page.statusCode()).isEqualTo(503);
            assertThat(page.body()).contains("서버에 잠시 문제가 있습니다.");
            client.send(comment("잃어버린"));
            assertThat(client.event()).isEqualTo("[\"connection_error\",{\"message\":\"서버 연결에 문제가 발생했습니다.\"}]");
            assertThat(client.event())
                    .isEqualTo("[\"comment_error\",{\"message\":\"댓글 작성 중 오류가 발생했습니다.\","
                            + "\"error\":\"서버 연결에 문제가 발생했습니다. 잠시 후 다시 시도해 주세요.\"}]");
            client.send("[\"join_post\",\"" + POST + "\"]");
            assertThat(client.event()).isEqualTo("[\"connection_error\",{\"message\":\"서버 연결에 문제가 발생했습니다.\"}]");
            assertThat(client.event())
                    .isEqualTo("[\"comment_error\",{\"message\":\"댓글을 불러오는 중 오류가 발생했습니다.\","
                            + "\"error\":\"서버 연결에 문제가 발생했습니다. 잠시 후 다시 시도해 주세요.\"}]");
        }
    }

    @Test
    void thePagesTheClientAndSocketIoAreOnOnePort() throws IOException, InterruptedException {
        try (var server = LiveServer.start(folder, "--madang.ping-timeout=60000", "--madang.reconnection=true")) {
            assertThat(get(server, "/socket.io/?EIO=4&transport=polling").body())
                    .contains("\"pingInterval\":25000,\"pingTimeout\":60000,\"maxPayload\":65536}");
            assertThat(get(server, "/nowhere").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void bothPagesTellTheBrowserWhatItMustNotDoAndAreRevalidatedByTheirContent() throws Exception {
        try (var server = LiveServer.start(folder)) {
            for (String path : List.of("/", "/chat", "/ui/base.css")) {
                HttpResponse<String> page = get(server, path);
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.headers().firstValue("Content-Security-Policy"))
                        .hasValue(
                                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                                        + " base-uri 'none'; form-action 'self'; frame-ancestors 'self'");
                assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
                assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-cache");
                String tag = page.headers().firstValue("ETag").orElseThrow();
                assertThat(tag).matches("W/\"[0-9a-f]{32}\"");
                assertThat(page.headers().allValues("Vary")).contains("Accept-Encoding");
                HttpResponse<String> again = get(server, path, "If-None-Match", tag);
                assertThat(again.statusCode()).isEqualTo(304);
                assertThat(send(server, "HEAD", path).statusCode()).isEqualTo(200);
                assertThat(send(server, "DELETE", path).statusCode()).isEqualTo(405);
            }
        }
    }

    @Test
    void pagesAreCompressedAndPollsAreNot() throws Exception {
        try (var server = LiveServer.start(folder)) {
            for (String path : List.of("/", "/ui/base.css", "/ui/chat.js")) {
                assertThat(get(server, path, "Accept-Encoding", "gzip")
                                .headers()
                                .firstValue("Content-Encoding"))
                        .hasValue("gzip");
            }
            HttpResponse<String> poll = get(server, "/socket.io/?EIO=4&transport=polling", "Accept-Encoding", "gzip");
            assertThat(poll.headers().firstValue("Content-Encoding")).isEmpty();
            assertThat(poll.body()).startsWith("0{\"sid\":");
        }
    }

    @Test
    void aDatabaseThatCannotBeOpenedIsSaidWithoutATrace() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Throwable failure = catchThrowable(() -> LiveServer.start(file).close());
        FailureAnalysis shown = requireNonNull(new StoreFailureAnalyzer().analyze(failure));
        assertThat(shown.getDescription()).contains("madang.db").contains("cannot be opened");
        assertThat(shown.getAction()).contains("madang.store");
    }

    @Test
    void aLeaveIsNeverTooFast() {
        try (var server = LiveServer.start(folder);
                var reader = server.client();
                var witness = server.client();
                var writer = server.client()) {
            witness.send("[\"join_post\",\"" + POST + "\"]");
            witness.until("load_comments");
            reader.send("[\"join_post\",\"" + POST + "\"]");
            for (int i = 0; i < 40; i++) {
                reader.send("[\"join_post\",\"abc\"]");
            }
            reader.until("너무 빠르게");
            reader.ask(1, "[\"leave_room\",\"" + POST + "\"]");
            reader.ask(2, "[\"new_comment\",{}]");
            reader.until("432[");
            writer.send(comment("떠난 뒤"));
            assertThat(witness.event()).startsWith("[\"comment_added\",");
            reader.ask(3, "[\"new_comment\",{}]");
            assertThat(reader.event()).startsWith("[\"comment_error\",");
        }
    }

    private static CompletableFuture<HttpResponse<String>> handshake(Http http, LiveServer server, String client) {
        String url = "http://127.0.0.1:" + server.port() + "/socket.io/?EIO=4&transport=polling";
        return http.getLater(url, "X-Forwarded-For", client);
    }

    private static HttpResponse<String> get(LiveServer server, String path, String... headers) {
        return send(server, "GET", path, headers);
    }

    private static HttpResponse<String> send(LiveServer server, String method, String path, String... headers) {
        try (Http http = new Http()) {
            return http.send(method, "http://127.0.0.1:" + server.port() + path, headers);
        }
    }

    private static String comment(String content) {
        return "[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + POST + "\",\"content\":\"" + content + "\"}]";
    }

    /** Takes the place of the application's store. */
    static class LostDatabase {
        @Bean
        CommentStore commentStore() {
            return new LostStore();
        }
    }
}
