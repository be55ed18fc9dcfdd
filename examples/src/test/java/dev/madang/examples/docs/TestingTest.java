package dev.madang.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.server.SocketIo;
import io.socket.client.IO;
import io.socket.client.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The snippets of {@code docs/topics/testing.md}. */
class TestingTest {
    /** What an application would have: handlers apart from the port. */
    static final class Calculator {
        static void open(SocketIo io) {
            io.onConnection(socket -> {
                socket.on("add", Integer.class, Integer.class, (a, b, ack) -> ack.reply(a + b));
            });
        }
    }

    private final SocketIo io = SocketIo.create();
    private final int port = io.listen("127.0.0.1", 0).address().getPort();

    @AfterEach
    void stop() {
        io.close();
    }

    @Test
    void additionIsAnswered() throws Exception {
        Calculator.open(io);
        Socket client = IO.socket("http://127.0.0.1:" + port);
        CompletableFuture<Object> sum = new CompletableFuture<>();
        client.emit("add", new Object[] {2, 3}, answer -> sum.complete(answer[0]));
        client.connect();

        assertThat(sum.get(10, TimeUnit.SECONDS)).isEqualTo(5);
        client.disconnect();
    }
}
