package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.live.store.MongoForTests;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The application on MongoDB, beside the tutorial's own server. */
@ExtendWith(OutputCaptureExtension.class)
final class MongoLiveTest {
    private static final String POST = "64b7f0c2a1b2c3d4e5f60718";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatTheTutorialsServerWritesAppearsOnTheScreensOfOurs() {
        try (var mongo = new MongoForTests();
                var server = LiveServer.start(folder, "--madang.store=" + mongo.url());
                var viewer = server.client()) {
            viewer.send("[\"join_post\",\"" + POST + "\"]");
            assertThat(viewer.event()).isEqualTo("[\"load_comments\",[]]");
            var id = new ObjectId();
            mongo.collection("comments")
                    .insertOne(new Document("_id", id)
                            .append("userId", "길동")
                            .append("postId", new ObjectId(POST))
                            .append("content", "옆에서")
                            .append("createdAt", "2026-11-23 12:27:36")
                            .append("__v", 0));
            assertThat(viewer.event())
                    .isEqualTo("[\"comment_added\",{\"_id\":\"" + id
                            + "\",\"content\":\"옆에서\",\"userId\":\"길동\",\"createdAt\":\"2026-11-23 12:27:36\"}]");
        }
    }

    @Test
    void theChangesOfOneProcessAppearOnTheScreensOfAnother() {
        try (var mongo = new MongoForTests();
                var one = LiveServer.start(folder, "--madang.store=" + mongo.url());
                var other = LiveServer.start(folder, "--madang.store=" + mongo.url());
                var viewer = other.client();
                var writer = one.client()) {
            viewer.send("[\"join_post\",\"" + POST + "\"]");
            assertThat(viewer.event()).startsWith("[\"load_comments\"");
            writer.send("[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + POST + "\",\"content\":\"저기서\"}]");
            assertThat(writer.event()).startsWith("[\"comment_confirmed\"");
            assertThat(viewer.event()).startsWith("[\"comment_added\"").contains("저기서");
        }
    }

    @Test
    void thePasswordOfADatabaseThatIsNotThereIsInNoMessageAndNoLog(CapturedOutput output) {
        assertThatThrownBy(() -> LiveServer.start(folder, "--madang.store=mongodb://user:geheim@127.0.0.1:1/db"))
                .hasStackTraceContaining("the comments in 127.0.0.1:1/db cannot be opened")
                .satisfies(failure -> assertThat(stackTrace(failure)).doesNotContain("geheim"));
        assertThat(output.getAll()).contains("127.0.0.1:1").doesNotContain("geheim");
    }

    private static String stackTrace(Throwable failure) {
        var text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
