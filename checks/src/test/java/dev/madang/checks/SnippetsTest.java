package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every Java snippet of the documents stands, line by line, in a source file that the build compiles and runs: a test of
 * the examples, of the modules they are about, or of the real clients.
 */
class SnippetsTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetIsCompiledAndRun() throws IOException {
        List<List<String>> sources = new ArrayList<>();
        for (String module :
                List.of("examples", "micrometer", "rate-limits", "admin", "spring-boot-starter", "live", "e2e")) {
            for (Path file : files(ROOT.resolve(module).resolve("src/test/java"), ".java")) {
                sources.add(lines(Files.readString(file)));
            }
        }
        int snippets = 0;
        List<Path> pages = new ArrayList<>(files(ROOT.resolve("docs"), ".md"));
        pages.add(ROOT.resolve("README.md"));
        pages.add(ROOT.resolve("README.ko.md"));
        for (Path page : pages) {
            for (var block : BLOCK.matcher(Files.readString(page)).results().toList()) {
                List<String> snippet = lines(block.group(1));
                assertThat(sources.stream().anyMatch(source -> Collections.indexOfSubList(source, snippet) >= 0))
                        .as("some test holds this snippet of %s:%n%s", page, block.group(1))
                        .isTrue();
                snippets++;
            }
        }
        assertThat(snippets).isGreaterThan(5);
    }

    /** The lines without indentation, and without empty ones. */
    private static List<String> lines(String text) {
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
        }
    }
}
