package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A chat room is a post in one list: contract v2, with who is there. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChatRoomsTest {
    private final Http http = new Http();

    @SuppressWarnings("NullAway.Init")
    private LiveServer server;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = LiveServer.start(folder, "--madang.limits=off", "--madang.chat.rooms=마당,뒤뜰");
    }

    @AfterAll
    void stop() {
        http.close();
        server.close();
    }

    @Test
    void messagesComeInOneListAndWhoWasAwayCatchesUp() {
        String room = "\"key\":\"chat:말\",\"view\":\"flat\"";
        try (var one = person("철수");
                var other = person("영희")) {
            one.request("join", "{" + room + "}");
            one.request("add", "{\"key\":\"chat:말\",\"text\":\"안녕\"}");
            other.ask(1, "[\"join\",{" + room + "}]");
            assertThat(other.until("[\"page\"")).contains("\"text\":\"안녕\"", "\"pinned\":[]", "\"next\":null");
            assertThat(other.until("431[")).contains("\"rev\":1,", "\"count\":1,");
            one.request("add", "{\"key\":\"chat:말\",\"text\":\"또 안녕\"}");
            assertThat(other.until("[\"changes\"")).contains("또 안녕");
            assertThat(other.request("join", "{" + room + ",\"rev\":1}")).contains("\"changes\":[{", "또 안녕");
        }
    }

    @Test
    void whoIsInARoomIsSeenByThoseInItOnceForAllTheirWindows() {
        String room = "{\"key\":\"chat:사람\",\"view\":\"flat\"}";
        try (var one = person("철수")) {
            one.request("join", room);
            assertThat(one.until("[\"people\"")).contains("\"count\":1,\"people\":[{", "\"name\":\"철수\"");
            try (var other = person("영희");
                    var again = person("영희")) {
                other.request("join", room);
                again.request("join", room);
                assertThat(one.until("영희")).contains("\"count\":2,");
                other.request("add", "{\"key\":\"chat:사람\",\"text\":\"하나\",\"name\":\"민수\"}");
                assertThat(one.until("[\"people\""))
                        .contains("\"count\":2,", "민수")
                        .doesNotContain("영희");
                other.request("leave", "{\"key\":\"chat:사람\"}");
                again.request("typing", "{\"key\":\"chat:사람\"}");
            }
            assertThat(one.until("[\"people\"")).contains("\"count\":1,").doesNotContain("민수");
        }
    }

    @Test
    void whoReadsCommentsIsNotListed() {
        try (var one = person("철수");
                var reader = person("영희")) {
            reader.request("join", "{\"key\":\"chat:읽기\"}");
            one.request("join", "{\"key\":\"chat:읽기\",\"view\":\"flat\"}");
            assertThat(one.until("[\"people\"")).contains("\"count\":1,").doesNotContain("영희");
        }
    }

    @Test
    void theRoomsOfTheSettingsAndThoseAskedForAreListedWithWhatHappensInThem() {
        try (var one = person("철수")) {
            one.request("join", "{\"key\":\"chat:마당\",\"view\":\"flat\"}");
            one.request("add", "{\"key\":\"chat:마당\",\"text\":\"하나\"}");
            String list = http.get("http://127.0.0.1:" + server.port() + "/api/v2/rooms?room=%EB%B0%A9")
                    .body();
            assertThat(list)
                    .matches(
                            "\\{\"ok\":true,\"rooms\":\\[\\{\"room\":\"마당\",\"post\":\"[0-9a-f]{24}\",\"count\":1,\"viewers\":1},"
                                    + "\\{\"room\":\"뒤뜰\",.*\"count\":0,\"viewers\":0},\\{\"room\":\"방\",.*}]}");
        }
    }

    private NamespaceClient person(String name) {
        return server.second("\"name\":\"" + name + "\",\"guest\":\"" + name + "-0123456789abcdef\"");
    }
}
