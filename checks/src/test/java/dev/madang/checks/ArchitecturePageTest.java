package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page that explains the structure names files that exist. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern FILE = Pattern.compile("`([a-z]+)/…/([A-Za-z/]+\\.java)`");

    @Test
    void everyFileNamedOnTheArchitecturePageExists() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/architecture.md"));
        List<MatchResult> named = FILE.matcher(page).results().toList();
        assertThat(named).hasSizeGreaterThan(10);
        for (MatchResult file : named) {
            assertThat(exists(file.group(1), file.group(2))).as(file.group()).isTrue();
        }
    }

    private static boolean exists(String module, String file) throws IOException {
        Path sources = ROOT.resolve(module).resolve("src/main/java/dev/madang");
        try (Stream<Path> files = Files.walk(sources)) {
            return files.anyMatch(path -> path.endsWith(file));
        }
    }
}
