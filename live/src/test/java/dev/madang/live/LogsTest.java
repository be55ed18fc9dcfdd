package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.live.comments.CommentService;
import dev.madang.live.store.PostId;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What operators read about the clients of contract v1. */
@ExtendWith(OutputCaptureExtension.class)
final class LogsTest {
    private static final String POST = "64b7f0c2a1b2c3d4e5f60718";
    private static final String OTHER = "64b7f0c2a1b2c3d4e5f60719";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whoCameJoinedLeftAndWentIsLoggedAndNeverWhatTheyWrote(CapturedOutput output) {
        try (var server = LiveServer.start(folder)) {
            try (var client = server.client()) {
                client.send("[\"join_post\",\"" + POST + "\"]");
                client.until("load_comments");
                client.send("[\"new_comment\",{\"userId\":\"철수\",\"postId\":\"" + POST + "\",\"content\":\"비밀\"}]");
                client.until("comment_added");
                client.send("[\"new_comment\",\"{\\\"content\\\":\\\"비밀\"]");
                client.until("comment_error");
                client.send("[\"leave_post\",\"" + POST + "\"]");
                client.ask(1, "[\"new_comment\",{}]");
                client.until("431[");
            }
            await().until(() -> output.getOut().contains("Client disconnected: "));
        }
        assertThat(output.getOut())
                .containsSubsequence(
                        "Client connected: ", " joined post_" + POST, " left post_" + POST, "Client disconnected: ")
                .doesNotContain("비밀", "철수");
    }

    @Test
    void thePagesOfPostsThatNobodyLooksAtAreDroppedWithALine(CapturedOutput output) {
        try (var server = LiveServer.start(folder);
                var client = server.client()) {
            for (String post : new String[] {POST, OTHER}) {
                client.send("[\"join_post\",\"" + post + "\"]");
                client.until("load_comments");
            }
            server.bean(RoomCleaner.class).sweep();
            assertThat(output.getOut())
                    .contains("Cleaning up empty room: post_" + POST)
                    .doesNotContain("Cleaning up empty room: post_" + OTHER);
            CommentService service = server.bean(CommentService.class);
            await().untilAsserted(() -> assertThat(service.hotPosts()).containsExactly(new PostId(OTHER)));
        }
    }
}
