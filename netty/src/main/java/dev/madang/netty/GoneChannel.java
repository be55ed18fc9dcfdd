package dev.madang.netty;

import dev.madang.engine.WebSocketChannel;
import dev.madang.protocol.EncodedMessage;

/** A connection that ended before its session was joined. Writes are dropped. */
final class GoneChannel implements WebSocketChannel {
    @Override
    public void write(EncodedMessage message, boolean compress) {}

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
