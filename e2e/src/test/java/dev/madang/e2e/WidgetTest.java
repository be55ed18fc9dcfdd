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
        assertThat(run("widget.mjs", folder))
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
                        "an element that is taken out lets go of the line, and can come back",
                        "comments are written and answered with the keys alone, and nothing moves for who asked for stillness");
    }

    @Test
    void thePagesThatTheServerWritesAreReadableWithoutJavaScriptAndTakenOverWithoutAMove(@TempDir Path folder) {
        assertThat(run("pages.mjs", folder))
                .containsExactly(
                        "comments can be read without JavaScript, and searched through page by page",
                        "who has no JavaScript is told how to write",
                        "nothing moves when the widget takes over, in either language",
                        "what was served is there before the line is, and goes on live",
                        "a28 nothing that people wrote runs or turns the text around it",
                        "a page of another server that has the fragment shows it, and the widget goes on");
    }

    @Test
    void everyStateOfAWidgetAndAChatIsSaid(@TempDir Path folder) {
        assertThat(run("states.mjs", folder))
                .containsExactly(
                        "slow mode is said, counted down, and sends by itself what was too early",
                        "what a moderator has to look at first is seen by its author alone",
                        "read-only, members only and closed posts say so in the form's place, and open again live",
                        "who was stopped from writing learns until when, and keeps the text",
                        "a refused comment stays, red, to be sent again or thrown away",
                        "a tab that nobody sees leaves after a minute, counts in its title, and catches up",
                        "a server that is not there is given up, and tried again when asked",
                        "a chat groups what one person says, marks the own, and shows who is there",
                        "who keeps order has a menu on each row, and nobody else",
                        "a pinned message stands above the others, and the mode is said",
                        "a line stands above what came while the reader was away",
                        "a flood is drawn in parts, stands still under the pointer, and ends at the newest");
    }

    /* A clock that is turned forward by a minute must not run into the pings, which come by the real one. */
    private static List<String> run(String script, Path folder) {
        String chromium = Need.chromium().toString();
        Node.ready();
        try (ServerProcess server = ServerProcess.live(
                folder, ServerProcess.freePort(), "--madang.limits=off", "--madang.ping-timeout=120s")) {
            Path screens = Node.FOLDER.resolve("target/screens").toAbsolutePath();
            return Node.run(script, Integer.toString(server.port()), chromium, screens.toString());
        }
    }

    @Test
    void theTypesOfThePagesScriptsFitTogether() {
        Node.ready();
        assertThat(Node.run("types.mjs")).containsExactly("the types fit");
    }
}
