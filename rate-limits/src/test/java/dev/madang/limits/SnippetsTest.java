package dev.madang.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import dev.madang.testkit.WireClient;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/rate-limits.md}. */
class SnippetsTest {
    @Test
    void eventsAreLimitedByTheLinesOfTheDocument() {
        try (SocketIo io = SocketIo.create();
                WireClient client =
                        WireClient.connect(io.listen("127.0.0.1", 0).address().getPort())) {
            io.use(EventLimits.builder()
                    .perSocket(Rate.perSecond(10).withBurst(30))
                    .perAddress(Rate.perSecond(100).withBurst(300))
                    .event("comment", Rate.perMinute(30).withBurst(5))
                    .build());
            io.onConnection(socket -> socket.on("comment", (arguments, ack) -> ack.reply("ok")));
            client.says("40").hears("40");
            for (int i = 0; i < 100; i++) {
                client.says("42" + i + "[\"comment\"]");
            }
            client.hears("430[\"ok\"]");
            String answer = client.next();
            while (!answer.contains("rate_limited")) {
                answer = client.next();
            }
            assertThat(answer).matches("43[0-9]+\\[\\{\"error\":\"rate_limited\",\"retryAfter\":[0-9]+}]");
        }
    }

    @Test
    void handshakesAreLimitedByTheLinesOfTheDocument() {
        HandshakeGate gate = HandshakeGate.builder()
                .handshakes(Rate.perSecond(20).withBurst(200))
                .sessionsPerAddress(200)
                .sessionsInAll(50_000)
                .build();
        SocketIo io = SocketIo.builder().monitor(gate).build();
        io.engine().use(gate);
        try (io;
                WireClient client =
                        WireClient.connect(io.listen("127.0.0.1", 0).address().getPort())) {
            client.says("40").hears("40");
        }
    }
}
