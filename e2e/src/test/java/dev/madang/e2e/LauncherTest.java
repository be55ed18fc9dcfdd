package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The runnable jars as they lie in the target folders after {@code package}. */
class LauncherTest {
    private static final Path ROOT = Node.FOLDER.resolve("..").normalize();

    @TempDir
    private Path folder = Path.of(".");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "conformance/target/conformance.jar --profile v5",
                "examples/target/examples.jar chat",
                "bench/target/bench-server.jar",
                "live/target/live.jar"
            })
    void anOldJvmIsToldInOneLineWhatIsNeeded(String command) throws IOException {
        Path java = oldJava();
        Outcome outcome = run(java, command.split(" "));

        assertThat(outcome.exitValue()).isEqualTo(2);
        assertThat(outcome.lines())
                .singleElement()
                .asString()
                .startsWith("Madang needs Java 21 or newer; this is Java ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    conformance/target/conformance.jar --profile v9    | no profile is called v9; there are: v5, js-client, engine-client, java-client, java-engine-client
                    conformance/target/conformance.jar --port x        | --port x: not a port, which is a number from 0 to 65535
                    examples/target/examples.jar                       | which example?
                    examples/target/examples.jar chess                 | no example is called chess
                    bench/target/bench-server.jar --handlers sometimes | --handlers sometimes: neither virtual nor event-loop
                    """)
    void aWrongCommandLineIsToldWhatIsWrong(String command, String message) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Outcome outcome = run(java, command.split(" "));

        assertThat(outcome.exitValue()).isEqualTo(2);
        assertThat(outcome.lines().get(0)).isEqualTo(message);
    }

    private record Outcome(int exitValue, List<String> lines) {}

    private Outcome run(Path java, String... words) {
        Path jar = ROOT.resolve(words[0]);
        Need.present(Files.exists(jar), words[0] + " has not been packaged: run mvn package, or mvn verify");
        List<String> command = new ArrayList<>(List.of(java.toString(), "-jar", jar.toString()));
        command.addAll(List.of(words).subList(1, words.length));
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            List<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines().toList();
            return new Outcome(process.onExit().join().exitValue(), lines);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    private static Path oldJava() throws IOException {
        List<Path> found = new ArrayList<>();
        Need.find("java").ifPresent(found::add);
        File[] installed = Objects.requireNonNullElse(new File("/usr/lib/jvm").listFiles(), new File[0]);
        Stream.of(installed).map(jdk -> jdk.toPath().resolve("bin/java")).forEach(found::add);
        for (Path java : found) {
            if (Files.isExecutable(java) && version(java.toRealPath()) < 21) {
                return java;
            }
        }
        Need.present(false, "there is no JVM older than 21");
        throw new IllegalStateException();
    }

    private static int version(Path java) throws IOException {
        Path release = Objects.requireNonNull(
                        Objects.requireNonNull(java.getParent()).getParent())
                .resolve("release");
        if (!Files.exists(release)) {
            return Integer.MAX_VALUE;
        }
        Optional<String> line = Files.readAllLines(release).stream()
                .filter(each -> each.startsWith("JAVA_VERSION="))
                .findFirst();
        String text =
                line.orElse("JAVA_VERSION=\"99\"").replaceAll("[^0-9.]", "").replaceFirst("^1\\.", "");
        return Integer.parseInt(text.split("\\.")[0]);
    }
}
