package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The page that compares the library with the reference: what it names exists, and what it says is tested has its test.
 *
 * <p>A row is {@code | reference | Java | test | difference |}. Its second cell names public types and members, and the
 * third the tests that prove it; or the second says {@code no}, and the fourth why; or it says {@code not yet}.
 */
class ParityPageTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/parity.md");
    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)");
    private static final Pattern NOT_YET = Pattern.compile("Rows not built yet: (\\d+)\\.");

    private final List<Row> rows = rows();

    private record Row(String reference, String java, String tests, String difference) {
        boolean built() {
            return !java.equals("no") && !java.equals("not yet");
        }
    }

    @Test
    void everyRowIsBuiltAndTestedOrSaysWhyNot() {
        assertThat(rows).hasSizeGreaterThan(150);
        for (Row row : rows) {
            assertThat(row.java).as(row.toString()).isNotEmpty();
            if (row.built()) {
                assertThat(quoted(row.java)).as("Java names of " + row).isNotEmpty();
                assertThat(quoted(row.tests)).as("tests of " + row).isNotEmpty();
            } else {
                assertThat(row.tests).as("tests of " + row).isEmpty();
            }
            if (row.java.equals("no")) {
                assertThat(row.difference)
                        .as("reason of " + row)
                        .startsWith("because ")
                        .contains("](decisions/");
            }
        }
    }

    @Test
    void theRowsAreThoseOfTheReference() throws IOException {
        assertThat(rows.stream().map(Row::reference))
                .isEqualTo(Files.readAllLines(
                        Path.of("src", "test", "resources", "reference-api.txt"), StandardCharsets.UTF_8));
    }

    @Test
    void whatIsMissingIsCounted() throws IOException {
        long missing = rows.stream().filter(row -> row.java.equals("not yet")).count();
        System.out.println(PAGE + ": " + rows.size() + " rows, " + missing + " not built yet");
        List<String> said = NOT_YET.matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(said).containsExactly(Long.toString(missing));
    }

    @Test
    void everyJavaNameIsPublic() {
        JavaClasses types = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("dev.madang");
        for (Row row : rows) {
            if (row.built()) {
                for (String name : quoted(row.java)) {
                    assertThat(isPublic(types, name)).as(name + " of " + row).isTrue();
                }
            }
        }
    }

    @Test
    void everyTestNamedExists() throws IOException {
        Map<String, List<String>> tests = TestNames.all();
        for (Row row : rows) {
            for (String name : quoted(row.tests)) {
                String[] parts = name.split("#");
                assertThat(parts).as(name + " of " + row).hasSize(2);
                assertThat(tests.getOrDefault(parts[0], List.of()))
                        .as(name + " of " + row)
                        .contains(parts[1]);
            }
        }
    }

    @Test
    void everyPageLinkedToExists() throws IOException {
        for (MatchResult link : LINK.matcher(Files.readString(PAGE)).results().toList()) {
            assertThat(PAGE.resolveSibling(link.group(1))).as(link.group()).exists();
        }
    }

    private static boolean isPublic(JavaClasses types, String name) {
        if (published(types, name).isPresent()) {
            return true;
        }
        int dot = name.lastIndexOf('.');
        return dot > 0
                && published(types, name.substring(0, dot)).stream()
                        .flatMap(ParityPageTest::members)
                        .anyMatch(member -> member.getName().equals(name.substring(dot + 1))
                                && member.getModifiers().contains(JavaModifier.PUBLIC));
    }

    private static Stream<JavaMember> members(JavaClass type) {
        return Stream.concat(type.getAllMethods().stream(), type.getAllFields().stream());
    }

    /** The public type that is written as {@code Outer.Nested} behind its package. */
    private static Optional<JavaClass> published(JavaClasses types, String name) {
        String binary = name.replace('.', '$');
        return types.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> type.getName().endsWith("." + binary))
                .findFirst();
    }

    private static List<String> quoted(String cell) {
        return QUOTED.matcher(cell).results().map(found -> found.group(1)).toList();
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(PAGE, StandardCharsets.UTF_8)) {
                if (line.startsWith("| ") && !line.startsWith("| Reference ") && !line.startsWith("| ---")) {
                    String[] cells = line.split("(?<!\\\\)\\|", -1);
                    assertThat(cells).as(line).hasSize(6);
                    rows.add(new Row(cells[1].strip(), cells[2].strip(), cells[3].strip(), cells[4].strip()));
                }
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
        return rows;
    }
}
