package dev.madang.bench.micro;

import dev.madang.engine.Engine;
import dev.madang.engine.RequestHead;
import dev.madang.engine.WebSocketChannel;
import dev.madang.engine.WebSocketReceiver;
import dev.madang.engine.WebSocketVerdict;
import dev.madang.protocol.EncodedMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A client in the main namespace, on a WebSocket that takes everything and keeps nothing. */
final class Deaf implements WebSocketChannel {
    private @Nullable WebSocketReceiver server;
    private long bytes;

    Deaf(Engine engine, InlineLoop loop) {
        RequestHead head = new RequestHead(
                "GET",
                "/socket.io/",
                Map.of("EIO", "4", "transport", "websocket"),
                List.of(),
                new InetSocketAddress("127.0.0.1", 4711),
                false);
        engine.webSocket(
                head,
                loop,
                verdict -> server = ((WebSocketVerdict.Accept) verdict).opener().open(this));
        says("40".getBytes(StandardCharsets.UTF_8));
        loop.runAll();
    }

    /** One message in a read batch of its own. */
    void says(byte[] message) {
        WebSocketReceiver receiver = Objects.requireNonNull(server);
        receiver.text(message, 0, message.length);
        receiver.readComplete();
    }

    /** What it was sent so far, so that nothing is left out as useless. */
    long bytes() {
        return bytes;
    }

    @Override
    public void write(EncodedMessage message, boolean compress) {
        bytes += message.end() - message.frameOffset();
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
