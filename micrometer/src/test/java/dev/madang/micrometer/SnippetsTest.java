package dev.madang.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.Session;
import dev.madang.server.Monitor;
import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/observability.md}. */
class SnippetsTest {
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    @Test
    void serverIsWatchedByMetersObservationsAndAMonitorOfItsOwn() {
        var registry = new SimpleMeterRegistry();
        var observations = ObservationRegistry.create();
        Monitor alarm = new Monitor() {
            @Override
            public void ruleBroken(Session session, String rule) {
                broken.add(rule + " by " + session.request().remoteAddress().getHostString());
            }
        };
        var metrics = new MadangMetrics(registry);
        SocketIo io = SocketIo.builder()
                .monitor(metrics, new HandlerObservations(observations), alarm)
                .build();
        metrics.bindTo(io);
        try (io;
                WireClient client =
                        WireClient.connect(io.listen("127.0.0.1", 0).address().getPort())) {
            client.says("42{}");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(broken).containsExactly("PAYLOAD_TYPE by 127.0.0.1"));
            assertThat(registry.get("madang.rules.broken").counter().count()).isEqualTo(1);
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(
                                    registry.get("madang.namespaces").gauge().value())
                            .isEqualTo(1));
        }
    }
}
