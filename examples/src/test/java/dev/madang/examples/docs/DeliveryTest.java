package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.AckTimeoutException;
import dev.madang.server.DisconnectedException;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/delivery.md}. */
class DeliveryTest {
    private final BlockingQueue<String> log = new LinkedBlockingQueue<>();

    @Test
    void anAnswerOrTheReasonWhyThereIsNone() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> {
                socket.emitWithAck(Duration.ofSeconds(5), "price", "tea").whenComplete((answer, failure) -> {
                    switch (failure) {
                        case null -> log.add("answered " + answer.get(0, Integer.class));
                        case AckTimeoutException late -> log.add("no answer within 5 s");
                        case DisconnectedException gone -> log.add("the client went away");
                        default -> log.add("not asked: " + failure.getMessage());
                    }
                });
            });
            try (Visitor visitor = Visitor.of(io.listen("127.0.0.1", 0))) {
                visitor.socket().on("price", arguments -> ((io.socket.client.Ack) arguments[1]).call(7));
                assertThat(log.poll(30, TimeUnit.SECONDS)).isEqualTo("answered 7");
            }
        }
    }

    @Test
    void aRetryIsDoneOnce() throws Exception {
        Set<String> done = ConcurrentHashMap.newKeySet();
        try (SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> {
                socket.on("order", String.class, String.class, (id, what, ack) -> {
                    if (done.add(id)) {
                        log.add(what);
                    }
                    ack.reply("ok");
                });
            });
            try (Visitor visitor = Visitor.of(io.listen("127.0.0.1", 0))) {
                assertThat(visitor.next()).isEqualTo("connect");
                visitor.ask("order", "5f1c", "tea");
                assertThat(visitor.next()).isEqualTo("ack [ok]");
                visitor.ask("order", "5f1c", "tea");
                assertThat(visitor.next()).isEqualTo("ack [ok]");
                assertThat(log).containsExactly("tea");
            }
        }
    }

    @Test
    void aJoinWithAFirstPacketLosesNothingBetween() throws Exception {
        try (SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> {
                socket.on("watch", String.class, stock -> {
                    var snapshot = socket.namespace().prepare("snapshot", stock, 100);
                    socket.join(stock, snapshot);
                });
                socket.on("price", String.class, Integer.class, (stock, price) -> {
                    io.to(stock).emit("price", price);
                });
            });
            try (Visitor visitor = Visitor.of(io.listen("127.0.0.1", 0)).listen("snapshot", "price")) {
                assertThat(visitor.next()).isEqualTo("connect");
                visitor.emit("watch", "TEA").emit("price", "TEA", 101);
                assertThat(visitor.next()).isEqualTo("snapshot [TEA, 100]");
                assertThat(visitor.next()).isEqualTo("price [101]");
            }
        }
    }
}
