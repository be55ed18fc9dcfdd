package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests that came before the answers to earlier ones. */
class PipelinedRequestTest {
    private final List<Session> sessions = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final CompletableFuture<Optional<String>> gate = new CompletableFuture<>();
    private final Engine engine = new Engine(
            EngineOptions.builder()
                    .path("/engine.io")
                    .allowRequest(head -> head.query().containsKey("late")
                            ? gate
                            : CompletableFuture.completedFuture(Optional.empty()))
                    .build(),
            session -> {
                sessions.add(session);
                return new Listener();
            });
    private final SocketIoHandlers handlers =
            SocketIoHandlers.builder(engine).serveClient(false).build();
    private final EmbeddedChannel channel =
            new EmbeddedChannel(new HttpServerCodec(), new Breaker(), handlers.create());

    /** Breaks each body that says so. */
    private static final class Breaker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpContent content
                    && content.content().toString(StandardCharsets.US_ASCII).startsWith("broken")) {
                content.setDecoderResult(DecoderResult.failure(new IllegalStateException("broken")));
            }
            ctx.fireChannelRead(message);
        }
    }

    @Test
    void requestThatAnAnswerSetsFreeStartsBehindWhateverIsBeingHandled() {
        String session = open();
        send(RawClient.head("GET", EchoServer.POLL + "&late=1")
                + RawClient.head("POST", session, "Content-Length: 6")
                + "4later");
        byte[] handled = handling("sooner");
        gate.complete(Optional.empty());
        assertThat(texts).isEmpty();
        assertThat(new String(handled, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("sooner");
        channel.runPendingTasks();
        assertThat(texts).containsExactly("later");
        channel.finishAndReleaseAll();
    }

    @Test
    void framesBehindAHandshakeAreNotReadIntoTheArrayOfTheMessageThatIsBeingHandled() {
        send(RawClient.upgradeHead(EchoServer.WS + "&late=1"));
        channel.writeInbound(
                Unpooled.wrappedBuffer(RawClient.masked(0x81, "4one".getBytes(StandardCharsets.US_ASCII))),
                Unpooled.wrappedBuffer(RawClient.masked(0x81, "4two".getBytes(StandardCharsets.US_ASCII))));
        byte[] handled = handling("sooner");
        gate.complete(Optional.empty());
        assertThat(sessions).hasSize(1);
        assertThat(new String(handled, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("sooner");
        assertThat(texts).isEmpty();
        channel.runPendingTasks();
        assertThat(texts).containsExactly("one", "two");
        channel.finishAndReleaseAll();
    }

    @Test
    void bodyThatBreaksBehindItsAnswerEndsTheConnectionWithoutAnother() {
        send(RawClient.head("POST", EchoServer.POLL + "&sid=nobody", "Content-Length: 6"));
        assertThat(written()).startsWith("HTTP/1.1 400").contains("connection: keep-alive");
        send("broken");
        assertThat(written()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    @Test
    void bodyThatBreaksBeforeItsAnswerIsAnsweredOnce() {
        String session = open();
        send(RawClient.head("POST", session, "Content-Length: 6") + "broken");
        assertThat(written().split("HTTP/1.1 ")).hasSize(2).anyMatch(answer -> answer.startsWith("400 "));
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
    }

    /** The loop's scratch array, in which somebody's message lies that is being handled. */
    private byte[] handling(String text) {
        byte[] handled = handlers.loops.of(channel.eventLoop()).scratch(6);
        byte[] message = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(message, 0, handled, 0, message.length);
        return handled;
    }

    private String open() {
        send(RawClient.head("GET", EchoServer.POLL));
        return EchoServer.POLL + "&sid=" + EchoServer.sid(written());
    }

    private String written() {
        StringBuilder answer = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            answer.append(piece.toString(StandardCharsets.UTF_8));
            piece.release();
        }
        return answer.toString();
    }

    private void send(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8));
        channel.runPendingTasks();
    }

    private final class Listener implements SessionListener {
        @Override
        public void text(byte[] array, int offset, int length) {
            texts.add(new String(array, offset, length, StandardCharsets.UTF_8));
        }

        @Override
        public void binary(byte[] array, int offset, int length) {}

        @Override
        public void readComplete() {}

        @Override
        public void closed(CloseReason reason, String description) {}
    }
}
