package dev.madang.live.v2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/topics/live-api.md} says is what the program does. */
final class ApiPageTest {
    private static final Path ROOT = Files.isDirectory(Path.of("docs")) ? Path.of("") : Path.of("..");

    private final String page = text("docs/topics/live-api.md");

    @Test
    void everyRequestHasItsRowAndNoOther() {
        List<String> served =
                found("on\\(socket, \"(\\w+)\"", text("live/src/main/java/dev/madang/live/v2/ContractV2.java"));
        assertThat(rows("| request | object | answer |")).isEqualTo(served);
    }

    @Test
    void everyCodeHasItsRowAndNoOther() {
        assertThat(rows("| code | HTTP | meaning |"))
                .isEqualTo(Stream.of(Code.values()).map(Code::code).toList());
    }

    @Test
    void everyKeyOfARowIsExplained() {
        String table = page.substring(page.indexOf("A **row**"), page.indexOf("## Over Socket.IO"));
        for (String key : Row.class.getAnnotation(JsonPropertyOrder.class).value()) {
            assertThat(table).contains("`" + key + "`");
        }
    }

    @Test
    void theKeysOfAnswersAndPushesAreThoseOfThePage() {
        assertThat(page)
                .contains("| `page` | " + keys(Values.Page.class))
                .contains("| `changes` | " + keys(Values.Changes.class))
                .contains("| `viewers` | " + keys(Values.Viewers.class))
                .contains("| `typing` | " + keys(Values.Typing.class))
                .contains(keys(Values.More.class))
                .contains(keys(Values.Missed.class))
                .contains(keys(Values.Added.class))
                .contains(keys(Values.Changed.class))
                .contains(keys(Values.Voted.class))
                .contains("`me` is " + keys(Values.Me.class))
                .contains(keys(Values.Joined.class).replace(", changes, reload", ""));
    }

    @Test
    void everyRouteHasItsRow() {
        String source = text("live/src/main/java/dev/madang/live/v2/HttpApi.java");
        for (MatchResult route : Pattern.compile("\\.(GET|PUT|POST|DELETE)\\((POST(?: \\+ )?)?(?:\"([^\"]*)\")?")
                .matcher(source)
                .results()
                .toList()) {
            String path = (route.group(2) == null ? "" : "/api/v2/posts/{post}")
                    + (route.group(3) == null ? "" : route.group(3));
            assertThat(page).contains("`" + route.group(1) + " " + path);
        }
    }

    private List<String> rows(String head) {
        int start = page.indexOf(head);
        assertThat(start).as(head).isPositive();
        return found("\\n\\| `(\\w+)`", page.substring(start, page.indexOf("\n\n", start)));
    }

    private static String keys(Class<?> type) {
        return "`{"
                + String.join(", ", type.getAnnotation(JsonPropertyOrder.class).value()) + "}`";
    }

    private static List<String> found(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(hit -> hit.group(1))
                .toList();
    }

    private static String text(String file) {
        try {
            return Files.readString(ROOT.resolve(file));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
