package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.comments.CommentService;
import dev.madang.live.store.CommentStore;
import dev.madang.live.transfer.Backups;
import dev.madang.live.transfer.Commands;
import dev.madang.live.transfer.Retention;
import dev.madang.testkit.Http;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept, put back and forgotten, with people looking on. */
final class KeepingTest {
    private static final String YOUNG = "\"guest\":\"younghee-0123456789abcdef\",\"name\":\"영희\"";
    private static final Pattern EPOCH = Pattern.compile("\"epoch\":(\\d{13})");
    private static final String POST = "0123456789abcdef01234567";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void c4AViewerFromBeforeARestoreGetsThePageToReplaceEverything() {
        String epoch;
        try (var server = LiveServer.start(folder, "--madang.limits=off");
                var writer = joined(server)) {
            add(writer, "하나");
            assertThat(command("backup", folder.resolve("backup.db").toString()))
                    .isEqualTo(Commands.DONE);
            assertThat(command("restore", folder.resolve("backup.db").toString()))
                    .as("the server runs")
                    .isEqualTo(Commands.FAILED);
            add(writer, "둘");
            epoch = found(EPOCH, writer.request("catch_up", "{\"post\":\"" + POST + "\",\"rev\":0}"));
        }
        assertThat(command("restore", folder.resolve("backup.db").toString())).isEqualTo(Commands.DONE);
        try (var server = LiveServer.start(folder, "--madang.limits=off");
                var writer = joined(server);
                var viewer = server.second("")) {
            add(writer, "셋");
            viewer.ask(1, "[\"join\",{\"post\":\"" + POST + "\",\"rev\":2,\"epoch\":" + epoch + "}]");
            assertThat(viewer.until("[\"page\"")).contains("하나", "셋").doesNotContain("둘");
            assertThat(viewer.until("43")).contains("\"reload\":true");
        }
    }

    @Test
    void whatIsTooOldGoesBeforeTheEyesOfWhoLooksOn() throws Exception {
        try (var server = LiveServer.start(folder, "--madang.limits=off", "--madang.retention=365d");
                var writer = joined(server)) {
            add(writer, "하나");
            assertThat(server.bean(Retention.class)).isNotNull();
            Clock nextYear = Clock.offset(Clock.systemUTC(), Duration.ofDays(366));
            CommentService service = server.bean(CommentService.class);
            new Retention(server.bean(CommentStore.class), service::submit, Duration.ofDays(365), nextYear).tick();
            assertThat(writer.until("\"gone\":\"author\""))
                    .contains("\"count\":0")
                    .doesNotContain("하나");
        }
    }

    @Test
    void backupsAtNightAreASetting() {
        String dir = folder.resolve("backups").toString();
        try (var server = LiveServer.start(folder, "--madang.backup.dir=" + dir, "--madang.backup.keep=3")) {
            assertThat(server.bean(Backups.class)).isNotNull();
        }
    }

    @Test
    void peopleGetWhatTheyWroteAndAreForgottenWhereEverybodySeesIt() throws Exception {
        try (var server = LiveServer.start(folder, "--madang.limits=off");
                var http = new Http();
                var writer = joined(server);
                var viewer = joined(server, "\"name\":\"철수\"")) {
            add(writer, "하나");
            add(viewer, "남의 것");
            String me = "http://127.0.0.1:" + server.port() + "/api/v2/me";
            String[] young = {"X-Madang-Guest", "younghee-0123456789abcdef"};
            assertThat(http.get(me + "/data", young).body())
                    .matches("\\{\"ok\":true,\"comments\":\\[\\{\"id\":\"[0-9a-f]{24}\",\"post\":\"" + POST
                            + "\",\"name\":\"영희\",\"text\":\"하나\",\"at\":\\d+,\"state\":\"published\",\"up\":0,\"down\":0}],"
                            + "\"next\":null}");
            assertThat(http.get(me + "/data").body()).isEqualTo("{\"ok\":true,\"comments\":[],\"next\":null}");
            assertThat(delete(me, "{}", young).statusCode()).isEqualTo(400);
            assertThat(delete(me, "{\"confirm\":\"erase\"}", young).body()).isEqualTo("{\"ok\":true,\"erased\":1}");
            assertThat(viewer.until("\"gone\":\"author\""))
                    .contains("\"count\":1")
                    .doesNotContain("하나");
            assertThat(http.get(me + "/data", young).body()).contains("\"comments\":[]");
            assertThat(delete(me, "{\"confirm\":\"erase\"}", young).body()).isEqualTo("{\"ok\":true,\"erased\":0}");
        }
    }

    @Test
    void aClaimedNameErasesNothing() throws Exception {
        try (var server = LiveServer.start(folder, "--madang.limits=off");
                var first = server.client()) {
            first.send("[\"join_post\",\"" + POST + "\"]");
            first.send("[\"new_comment\",{\"userId\":\"영희\",\"postId\":\"" + POST + "\",\"content\":\"하나\"}]");
            first.until("comment_added");
            String me = "http://127.0.0.1:" + server.port() + "/api/v2/me";
            assertThat(delete(me, "{\"confirm\":\"erase\",\"name\":\"영희\"}", "Accept", "*/*")
                            .body())
                    .isEqualTo("{\"ok\":true,\"erased\":0}");
            first.send("[\"join_post\",\"" + POST + "\"]");
            assertThat(first.until("load_comments")).contains("하나");
        }
    }

    private static HttpResponse<String> delete(String url, String body, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .headers(headers)
                .method("DELETE", HttpRequest.BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    private int command(String... words) {
        String url = "sqlite:" + folder.resolve("madang.db");
        var out = new ByteArrayOutputStream();
        int code = new Commands(
                        () -> url, () -> Commands.MISUSED, Clock.systemUTC(), InputStream.nullInputStream(), out, out)
                .run(words);
        assertThat(out.toString(StandardCharsets.UTF_8)).isNotEmpty();
        return code;
    }

    private static NamespaceClient joined(LiveServer server) {
        return joined(server, YOUNG);
    }

    private static NamespaceClient joined(LiveServer server, String auth) {
        NamespaceClient client = server.second(auth);
        client.request("join", "{\"post\":\"" + POST + "\"}");
        return client;
    }

    private static void add(NamespaceClient writer, String text) {
        assertThat(writer.request("add", "{\"post\":\"" + POST + "\",\"text\":\"" + text + "\"}"))
                .contains("\"ok\":true");
        writer.until(text);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(text).isTrue();
        return matcher.group(1);
    }
}
