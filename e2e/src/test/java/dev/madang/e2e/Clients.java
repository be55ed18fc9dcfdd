package dev.madang.e2e;

import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** The client versions and transports that every scenario is played with. */
final class Clients {
    private Clients() {}

    static Stream<Arguments> all() {
        return Stream.of("4.7.5", "4.8.4")
                .flatMap(version ->
                        Stream.of("polling", "websocket", "upgrade").map(mode -> Arguments.of(version, mode)));
    }
}
