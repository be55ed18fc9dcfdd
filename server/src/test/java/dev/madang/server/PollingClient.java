package dev.madang.server;

import dev.madang.engine.Engine;
import dev.madang.engine.HttpAnswer;
import dev.madang.engine.HttpExchange;
import dev.madang.engine.Loop;
import dev.madang.engine.RequestHead;
import dev.madang.engine.WebSocketChannel;
import dev.madang.engine.WebSocketReceiver;
import dev.madang.engine.WebSocketVerdict;
import dev.madang.protocol.EncodedMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The wire of a client that begins with polling and may turn to a WebSocket, without a network. What it hears is told
 * to its owner, a poll's whole answer at once. On its loop.
 */
final class PollingClient {
    private final Engine engine;
    private final Loop loop;
    private final Consumer<String> onAnswer;
    private final Consumer<String> onFrame;
    private @Nullable String sid;
    private @Nullable WebSocketReceiver probe;
    private @Nullable Exchange waiting;

    PollingClient(Engine engine, Loop loop, Consumer<String> onAnswer, Consumer<String> onFrame) {
        this.engine = engine;
        this.loop = loop;
        this.onAnswer = onAnswer;
        this.onFrame = onFrame;
    }

    /** Begins a session. */
    void opens() {
        engine.http(new Exchange("GET", "", body -> {
            sid = body.replaceFirst(".*\"sid\":\"([^\"]*)\".*", "$1");
            onAnswer.accept(body);
        }));
    }

    /** Begins a session with a WebSocket at once. */
    void opensWebSocket() {
        engine.webSocket(
                head("GET", "websocket"),
                loop,
                verdict -> probe = ((WebSocketVerdict.Accept) verdict).opener().open(new Channel()));
    }

    /** A GET that waits. */
    void polls() {
        Exchange poll = new Exchange("GET", "", body -> {
            waiting = null;
            onAnswer.accept(body);
        });
        waiting = poll;
        engine.http(poll);
    }

    /** Whether a GET waits. */
    boolean waits() {
        return waiting != null;
    }

    void posts(String payload) {
        posts(payload, () -> {});
    }

    /** As {@link #posts(String)}; {@code answered} runs within the answer. */
    void posts(String payload, Runnable answered) {
        engine.http(new Exchange("POST", payload, ok -> answered.run()));
    }

    /** Opens a WebSocket and asks whether it may take over. */
    void probes() {
        engine.webSocket(head("GET", "websocket"), loop, verdict -> {
            probe = ((WebSocketVerdict.Accept) verdict).opener().open(new Channel());
            says("2probe");
        });
    }

    /** A text over the WebSocket. */
    void says(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        WebSocketReceiver receiver = Objects.requireNonNull(probe);
        receiver.text(bytes, 0, bytes.length);
        receiver.readComplete();
    }

    /** The WebSocket ends. */
    void goes() {
        Objects.requireNonNull(probe).closed(false, "gone");
    }

    /** The network between breaks, and the server notices it. */
    void breaks() {
        Exchange poll = waiting;
        if (poll != null) {
            waiting = null;
            engine.aborted(poll);
        }
        if (probe != null) {
            probe.closed(true, "cut");
        }
    }

    private RequestHead head(String method, String transport) {
        Map<String, String> query = new HashMap<>(Map.of("EIO", "4", "transport", transport));
        if (sid != null) {
            query.put("sid", sid);
        }
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", 4711);
        return new RequestHead(method, "/socket.io/", query, List.of("Host", "example.com"), address, false);
    }

    private final class Exchange implements HttpExchange {
        private final RequestHead head;
        private final byte[] body;
        private final Consumer<String> then;

        Exchange(String method, String body, Consumer<String> then) {
            this.head = PollingClient.this.head(method, "polling");
            this.body = body.getBytes(StandardCharsets.UTF_8);
            this.then = then;
        }

        @Override
        public RequestHead head() {
            return head;
        }

        @Override
        public Loop loop() {
            return loop;
        }

        @Override
        public void readBody(int limit, BodyReceiver receiver) {
            receiver.complete(body, 0, body.length);
        }

        @Override
        public void addHeaders(List<String> headers) {}

        @Override
        public void answer(HttpAnswer answer) {
            then.accept(new String(answer.body(), 0, answer.length(), StandardCharsets.UTF_8));
        }
    }

    private final class Channel implements WebSocketChannel {
        @Override
        public void write(EncodedMessage message, boolean compress) {
            onFrame.accept(new String(
                    message.array(), message.payloadOffset(), message.payloadLength(), StandardCharsets.UTF_8));
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public int pendingMessages() {
            return 0;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(int code, String reason) {}
    }
}
