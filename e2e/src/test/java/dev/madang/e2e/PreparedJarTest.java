package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of {@code live.jar}, whose beans the build prepared without any. */
class PreparedJarTest {
    private static final String PREPARED = "Starting AOT-processed Live";
    private static final String PATH = "/api/v2/posts/0123456789abcdef01234567/comments";
    private static final Path JAR =
            Node.FOLDER.resolve("../live/target/live.jar").normalize().toAbsolutePath();

    @TempDir
    private Path folder = Path.of(".");

    @Test
    void preparedBeansDoWhatTheSettingsSay() {
        try (ServerProcess server = start("--madang.metrics.token=SECRET");
                Http http = new Http()) {
            assertThat(server.log()).contains(PREPARED);
            String metrics = server.url() + "/actuator/prometheus";
            assertThat(http.get(metrics).statusCode()).isEqualTo(404);
            assertThat(http.get(metrics, "Authorization", "Bearer SECRET").statusCode())
                    .isEqualTo(200);
            String comment = "{\"text\":\"어제\",\"name\":\"철수\"}";
            assertThat(http.post(server.url() + PATH, comment, "Content-Type", "application/json")
                            .statusCode())
                    .isEqualTo(201);
            assertThat(http.get(server.url() + PATH).body()).contains("어제");
        }
        Path backups = folder.resolve("backups");
        try (ServerProcess server = start("--madang.retention=1ms", "--madang.backup.dir=" + backups);
                Http http = new Http()) {
            assertThat(server.log()).contains(PREPARED);
            Awaitility.await().until(() -> !http.get(server.url() + PATH).body().contains("어제"));
        }
    }

    @Test
    void aSettingThatDecidesAboutBeansIsHeard() {
        try (ServerProcess server = start("--management.endpoints.web.exposure.include=health");
                Http http = new Http()) {
            assertThat(server.log()).doesNotContain(PREPARED);
            assertThat(http.get(server.url() + "/actuator/prometheus").statusCode())
                    .isEqualTo(404);
            assertThat(http.get(server.url() + "/").statusCode()).isEqualTo(200);
        }
        try (ServerProcess server = start("--madang.dashboard.enabled=false");
                Http http = new Http()) {
            assertThat(http.get(server.url() + "/admin/").statusCode()).isEqualTo(404);
        }
        try (ServerProcess server = start("--madang.dashboard.password=correct horse");
                Http http = new Http()) {
            assertThat(http.get(server.url() + "/admin/").statusCode()).isEqualTo(200);
        }
    }

    private ServerProcess start(String... settings) {
        Need.present(Files.exists(JAR), "live.jar has not been packaged: run mvn package, or mvn verify");
        int port = ServerProcess.freePort();
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-jar",
                JAR.toString(),
                "--server.address=127.0.0.1",
                "--server.port=" + port,
                "--madang.store=sqlite:" + folder.resolve("live.db")));
        command.addAll(List.of(settings));
        folder.resolve("server.log").toFile().delete();
        return ServerProcess.start(command, folder, port);
    }
}
