package dev.madang.server;

import dev.madang.engine.Engine;
import dev.madang.engine.RequestHead;
import dev.madang.engine.WebSocketChannel;
import dev.madang.engine.WebSocketReceiver;
import dev.madang.engine.WebSocketVerdict;
import dev.madang.protocol.EncodedMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client on a WebSocket without a network: it says what a test tells it to, and notes what it hears. */
final class TestClient implements WebSocketChannel {
    final ManualLoop loop;
    private final List<String> heard = new ArrayList<>();
    private final List<String> plain = new ArrayList<>();
    private @Nullable WebSocketReceiver server;
    long pendingBytes;
    boolean reading = true;

    @Nullable
    String closed;

    TestClient(Engine engine, ManualLoop loop) {
        this(engine, loop, "4");
    }

    TestClient(Engine engine, ManualLoop loop, String engineProtocol) {
        this.loop = loop;
        RequestHead head = new RequestHead(
                "GET",
                "/socket.io/",
                Map.of("EIO", engineProtocol, "transport", "websocket", "token", "a b"),
                List.of("Host", "example.com", "X-Seen", "1", "x-seen", "2"),
                new InetSocketAddress("127.0.0.1", 4711),
                false);
        loop.inside(() -> engine.webSocket(head, loop, verdict -> {
            server = ((WebSocketVerdict.Accept) verdict).opener().open(this);
        }));
        heard.removeFirst();
        plain.clear();
    }

    /** Text messages in one read batch, Engine.IO type digit included. */
    void says(String... messages) {
        loop.inside(() -> {
            for (String message : messages) {
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                server().text(bytes, 0, bytes.length);
            }
            server().readComplete();
        });
    }

    void saysBinary(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        loop.inside(() -> {
            server().binary(bytes, 0, bytes.length);
            server().readComplete();
        });
    }

    private WebSocketReceiver server() {
        return Objects.requireNonNull(server);
    }

    /** The connection ends. */
    void goes() {
        loop.inside(() -> server().closed(false, "gone"));
    }

    /** What was heard since the last call. */
    List<String> hears() {
        List<String> all = List.copyOf(heard);
        heard.clear();
        return all;
    }

    /** What was written to be sent as it is. */
    List<String> plain() {
        return plain;
    }

    @Override
    public void write(EncodedMessage message, boolean compress) {
        int offset = message.payloadOffset();
        byte[] payload = Arrays.copyOfRange(message.array(), offset, message.end());
        heard.add(
                message.binary()
                        ? "binary " + HexFormat.of().formatHex(payload)
                        : new String(payload, StandardCharsets.UTF_8));
        if (!compress) {
            plain.add(heard.getLast());
        }
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public int pendingMessages() {
        return pendingBytes == 0 ? 0 : 1;
    }

    @Override
    public void reading(boolean on) {
        reading = on;
    }

    @Override
    public void close(int code, String reason) {
        closed = code + " " + reason;
    }
}
