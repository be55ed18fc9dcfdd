package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import me.normanmaurer.maven.autobahntestsuite.AutobahnTestSuite;
import org.json.simple.JSONObject;
import org.junit.jupiter.api.Test;
import org.python.util.PythonInterpreter;

/**
 * The Autobahn test suite against our frames: cases 1 to 7 in every build, limits and performance (9 and 10) in the
 * long form too. What each case does stands in {@code target/autobahntestsuite-reports/index.html}.
 */
class AutobahnTest {
    /*
     * The suite gives a server one second for many things, on its own clock, which a loaded machine may not keep. So a
     * case with another verdict is run again: what breaks a rule breaks it each time.
     */
    private static final boolean LONG = Boolean.getBoolean("madang.long");
    private static final List<String> CASES =
            LONG ? List.of("*") : List.of("1.*", "2.*", "3.*", "4.*", "5.*", "6.*", "7.*");

    @Test
    void theVerdictsAreTheExpectedOnes() throws Exception {
        Map<String, String> expected = expected();
        try (FrameEcho echo = new FrameEcho()) {
            String url = "ws://127.0.0.1:" + echo.port();
            Map<String, String> verdicts = run(url, CASES);
            assertThat(verdicts).hasSize(LONG ? 301 : 246);
            Map<String, String> others = others(verdicts, expected);
            for (int again = 0; again < 2 && !others.isEmpty(); again++) {
                others = others(run(url, List.copyOf(others.keySet())), expected);
            }
            assertThat(others).isEmpty();
        }
    }

    /** The verdicts that are not as expected. */
    private static Map<String, String> others(Map<String, String> verdicts, Map<String, String> expected) {
        Map<String, String> others = new TreeMap<>(verdicts);
        others.entrySet().removeIf(each -> each.getValue().equals(expected.getOrDefault(each.getKey(), "OK OK")));
        return others;
    }

    private static Map<String, String> run(String url, List<String> cases)
            throws IOException, InterruptedException, URISyntaxException {
        Path output = Path.of("target", "autobahn.log");
        Files.createDirectories(output.getParent());
        Process process = new ProcessBuilder(command(url, cases))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(LONG ? 40 : 8, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("verdict "))
                .map(line -> line.split(" ", 3))
                .collect(Collectors.toMap(line -> line[1], line -> line[2], (one, two) -> two, TreeMap::new));
    }

    private static List<String> command(String url, List<String> cases) throws URISyntaxException {
        List<String> parts = new ArrayList<>();
        for (Class<?> each :
                List.of(AutobahnClient.class, AutobahnTestSuite.class, PythonInterpreter.class, JSONObject.class)) {
            parts.add(Path.of(each.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return Stream.concat(
                        Stream.of(
                                java,
                                "-Xmx512m",
                                "-Dpython.cachedir.skip=true",
                                "-cp",
                                String.join(File.pathSeparator, parts),
                                AutobahnClient.class.getName(),
                                url),
                        cases.stream())
                .toList();
    }

    /** The verdicts that are not plainly OK, by case; what stands behind them in each line says why. */
    private static Map<String, String> expected() throws IOException {
        try (InputStream file = AutobahnTest.class.getResourceAsStream("/autobahn-verdicts.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" +", 4))
                    .collect(Collectors.toMap(
                            line -> line[0], line -> line[1] + " " + line[2], (one, two) -> two, TreeMap::new));
        }
    }
}
