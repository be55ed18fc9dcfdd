package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The widget in a browser, in pages of another origin. Pictures of its states are left in {@code target/screens}. */
class WidgetTest {
    @Test
    void whatOnePersonDoesInTheWidgetTheOtherSees(@TempDir Path folder) {
        String chromium = Need.chromium().toString();
        Node.ready();
        try (ServerProcess server = ServerProcess.live(folder, ServerProcess.freePort(), "--madang.limits=off")) {
            Path screens = Node.FOLDER.resolve("target/screens").toAbsolutePath();
            List<String> lines = Node.run("widget.mjs", Integer.toString(server.port()), chromium, screens.toString());
            assertThat(lines)
                    .containsExactly(
                            "a page of another origin holds the widget, in Korean and in English, light and dark",
                            "nothing moves while it loads",
                            "the host page's style stays outside, and the widget's inside",
                            "an input method's Enter belongs to the input method",
                            "a reply stands below its comment, on both screens",
                            "an edit is seen live",
                            "a vote is seen live, and taken back",
                            "axe finds nothing to complain about",
                            "a deleted comment goes; one with replies leaves a stub",
                            "who reads elsewhere is offered the news, and is not moved",
                            "a draft survives a reload",
                            "what is written while the line is lost waits, also for the next visit",
                            "the order is the reader's choice",
                            "on the keyboard of a screen Enter starts a new line, and the button sends",
                            "a counter shows how many there are",
                            "an element that is taken out lets go of the line, and can come back");
        }
    }

    @Test
    void theTypesOfThePagesScriptsFitTogether() {
        Node.ready();
        assertThat(Node.run("types.mjs")).containsExactly("the types fit");
    }
}
