package dev.madang.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Each call of a handler is an observation: with a tracer in the registry, a span. */
class HandlerObservationsTest {
    private final TestObservationRegistry registry = TestObservationRegistry.create();

    @Test
    void handlersCallIsTheCurrentObservationOfItsThreadAndEndsWithIt() throws Exception {
        CompletableFuture<Observation> current = new CompletableFuture<>();
        try (SocketIo io = SocketIo.builder()
                        .monitor(new HandlerObservations(registry))
                        .build();
                WireClient client =
                        WireClient.connect(io.listen("127.0.0.1", 0).address().getPort())) {
            io.onConnection(socket -> socket.on("save", (arguments, ack) -> {
                current.complete(registry.getCurrentObservation());
                throw new IllegalStateException("boom");
            }));
            client.says("40").hears("40").says("42[\"save\",\"secret\"]");
            assertThat(current.get(30, TimeUnit.SECONDS)).isNotNull();
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> TestObservationRegistryAssert.assertThat(registry)
                            .hasSingleObservationThat()
                            .hasNameEqualTo("madang.event")
                            .hasContextualNameEqualTo("socket.io save")
                            .hasLowCardinalityKeyValue("namespace", "/")
                            .hasLowCardinalityKeyValue("event", "save")
                            .hasHighCardinalityKeyValueWithKey("socket")
                            .hasError()
                            .hasBeenStarted()
                            .hasBeenStopped());
        }
    }

    @Test
    void registryThatObservesNothingCostsNoObservation() throws Exception {
        CompletableFuture<Boolean> called = new CompletableFuture<>();
        try (SocketIo io = SocketIo.builder()
                        .monitor(new HandlerObservations(ObservationRegistry.NOOP))
                        .build();
                WireClient client =
                        WireClient.connect(io.listen("127.0.0.1", 0).address().getPort())) {
            io.onConnection(socket -> socket.on("save", (arguments, ack) -> called.complete(true)));
            client.says("40").hears("40").says("42[\"save\"]");
            assertThat(called.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
