package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.CommentStore;
import dev.madang.live.store.LostStore;
import dev.madang.testkit.Http;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

/** What contract v2 says when it is asked too often, too late, or while the database is away. */
final class RefusalsV2Test {
    private static final String POST = "b4b7f0c2a1b2c3d4e5f60718";
    private static final String AUTH = "\"guest\":\"younghee-0123456789abcdef\",\"name\":\"영희\",\"lang\":\"en\"";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whoWritesTooFastIsToldHowLongToWait() {
        try (var server = LiveServer.start(folder);
                var writer = server.second(AUTH)) {
            for (int i = 0; i < 5; i++) {
                assertThat(writer.request("add", add("글 " + i))).startsWith("{\"ok\":true");
            }
            String refused = writer.request("add", add("너무 빨리"));
            for (int i = 0; i < 20 && refused.startsWith("{\"ok\":true"); i++) {
                refused = writer.request("add", add("너무 빨리"));
            }
            assertThat(refused)
                    .matches(
                            "\\{\"ok\":false,\"code\":\"too_fast\",\"error\":\"You are writing too fast\\. Please try again in a"
                                    + " moment\\.\",\"retryAfter\":\\d+}");
            assertThat(writer.request("join", "{\"post\":\"" + POST + "\"}")).startsWith("{\"ok\":true");
        }
    }

    @Test
    void theEditWindowCloses() {
        try (var server = LiveServer.start(folder, "--madang.comments.edit-window=0");
                var writer = server.second(AUTH)) {
            String row = writer.request("add", add("끝"));
            String id = row.replaceAll(".*\"id\":\"([0-9a-f]{24})\".*", "$1");
            String form = "{\"post\":\"" + POST + "\",\"id\":\"" + id + "\",\"text\":\"다시\"}";
            assertThat(writer.request("edit", form))
                    .isEqualTo("{\"ok\":false,\"code\":\"forbidden\",\"error\":\"You are not allowed to do that.\"}");
            assertThat(writer.request("remove", form)).startsWith("{\"ok\":true");
        }
    }

    @Test
    void c6WhileTheDatabaseIsAwayEverythingIsRefusedAndNobodyIsDisconnected() {
        String refused =
                "{\"ok\":false,\"code\":\"unavailable\",\"error\":\"The server has a problem. Please try again in a moment.\"}";
        try (var server = LiveServer.start(folder, List.of(Lost.class));
                var client = server.second(AUTH);
                Http http = new Http()) {
            String form = "{\"post\":\"" + POST
                    + "\",\"id\":\"0123456789abcdef01234567\",\"text\":\"글\",\"value\":1,\"rev\":1,\"ids\":[]}";
            for (String request : List.of("join", "more", "catch_up", "add", "edit", "remove", "vote", "votes")) {
                assertThat(client.request(request, form)).as(request).isEqualTo(refused);
            }
            String host = "http://127.0.0.1:" + server.port();
            for (String path : List.of("", "/comments", "/changes?rev=1")) {
                var answer = http.get(host + "/api/v2/posts/" + POST + path, "Accept-Language", "en");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).isEqualTo(refused);
            }
            assertThat(http.get(host + "/feed/" + POST + ".xml").statusCode()).isEqualTo(503);
            assertThat(http.get(host + "/feed.xml").statusCode()).isEqualTo(503);
        }
    }

    private static String add(String text) {
        return "{\"post\":\"" + POST + "\",\"text\":\"" + text + "\"}";
    }

    /** Takes the place of the application's store. */
    static class Lost {
        @Bean
        CommentStore commentStore() {
            return new LostStore();
        }
    }
}
