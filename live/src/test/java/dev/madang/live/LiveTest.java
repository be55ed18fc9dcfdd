package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.Appended;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.NewComment;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
            assertThat(confirmed).isBetween(5, 7);
            writer.ask(3, comment("너무 빠른"));
            assertThat(writer.event()).contains("너무 빠르게");
            assertThat(writer.answer()).matches("3\\[\\{\"ok\":false,.*,\"retryAfter\":\\d+}]");
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
    void aChatSpeaksAndCatchesUp() {
        try (var server = LiveServer.start(folder, "--madang.limits=off");
                var one = server.client("/chat");
                var other = server.client("/chat")) {
            one.ask(1, "[\"chat_send\",{\"text\":\"벌써\"}]");
            assertThat(one.answer()).isEqualTo("1[{\"ok\":false,\"error\":\"먼저 대화방에 들어와 주세요.\"}]");
            one.ask(2, "[\"chat_join\",{\"room\":\"마당\",\"name\":\"철수\"}]");
            assertThat(one.answer())
                    .matches(
                            "2\\[\\{\"ok\":true,\"room\":\"마당\",\"you\":\"철수\",\"people\":1,\"epoch\":\\d+,\"reload\":false,\"messages\":\\[]}]");
            assertThat(one.event()).isEqualTo("[\"chat_people\",{\"count\":1}]");
            one.ask(3, "[\"chat_send\",{\"text\":\"안녕\",\"cid\":\"c-1\"}]");
            String message = "\\{\"id\":\"[0-9a-f]{24}\",\"seq\":1,\"name\":\"철수\",\"text\":\"안녕\",\"at\":\\d{13}}";
            assertThat(one.answer()).matches("3\\[\\{\"ok\":true,\"message\":" + message + "}]");
            assertThat(one.event()).matches("\\[\"chat_message\"," + message + "]");
            other.ask(1, "[\"chat_join\",{\"room\":\"마당\",\"name\":\"영희\"}]");
            assertThat(other.answer())
                    .matches("1\\[\\{\"ok\":true,.*\"people\":2,.*\"messages\":\\[" + message + "]}]");
            assertThat(one.event()).isEqualTo("[\"chat_people\",{\"count\":2}]");
            other.close();
            assertThat(one.event()).isEqualTo("[\"chat_people\",{\"count\":1}]");
            try (var returned = server.client("/chat")) {
                returned.ask(1, "[\"chat_join\",{\"room\":\"마당\",\"name\":\"영희\",\"after\":1}]");
                assertThat(returned.answer()).contains("\"reload\":false,\"messages\":[]");
                returned.ask(2, "[\"chat_join\",{\"room\":\"마당\",\"name\":\"영희\",\"after\":9}]");
                assertThat(returned.until("43/chat,2")).matches(".*\"reload\":true,\"messages\":\\[" + message + "]}]");
            }
        }
    }

    private static HttpResponse<String> get(LiveServer server, String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String comment(String content) {
        return "[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + POST + "\",\"content\":\"" + content + "\"}]";
    }

    /** Takes the place of the application's store. */
    static class LostDatabase {
        @Bean
        CommentStore commentStore() {
            return new CommentStore() {
                @Override
                public void append(NewComment comment, Consumer<Appended> answer) {
                    answer.accept(new Appended.Refused(Appended.Reason.UNAVAILABLE));
                }

                @Override
                public CompletableFuture<Page> newest(PostId post, int limit) {
                    return CompletableFuture.failedFuture(new StoreException("lost", new IOException()));
                }

                @Override
                public CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit) {
                    return CompletableFuture.failedFuture(new StoreException("lost", new IOException()));
                }

                @Override
                public void close() {}
            };
        }
    }
}
