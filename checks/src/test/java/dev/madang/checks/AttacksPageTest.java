package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about attacks: each row has its tests, and they exist. */
class AttacksPageTest {
    private static final Path PAGE = Path.of("../docs/topics/attacks.md");
    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)#(\\w+)`");

    @Test
    void everyTestNamedExists() throws IOException {
        Map<String, List<String>> tests = TestNames.all();
        for (String row : rows()) {
            List<MatchResult> named = NAMED.matcher(row).results().toList();
            assertThat(named).as(row).isNotEmpty();
            for (MatchResult test : named) {
                assertThat(tests.getOrDefault(test.group(1), List.of()))
                        .as(test.group())
                        .contains(test.group(2));
            }
        }
    }

    @Test
    void theRowsAreThoseOfTheLibrary() throws IOException {
        assertThat(rows().stream().map(row -> row.split("\\|")[1].strip()))
                .isEqualTo(Stream.concat(IntStream.rangeClosed(1, 26).boxed(), Stream.of(29, 30))
                        .map(number -> "A" + number)
                        .toList());
    }

    private static List<String> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| A"))
                .toList();
    }
}
