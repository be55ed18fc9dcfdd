package dev.madang.e2e;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * What a test needs of the machine. Where it is missing the test is skipped, with the reason; with {@code CI=true} in
 * the environment that is a failure.
 */
final class Need {
    private Need() {}

    static Path program(String... names) {
        Optional<Path> found = find(names);
        present(found.isPresent(), "there is no " + String.join(" or ", names) + " on the PATH");
        return found.orElseThrow();
    }

    static Path chromium() {
        return program("chromium", "chromium-browser", "google-chrome");
    }

    static void present(boolean present, String otherwise) {
        if (present) {
            return;
        }
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail("With CI=true nothing may be missing: " + otherwise);
        }
        System.err.println("Skipped: " + otherwise);
        Assumptions.abort(otherwise);
    }

    static Optional<Path> find(String... names) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.of(names)
                .flatMap(name -> Stream.concat(Stream.of(path.split(File.pathSeparator)), Stream.of("/usr/sbin"))
                        .map(folder -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
