package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.HandlerMode;
import dev.madang.server.ListenOptions;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A sender that is faster than its loop waits for it: a client that reads is not closed as slow. */
class FloodTest {
    private static final int EVENTS = 5_000;

    static List<HandlerMode> modes() {
        return List.of(HandlerMode.VIRTUAL_THREADS, HandlerMode.EVENT_LOOP);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aClientThatReadsGetsAllEventsOfALongLoopInOrder(HandlerMode mode) throws IOException {
        try (SocketIo io = SocketIo.builder().handlers(mode).build()) {
            io.onConnection(socket -> {
                for (int i = 0; i < EVENTS; i++) {
                    socket.emit("n", i);
                }
            });
            assertThat(events(io)).containsExactlyElementsOf(numbers());
        }
    }

    @ParameterizedTest
    @MethodSource("modes")
    void aClientThatReadsGetsAllBroadcastsOfALongLoopInOrder(HandlerMode mode) throws IOException {
        try (SocketIo io = SocketIo.builder().handlers(mode).build()) {
            io.onConnection(socket -> {
                for (int i = 0; i < EVENTS; i++) {
                    io.emit("n", i);
                }
            });
            assertThat(events(io)).containsExactlyElementsOf(numbers());
        }
    }

    private static List<String> numbers() {
        return Stream.iterate(0, i -> i + 1)
                .limit(EVENTS)
                .map(i -> "42[\"n\"," + i + "]")
                .toList();
    }

    private static List<String> events(SocketIo io) throws IOException {
        ListenerProvider.Listener listener = io.listen(ListenOptions.at("127.0.0.1", 0));
        try (RawClient client = new RawClient(listener.address()).upgrade("/socket.io/?EIO=4&transport=websocket")) {
            client.text();
            client.text("40");
            client.text();
            return Stream.generate(client::text).limit(EVENTS).toList();
        }
    }
}
