package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.SocketIo;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connection state recovery with the stock client: nothing is lost or doubled however often its connection is cut. */
class RecoveryTest {
    private static final int CUTS = 20;

    @ParameterizedTest(name = "client {0} over {1}")
    @CsvSource(delimiter = ';', value = {"4.8.4;websocket", "4.8.4;polling,websocket", "4.8.4;polling", "4.7.5;websocket"})
    void clientThatIsCutAgainAndAgainHasEveryEventOnceAndInOrder(String version, String transports) {
        Node.ready();
        AtomicInteger ticks = new AtomicInteger();
        try (SocketIo io = SocketIo.builder()
                .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                .build()) {
            io.onConnection(socket -> {
                if (!socket.recovered()) {
                    socket.join("members");
                }
                socket.on("tick", (arguments, ack) -> {
                    io.to("members").emit("tick", ticks.incrementAndGet());
                    ack.reply(ticks.get());
                });
                socket.on(
                        "members",
                        (arguments, ack) -> ack.reply(io.of("/").rooms().get("members")));
            });
            int port = io.listen("127.0.0.1", 0).address().getPort();
            assertThat(Node.run("recovery.mjs", Integer.toString(port), version, transports, Integer.toString(CUTS)))
                    .isEqualTo(List.of(
                            "recovered without an event: true",
                            "recovered with events: " + CUTS,
                            "room: true",
                            "recovered after leaving: false"));
        }
    }
}
