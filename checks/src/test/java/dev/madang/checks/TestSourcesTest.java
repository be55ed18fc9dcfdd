package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What no test may do: wait for time, or for something that may never come. */
class TestSourcesTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void noTestSleeps() throws IOException {
        assertThat(testsWith("\\bsleep\\(")).isEmpty();
    }

    @Test
    void noTestClosesAnHttpClientAndSoWaitsForItsWebSocketsWithoutEnd() throws IOException {
        assertThat(testsWith("try \\((final )?(HttpClient|var) \\w+ = HttpClient|\\b(http|httpClient)\\.close\\(\\)"))
                .allSatisfy(test -> assertThat(Files.readString(test)).contains("new Http()"));
    }

    private static List<Path> testsWith(String pattern) throws IOException {
        Pattern found = Pattern.compile(pattern);
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().replace('\\', '/').matches(".*/src/test/java/.*\\.java"))
                    .filter(file -> !file.endsWith("TestSourcesTest.java"))
                    .filter(file -> found.matcher(read(file)).find())
                    .toList();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
