package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the limits do to a client that is too fast: it is told so, and nothing else happens to it. */
class LimitsTest {
    private static final String POST = "65f000000000000000000005";

    @Test
    void twentyCommentsAtOnceGetTwentyAnswersAndAboutFiveAreTaken(@TempDir Path folder) {
        try (ServerProcess server = ServerProcess.live(folder, ServerProcess.freePort());
                Commenter commenter = new Commenter(server.url()).join(POST)) {
            for (int i = 0; i < 20; i++) {
                commenter.post(POST, "fast", "comment " + i, "cid " + i);
            }
            Awaitility.await("answers")
                    .until(() ->
                            commenter.confirmed().size() + commenter.errors().size() == 20);
            assertThat(commenter.confirmed()).hasSizeBetween(5, 7);
            assertThat(commenter.errors()).containsOnly("너무 빠르게 작성하고 있습니다. 잠시 후 다시 시도해 주세요.");
            assertThat(commenter.connected()).isTrue();
        }
    }
}
