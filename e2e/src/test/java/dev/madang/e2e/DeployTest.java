package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of {@code docs/topics/deploy.md}, which the Dockerfile takes too. */
class DeployTest {
    private static final Path ROOT = Node.FOLDER.resolve("..").normalize().toAbsolutePath();
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void unpackedJarStartsFromItsCacheAndIsReady() throws IOException {
        Path jar = ROOT.resolve("live/target/live.jar");
        Need.present(Files.exists(jar), "live.jar has not been packaged: run mvn package, or mvn verify");
        Need.present(Runtime.version().feature() >= 25, "an AOT cache in one step needs JDK 25");
        Path app = folder.resolve("app");
        run(folder, "-Djarmode=tools", "-jar", jar.toString(), "extract", "--destination", app.toString());
        Files.copy(ROOT.resolve("deploy/jvm.options"), app.resolve("jvm.options"));
        run(app, "@jvm.options", "-XX:AOTCacheOutput=live.aot", "-jar", "live.jar", "rehearse");

        int port = ServerProcess.freePort();
        List<String> command = List.of(
                JAVA,
                "@jvm.options",
                "-XX:AOTCache=live.aot",
                "-XX:AOTMode=on", // ends the JVM if the cache cannot be used
                "-jar",
                "live.jar",
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--madang.store=sqlite:" + folder.resolve("live.db"));
        try (ServerProcess server = ServerProcess.start(command, app, port);
                Http http = new Http()) {
            assertThat(http.get(server.url() + "/actuator/health/readiness").body())
                    .contains("\"UP\"");
            assertThat(http.get(server.url() + "/embed.js").statusCode()).isEqualTo(200);
            assertThat(server.log()).contains("Starting AOT-processed Live");
        }
    }

    @Test
    void theServiceOfSystemdIsOneThatSystemdUnderstands() throws IOException {
        Need.program("systemd-analyze");
        Process process = new ProcessBuilder(
                        "systemd-analyze",
                        "verify",
                        ROOT.resolve("deploy/madang-live.service").toString())
                .redirectErrorStream(true)
                .start();
        assertThat(process.inputReader(StandardCharsets.UTF_8).lines()).isEmpty();
        assertThat(process.onExit().join().exitValue()).isZero();
    }

    private static void run(Path where, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(JAVA));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(where.toFile())
                .redirectErrorStream(true)
                .start();
        List<String> lines = process.inputReader(StandardCharsets.UTF_8).lines().toList();
        assertThat(process.onExit().join().exitValue())
                .as("%s said %s", command, lines)
                .isZero();
    }
}
