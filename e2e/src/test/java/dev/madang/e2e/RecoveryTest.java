package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.SocketIo;
import dev.madang.server.SocketIoOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery with the stock client: nothing is lost or doubled however often its connection is cut; {@code docs/topics/recovery.md}. */
class RecoveryTest {
    private static final int CUTS = 20;

    @ParameterizedTest(name = "client {0} over {1}")
    @CsvSource(
            delimiter = ';',
            value = {"4.8.4;websocket", "4.8.4;polling,websocket", "4.8.4;polling", "4.7.5;websocket"})
    void clientThatIsCutAgainAndAgainHasEveryEventOnceAndInOrder(String version, String transports) {
        assertThat(run(SocketIo.builder(), version, transports, "settled"))
                .isEqualTo(List.of(
                        "recovered without an event: true",
                        "recovered with events: " + CUTS,
                        "room: true",
                        "recovered after leaving: false"));
    }

    /** A stock client whose WebSocket breaks in the midst of its upgrade notices that at its ping timeout only. */
    @ParameterizedTest(name = "client {0}")
    @ValueSource(strings = {"4.8.4", "4.7.5"})
    void clientThatIsCutAndClosedDuringItsUpgradesHasNoEventTwice(String version) {
        SocketIoOptions.Builder impatient =
                SocketIo.builder().pingInterval(Duration.ofSeconds(1)).pingTimeout(Duration.ofSeconds(2));
        assertThat(run(impatient, version, "polling,websocket", "any"))
                .isEqualTo(List.of(
                        "each event once and in order, or a new socket",
                        "room: true",
                        "recovered after leaving: false"));
    }

    private static List<String> run(SocketIoOptions.Builder builder, String version, String transports, String when) {
        Node.ready();
        AtomicInteger ticks = new AtomicInteger();
        try (SocketIo io = server(builder)) {
            io.onConnection(socket -> {
                socket.on("tick", (arguments, ack) -> {
                    io.to("news").emit("tick", ticks.incrementAndGet());
                    ack.reply(ticks.get());
                });
                socket.on(
                        "members",
                        (arguments, ack) -> ack.reply(io.of("/").rooms().get("news")));
            });
            String port = Integer.toString(io.listen("127.0.0.1", 0).address().getPort());
            return Node.run("recovery.mjs", port, version, transports, Integer.toString(CUTS), when);
        }
    }

    private static SocketIo server(SocketIoOptions.Builder builder) {
        SocketIo io =
                builder.connectionStateRecovery(ConnectionStateRecovery.DEFAULT).build();
        io.onConnection(socket -> {
            if (!socket.recovered()) {
                socket.data().put("name", "min");
                socket.join("news");
            }
        });
        return io;
    }
}
