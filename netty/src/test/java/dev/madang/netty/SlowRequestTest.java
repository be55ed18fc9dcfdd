package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.HttpMiddleware;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.protocol.EngineCodec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Peers that take their time (A1, A2), in virtual time; beside each of them somebody whom that must not harm. */
class SlowRequestTest {
    private static final String SLOW = "HTTP/1.1 408 Request Timeout";

    private final MockTicker ticker = Ticker.newMockTicker();
    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final Engine engine = new Engine(
            EngineOptions.builder()
                    .pingInterval(Duration.ofHours(1))
                    .path("/engine.io")
                    .build(),
            Echo::new);

    /** Whose connections they are. */
    enum Server {
        STANDALONE,
        EMBEDDED;

        private ChannelHandler[] handlers(Engine engine) {
            SocketIoHandlers.Builder builder = SocketIoHandlers.builder(engine).serveClient(false);
            if (this == STANDALONE) {
                builder.standalone(HttpLimits.STANDALONE);
            }
            return new ChannelHandler[] {new HttpServerCodec(), builder.build().create(), new PageHandler(Map.of(), 100)
            };
        }
    }

    @AfterEach
    void finish() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    private EmbeddedChannel connect(Server server) {
        EmbeddedChannel channel = EmbeddedChannel.builder()
                .ticker(ticker)
                .handlers(server.handlers(engine))
                .build();
        channels.add(channel);
        return channel;
    }

    private void pass(Duration time) {
        ticker.advance(time.toMillis(), TimeUnit.MILLISECONDS);
        for (EmbeddedChannel channel : channels) {
            channel.runPendingTasks();
            channel.runScheduledPendingTasks();
        }
    }

    private static void send(EmbeddedChannel channel, String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        channel.runPendingTasks();
    }

    private static String received(EmbeddedChannel channel) {
        StringBuilder text = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            text.append(piece.toString(StandardCharsets.UTF_8));
            piece.release();
        }
        return text.toString();
    }

    /** A session whose poll waits while others are slow. */
    private final class Bystander {
        private final EmbeddedChannel channel;
        private final String target;

        Bystander(Server server) {
            channel = connect(server);
            send(channel, RawClient.head("GET", EchoServer.POLL));
            target = EchoServer.POLL + "&sid=" + EchoServer.sid(received(channel));
            send(channel, RawClient.head("GET", target));
        }

        void isUnharmed(Server server) {
            assertThat(channel.isOpen()).isTrue();
            EmbeddedChannel other = connect(server);
            send(other, RawClient.head("POST", target, "Content-Length: 6") + "4still");
            assertThat(received(other)).endsWith("\r\n\r\nok");
            pass(Duration.ZERO);
            assertThat(received(channel)).endsWith("\r\n\r\n4still");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoNeverSpeaksIsClosedAfterTenSeconds(Server server) {
        Bystander bystander = new Bystander(server);
        EmbeddedChannel silent = connect(server);
        pass(Duration.ofMillis(9_999));
        assertThat(silent.isOpen()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(silent.isOpen()).isFalse();
        assertThat(received(silent)).isEmpty();
        bystander.isUnharmed(server);
    }

    @ParameterizedTest
    @EnumSource
    void firstHeadByteByByteIsAnsweredAfterTenSeconds(Server server) {
        Bystander bystander = new Bystander(server);
        EmbeddedChannel slow = connect(server);
        String head = RawClient.head("GET", EchoServer.POLL);
        for (int second = 0; second < 10; second++) {
            assertThat(received(slow)).isEmpty();
            send(slow, head.substring(second, second + 1));
            pass(Duration.ofSeconds(1));
        }
        assertThat(received(slow)).startsWith(SLOW).contains("connection: close");
        assertThat(slow.isOpen()).isFalse();
        bystander.isUnharmed(server);
    }

    @ParameterizedTest
    @EnumSource
    void headThatComesInTimeIsServed(Server server) {
        EmbeddedChannel slow = connect(server);
        String head = RawClient.head("GET", EchoServer.POLL);
        send(slow, head.substring(0, 20));
        pass(Duration.ofMillis(9_999));
        send(slow, head.substring(20));
        assertThat(received(slow)).startsWith("HTTP/1.1 200 OK").contains("\"sid\"");
    }

    @ParameterizedTest
    @EnumSource
    void bodyByteByByteIsAnsweredAfterFiveSeconds(Server server) {
        Bystander bystander = new Bystander(server);
        EmbeddedChannel slow = slowPost(server, "100000");
        for (int second = 0; second < 5; second++) {
            assertThat(received(slow)).isEmpty();
            send(slow, "x");
            pass(Duration.ofSeconds(1));
        }
        assertThat(received(slow)).startsWith(SLOW).contains("connection: close");
        assertThat(slow.isOpen()).isFalse();
        bystander.isUnharmed(server);
    }

    @ParameterizedTest
    @EnumSource
    void bodyThatBecomesSlowIsAnsweredWhenItsRateIsTooLow(Server server) {
        EmbeddedChannel slow = slowPost(server, "100000");
        send(slow, "x".repeat(3_999));
        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(received(slow)).as("3,999 bytes in 7 s").isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(received(slow)).as("3,999 bytes in 8 s").startsWith(SLOW);
    }

    @ParameterizedTest
    @EnumSource
    void bodyMayTakeTwentySecondsAtAnyRate(Server server) {
        Bystander bystander = new Bystander(server);
        EmbeddedChannel slow = slowPost(server, "100000");
        for (int second = 0; second < 20; second++) {
            assertThat(received(slow)).isEmpty();
            send(slow, "x".repeat(600));
            pass(Duration.ofSeconds(1));
        }
        assertThat(received(slow)).startsWith(SLOW);
        assertThat(slow.isOpen()).isFalse();
        bystander.isUnharmed(server);
    }

    @ParameterizedTest
    @EnumSource
    void slowButSteadyBodyIsTaken(Server server) {
        EmbeddedChannel slow = slowPost(server, "9600");
        send(slow, "4");
        for (int second = 0; second < 16; second++) {
            send(slow, "x".repeat(second == 15 ? 599 : 600));
            pass(Duration.ofSeconds(1));
        }
        assertThat(received(slow)).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\nok");
    }

    @Test
    void connectionWhoseBodyWasHeldUntilItsRefusalIsClosedWhenItIdles() {
        AtomicReference<HttpMiddleware.Next> asked = new AtomicReference<>();
        engine.use((request, next) -> asked.set(next));
        EmbeddedChannel idle = connect(Server.STANDALONE);
        send(idle, RawClient.head("POST", EchoServer.POLL, "Content-Length: 2") + "4a");
        Objects.requireNonNull(asked.get()).refuse();
        idle.runPendingTasks();
        assertThat(received(idle)).startsWith("HTTP/1.1 400").contains("connection: keep-alive");
        pass(Duration.ofMillis(59_999));
        assertThat(idle.isOpen()).isTrue();
        pass(Duration.ofMillis(1));
        assertThat(idle.isOpen()).isFalse();
    }

    private EmbeddedChannel slowPost(Server server, String length) {
        EmbeddedChannel opener = connect(server);
        send(opener, RawClient.head("GET", EchoServer.POLL));
        String target = EchoServer.POLL + "&sid=" + EchoServer.sid(received(opener));
        EmbeddedChannel slow = connect(server);
        send(slow, RawClient.head("POST", target, "Content-Length: " + length));
        return slow;
    }

    @Test
    void twoServersOnOneConnectionDoNotTimeEachOthersRequests() {
        Engine inner = new Engine(EngineOptions.builder().path("/inner").build(), Echo::new);
        EmbeddedChannel channel = EmbeddedChannel.builder()
                .ticker(ticker)
                .handlers(
                        new HttpServerCodec(),
                        SocketIoHandlers.builder(engine).build().create(),
                        SocketIoHandlers.builder(inner).build().create())
                .build();
        channels.add(channel);
        send(channel, RawClient.head("GET", EchoServer.POLL));
        String target = EchoServer.POLL + "&sid=" + EchoServer.sid(received(channel));
        send(channel, RawClient.head("GET", target));
        pass(Duration.ofSeconds(30));
        assertThat(channel.isOpen()).isTrue();
    }

    private static final class Echo implements SessionListener {
        private final Session session;

        Echo(Session session) {
            this.session = session;
        }

        @Override
        public void text(byte[] array, int offset, int length) {
            session.send(EngineCodec.message(false, array, offset, length));
        }

        @Override
        public void binary(byte[] array, int offset, int length) {}

        @Override
        public void readComplete() {}

        @Override
        public void closed(CloseReason reason, String description) {}
    }
}
