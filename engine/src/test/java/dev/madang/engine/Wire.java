package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EncodedMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/** A WebSocket connection of a test: the channel the engine writes to, and the client's end of it. */
@NullUnmarked
final class Wire implements WebSocketChannel {
    private final ManualLoop.Time time;
    private Loop home;
    private WebSocketVerdict verdict;
    private WebSocketReceiver receiver;
    private final List<String> received = new ArrayList<>();
    Consumer<String> onMessage = text -> {};
    private int read;
    private boolean stalled;
    private long pendingBytes;
    private int pendingMessages;
    private String closed;
    private boolean receiving = true;

    Wire(ManualLoop.Time time) {
        this.time = time;
    }

    void verdict(WebSocketVerdict decision) {
        assertThat(verdict).as("one verdict").isNull();
        verdict = decision;
        if (decision instanceof WebSocketVerdict.Accept accept) {
            home = accept.home();
            home.execute(() -> receiver = accept.opener().open(this));
        }
    }

    WebSocketVerdict verdict() {
        return verdict;
    }

    /** The answer to a refused handshake: status and body. */
    String refusal() {
        HttpAnswer answer = ((WebSocketVerdict.Refuse) verdict).answer();
        return answer.status() + " " + new String(answer.body(), 0, answer.length(), StandardCharsets.UTF_8);
    }

    @Override
    public void write(EncodedMessage message, boolean compress) {
        assertThat(home.inLoop()).isTrue();
        if (closed != null) {
            return;
        }
        int length = message.payloadLength();
        received.add(
                message.binary()
                        ? "hex:" + HexFormat.of().formatHex(message.array(), message.payloadOffset(), message.end())
                        : new String(message.array(), message.payloadOffset(), length, StandardCharsets.UTF_8));
        onMessage.accept(received.get(received.size() - 1));
        if (stalled) {
            pendingBytes += length;
            pendingMessages++;
        }
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public int pendingMessages() {
        return pendingMessages;
    }

    @Override
    public void reading(boolean on) {
        receiving = on;
    }

    @Override
    public void close(int code, String reason) {
        assertThat(closed).as("closed once").isNull();
        closed = code + " " + reason;
        home.execute(() -> {
            if (receiver != null) {
                receiver.closed(false, "closed by the server");
            }
        });
    }

    /** The network takes nothing any more. */
    void stall() {
        stalled = true;
    }

    /** The network takes all. */
    void drain() {
        stalled = false;
        pendingBytes = 0;
        pendingMessages = 0;
        home.execute(() -> receiver.drained());
    }

    /** Whether the handshake is accepted and the engine has opened the connection. */
    boolean opened() {
        return receiver != null;
    }

    Wire sends(String text) {
        post(text);
        time.settle();
        return this;
    }

    /** Sends without waiting for what comes of it. */
    void post(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        home.execute(() -> {
            if (closed == null) {
                receiver.text(bytes, 0, bytes.length);
                receiver.readComplete();
            }
        });
    }

    Wire sendsBinary(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        home.execute(() -> {
            receiver.binary(bytes, 0, bytes.length);
            receiver.readComplete();
        });
        time.settle();
        return this;
    }

    void disconnects(boolean error, String description) {
        dropped(error, description);
        time.settle();
    }

    void dropped(boolean error, String description) {
        home.execute(() -> {
            if (closed == null) {
                closed = "by client";
                receiver.closed(error, description);
            }
        });
    }

    /** Asserts the messages that came since the last call. */
    Wire receives(String... messages) {
        assertThat(news()).containsExactly(messages);
        return this;
    }

    List<String> news() {
        List<String> news = List.copyOf(received.subList(read, received.size()));
        read = received.size();
        return news;
    }

    boolean open() {
        return receiver != null && closed == null;
    }

    boolean receiving() {
        return receiving;
    }

    Wire isOpen() {
        assertThat(closed).isNull();
        return this;
    }

    /** Asserts close code and reason. */
    Wire isClosed(String codeAndReason) {
        assertThat(closed).isEqualTo(codeAndReason);
        return this;
    }
}
