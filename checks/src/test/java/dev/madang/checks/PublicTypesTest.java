package dev.madang.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The list of public types of the published modules. A change of the list is a reviewed change of {@code
 * public-types.txt}.
 */
class PublicTypesTest {
    /* Definitions of the library's beans that the build writes into live.jar. */
    private static final String WRITTEN_FOR_LIVE = "__";

    @Test
    void thePublicTypesAreTheOnesListed() throws IOException {
        List<String> found = new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        .importPackages(
                                "dev.madang.protocol",
                                "dev.madang.engine",
                                "dev.madang.server",
                                "dev.madang.netty",
                                "dev.madang.micrometer",
                                "dev.madang.limits",
                                "dev.madang.admin",
                                "dev.madang.spring")
                        .stream()
                        .filter(PublicTypesTest::visible)
                        .map(JavaClass::getName)
                        .filter(name -> !name.contains(WRITTEN_FOR_LIVE))
                        .sorted()
                        .toList();
        Path written = Path.of("target", "public-types.txt");
        Files.write(written, found, StandardCharsets.UTF_8);
        assertThat(found)
                .as("compare %s with src/test/resources/public-types.txt", written)
                .isEqualTo(Files.readAllLines(
                        Path.of("src", "test", "resources", "public-types.txt"), StandardCharsets.UTF_8));
    }

    private static boolean visible(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(PublicTypesTest::visible).orElse(true);
    }
}
