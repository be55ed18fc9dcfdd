package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.live.store.CommentStore;
import dev.madang.live.store.LostStore;
import dev.madang.testkit.Http;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.annotation.Bean;

/** What operators ask: health, readiness and metrics. */
final class OperationsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void healthAndReadinessAreForEverybodyAndMetricsForThisMachine() {
        try (var server = LiveServer.start(folder);
                var http = new Http()) {
            assertThat(get(http, server, "/actuator/health").body()).contains("\"status\":\"UP\"", "\"store\"");
            assertThat(get(http, server, "/actuator/health/liveness").statusCode())
                    .isEqualTo(200);
            assertThat(get(http, server, "/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
            assertThat(get(http, server, "/actuator/prometheus").body()).contains("madang_sessions", "jvm_memory_used");
            assertThat(get(http, server, "/actuator/prometheus", "X-Forwarded-For", "192.0.2.1")
                            .statusCode())
                    .isEqualTo(404);
            assertThat(get(http, server, "/actuator/env").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void metricsWithATokenAreForWhoNamesIt() {
        try (var server = LiveServer.start(folder, "--madang.metrics.token=secret");
                var http = new Http()) {
            String path = "/actuator/prometheus";
            for (String way :
                    List.of(path, "/%61ctuator/prometheus", "/actuator/%70rometheus", "/actuator;x/prometheus")) {
                assertThat(get(http, server, way).statusCode()).as(way).isEqualTo(404);
            }
            assertThat(get(http, server, path, "Authorization", "Bearer wrong").statusCode())
                    .isEqualTo(404);
            assertThat(get(http, server, path, "Authorization", "Bearer secret").statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void lostDatabaseIsUnhealthyAndTheServerReadyAllTheSame() {
        try (var server = LiveServer.start(folder, List.of(Lost.class));
                var http = new Http()) {
            HttpResponse<String> health = get(http, server, "/actuator/health");
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"store\":{\"status\":\"DOWN\"}");
            assertThat(get(http, server, "/actuator/health/readiness").statusCode())
                    .isEqualTo(200);
        }
    }

    static class Lost {
        @Bean
        CommentStore commentStore() {
            return new LostStore();
        }
    }

    private static HttpResponse<String> get(Http http, LiveServer server, String path, String... headers) {
        return http.get("http://127.0.0.1:" + server.port() + path, headers);
    }
}
