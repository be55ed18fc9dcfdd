package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The links of the documentation, in each of its languages: each is whole, and leads to a file, and to a heading in it. */
class LinksTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern CODE = Pattern.compile("(`+)(.+?)\\1");
    private static final Pattern LINK = Pattern.compile("\\]\\((?<target>[^)\\s]*)(?<end>.?)", Pattern.DOTALL);
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+?) *#*$");
    private static final Pattern LINKED_TEXT = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

    @TestFactory
    Stream<DynamicTest> everyLinkIsWholeAndLeadsSomewhere() throws IOException {
        return pages().stream()
                .map(page -> DynamicTest.dynamicTest(ROOT.relativize(page).toString(), () -> {
                    String text = read(page);
                    assertThat(faults(page, text)).isEmpty();
                }));
    }

    @Test
    void whatIsBrokenIsFound() {
        Path page = ROOT.resolve("README.md");
        assertThat(faults(page, "[a](CHANGELOG.md) [b](docs/topics/live.md#settings) [c](https://example.com)"))
                .isEmpty();
        assertThat(faults(page, "[a](CHANGELOG.md and on")).containsExactly("not closed: CHANGELOG.md");
        assertThat(faults(page, "[a](docs/none.md)")).containsExactly("no such file: docs/none.md");
        assertThat(faults(page, "[a](docs/topics/live.md#none) [`b`](#none)"))
                .containsExactly("no such heading: docs/topics/live.md#none", "no such heading: #none");
        assertThat(faults(page, "`[a](none)`\n```\n[a](none)\n```\n")).isEmpty();
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> below = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, below)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> faults(Path page, String text) {
        var faults = new ArrayList<String>();
        String prose = CODE.matcher(FENCED.matcher(text).replaceAll("")).replaceAll("code");
        Matcher link = LINK.matcher(prose);
        while (link.find()) {
            String target = link.group("target");
            if (!link.group("end").equals(")")) {
                faults.add("not closed: " + target);
            } else if (!ELSEWHERE.matcher(target).matches()) {
                fault(page, target).ifPresent(faults::add);
            }
        }
        return faults;
    }

    private static Optional<String> fault(Path page, String target) {
        int hash = target.indexOf('#');
        String name = hash < 0 ? target : target.substring(0, hash);
        Path file = name.isEmpty() ? page : page.resolveSibling(name).normalize();
        if (!file.startsWith(ROOT) || !Files.exists(file)) {
            return Optional.of("no such file: " + target);
        }
        return hash < 0 || headings(read(file)).contains(target.substring(hash + 1))
                ? Optional.empty()
                : Optional.of("no such heading: " + target);
    }

    /** The names that headings have in addresses: what GitHub makes of them. */
    private static List<String> headings(String text) {
        Map<String, Integer> seen = new HashMap<>();
        return HEADING.matcher(FENCED.matcher(text).replaceAll(""))
                .results()
                .map(heading -> LINKED_TEXT
                        .matcher(heading.group(1))
                        .replaceAll("$1")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .map(slug -> {
                    int count = seen.merge(slug, 1, Integer::sum);
                    return count == 1 ? slug : slug + "-" + (count - 1);
                })
                .toList();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
