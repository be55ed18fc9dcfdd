package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests that came before the answers to earlier ones. */
class PipelinedRequestTest {
    private final List<Session> sessions = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final Engine engine =
            new Engine(EngineOptions.builder().path("/engine.io").build(), session -> {
                sessions.add(session);
                return new Listener();
            });
    private final SocketIoHandlers handlers =
            SocketIoHandlers.builder(engine).serveClient(false).build();
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec(), handlers.create());

    @Test
    void bodyThatAnAnswerSetsFreeIsNotReadIntoTheArrayOfTheMessageThatIsBeingHandled() {
        String first = open();
        String second = open();
        send(RawClient.head("GET", first) + RawClient.head("POST", second, "Content-Length: 6") + "4later");
        byte[] handled = handlers.loops.of(channel.eventLoop()).scratch(6);
        byte[] message = "sooner".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(message, 0, handled, 0, message.length);
        sessions.get(0).close(CloseReason.SERVER_SHUTTING_DOWN, "");
        assertThat(texts).containsExactly("later");
        assertThat(new String(handled, 0, 6, StandardCharsets.US_ASCII)).isEqualTo("sooner");
        channel.finishAndReleaseAll();
    }

    private String open() {
        send(RawClient.head("GET", EchoServer.POLL));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
            answer.append(piece.toString(StandardCharsets.UTF_8));
            piece.release();
        }
        return EchoServer.POLL + "&sid=" + EchoServer.sid(answer.toString());
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
