package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard in a browser, beside windows with the widget. Pictures are left in {@code target/screens}. */
class DashboardPageTest {
    private static final Pattern LINK = Pattern.compile("http://localhost:\\d+/admin/setup#[\\w-]+");

    @Test
    void whatIsDecidedOnTheDashboardIsSeenInOtherWindows(@TempDir Path folder) {
        String chromium = Need.chromium().toString();
        Node.ready();
        String password = "correct horse battery staple";
        try (ServerProcess server = ServerProcess.live(folder, ServerProcess.freePort(), "--madang.limits=off")) {
            String link = Awaitility.await("the link of the log")
                    .until(() -> LINK.matcher(server.log()).results().findFirst(), Optional::isPresent)
                    .orElseThrow()
                    .group();
            Path screens = Node.FOLDER.resolve("target/screens").toAbsolutePath();
            List<String> lines = Node.run(
                    "dashboard.mjs", Integer.toString(server.port()), chromium, screens.toString(), password, link);
            assertThat(lines)
                    .containsExactly(
                            "a new server asks for the link of its log",
                            "who opens it chooses a name and a password that will do",
                            "the link works once",
                            "who does not know the password does not get in",
                            "who knows it does, in Korean and in English, light and dark",
                            "what a setting may not be is said at its field",
                            "a comment that waits comes into the queue by itself",
                            "approved by a key it is seen in another window",
                            "hidden by a key it can be taken back",
                            "many are approved at once",
                            "the charts move",
                            "a post is made read-only, and opened again",
                            "a post of emoji only says so where one writes",
                            "a person is found, banned, and let go",
                            "the log knows all of it",
                            "all comments are downloaded as a file",
                            "who leaves is out",
                            "no script, style or request was stopped by the page's policy");
        }
    }
}
