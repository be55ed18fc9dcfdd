package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.server.AckTimeoutException;
import dev.madang.server.DisconnectedException;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The event loops of somebody else's server end while ours lives on: everything that was asked for completes. */
class LoopEndTest {
    private static final String POLL = "/socket.io/?EIO=4&transport=polling";
    private static final String WS = "/socket.io/?EIO=4&transport=websocket";
    private static final Duration LONG = Duration.ofHours(1);

    private final BlockingQueue<Socket> joined = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> left = new LinkedBlockingQueue<>();

    private static <T> T within(BlockingQueue<T> queue) throws InterruptedException {
        return Objects.requireNonNull(queue.poll(60, TimeUnit.SECONDS), "nothing within a minute");
    }

    private static void fails(CompletableFuture<?> question, Class<? extends Throwable> with) {
        assertThatThrownBy(() -> question.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(with);
    }

    @Test
    void sessionsBetweenTwoPollsEndWithTheServerTheyCameThrough() {
        EchoServer echo = new EchoServer(NettyServer.Transport.NATIVE);
        try (RawClient client = echo.client()) {
            EchoServer.open(client);
            assertThat(echo.engine.sessions()).isEqualTo(1);
            echo.server.close().toCompletableFuture().join();
            assertThat(echo.engine.sessions()).isZero();
            assertThat(echo.endings).containsExactly("server shutting down");
        }
    }

    @Test
    void everythingThatIsAskedForCompletesWhenTheEventLoopsHaveEnded() throws Exception {
        SocketIo io = SocketIo.builder().build();
        io.onConnection(socket -> {
            socket.onDisconnect(reason -> left.add(reason.text()));
            joined.add(socket);
        });
        try (EmbeddedServer server = new EmbeddedServer(io.engine(), true, ChannelInboundHandlerAdapter::new);
                RawClient webSocket = new RawClient(server.address());
                RawClient polling = new RawClient(server.address())) {
            webSocket.upgrade(WS).text("40");
            String session =
                    POLL + "&sid=" + EchoServer.sid(polling.get(POLL).answer().body());
            polling.post(session, "40").answer();
            List<Socket> sockets = List.of(within(joined), within(joined));
            List<CompletableFuture<?>> open = new ArrayList<>();
            for (Socket socket : sockets) {
                open.add(socket.emitWithAck(LONG, "question"));
                socket.join("room").get(60, TimeUnit.SECONDS);
            }
            CompletableFuture<?> ofAll = io.timeout(LONG).emitWithAck("question for all");
            assertThat(io.fetchSockets().get(60, TimeUnit.SECONDS)).hasSize(2);

            server.endLoops();

            open.forEach(question -> fails(question, DisconnectedException.class));
            fails(ofAll, AckTimeoutException.class);
            within(left);
            within(left);
            assertThat(io.engine().sessions()).isZero();
            for (Socket socket : sockets) {
                socket.join("late").get(60, TimeUnit.SECONDS);
                socket.join("late", io.of("/").prepare("first")).get(60, TimeUnit.SECONDS);
                socket.leave("room").get(60, TimeUnit.SECONDS);
                fails(socket.emitWithAck(LONG, "late question"), DisconnectedException.class);
                socket.disconnect(true);
            }
            assertThat(io.fetchSockets().get(60, TimeUnit.SECONDS)).isEmpty();
            io.socketsJoin("late").get(60, TimeUnit.SECONDS);
            io.socketsLeave("late").get(60, TimeUnit.SECONDS);
            assertThat(io.timeout(LONG)
                            .emitWithAck("late")
                            .get(60, TimeUnit.SECONDS)
                            .responses())
                    .isEmpty();
            io.emit("nobody is there");
            io.shutdown().get(60, TimeUnit.SECONDS);
        }
    }
}
