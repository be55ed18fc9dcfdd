package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.DisconnectReason;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/slow-clients.md}. */
class SlowClientsTest {
    private final Semaphore slow = new Semaphore(0);

    @Test
    void whoTakesNothingIsClosedWithAReason() throws Exception {
        try (SocketIo io = SocketIo.builder()
                .maxQueuedBytes(256 * 1024)
                .maxQueuedPackets(200)
                .build()) {
            io.onConnection(socket -> {
                socket.onDisconnect(reason -> {
                    if (reason == DisconnectReason.SLOW_CLIENT) {
                        slow.release();
                    }
                });
                socket.on("flood", Integer.class, count -> {
                    for (int i = 0; i < count; i++) {
                        socket.emit("drop", i);
                    }
                });
            });
            var listener = io.listen("127.0.0.1", 0);
            try (RawPoll client = RawPoll.connect(listener.address().getPort())) {
                client.post("42[\"flood\",1000]");
                assertThat(slow.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    @Test
    void volatileEventsAreDroppedForThoseWhoCannotTakeThemAtOnce() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> {
                socket.on("cursor", Integer.class, Integer.class, (x, y) -> {
                    socket.broadcast().asVolatile().emit("cursor", socket.id(), x, y);
                });
            });
            var listener = io.listen("127.0.0.1", 0);
            try (Visitor one = Visitor.of(listener);
                    Visitor two = Visitor.of(listener).listen("cursor")) {
                assertThat(one.next()).isEqualTo("connect");
                assertThat(two.next()).isEqualTo("connect");
                one.emit("cursor", 3, 4);
                assertThat(two.next()).startsWith("cursor [").endsWith(", 3, 4]");
            }
        }
    }

    @Test
    void handlersThatLagPauseReading() throws Exception {
        try (SocketIo io = SocketIo.builder()
                .maxWaitingEvents(64)
                .maxWaitingBytes(64 * 1024)
                .pingTimeout(Duration.ofSeconds(20))
                .build()) {
            Semaphore done = new Semaphore(0);
            Semaphore go = new Semaphore(0);
            io.onConnection(socket -> socket.on("work", Integer.class, number -> {
                go.acquire();
                done.release();
            }));
            try (Visitor visitor = Visitor.of(io.listen("127.0.0.1", 0))) {
                assertThat(visitor.next()).isEqualTo("connect");
                for (int i = 0; i < 500; i++) {
                    visitor.emit("work", i);
                }
                go.release(500);
                assertThat(done.tryAcquire(500, 30, TimeUnit.SECONDS)).isTrue();
            }
        }
    }
}
