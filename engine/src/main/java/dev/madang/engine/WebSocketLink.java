package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineDialect;
import dev.madang.protocol.EnginePacketVisitor;
import dev.madang.protocol.EngineType;
import dev.madang.protocol.Violation;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket connection and the session it belongs to: carrying it, or probing to do so, and belonging to nobody in the
 * end. On the session's loop only.
 */
final class WebSocketLink implements Transport, WebSocketReceiver, EnginePacketVisitor {
    private final Session session;
    private final EngineOptions options;
    private final EngineDialect dialect;
    private final WebSocketChannel channel;
    private boolean closed;

    WebSocketLink(Session session, EngineOptions options, EngineDialect dialect, WebSocketChannel channel) {
        this.session = session;
        this.options = options;
        this.dialect = dialect;
        this.channel = channel;
    }

    @Override
    public String name() {
        return "websocket";
    }

    @Override
    public boolean send(EncodedPacket packet, boolean compress) {
        long pending = channel.pendingBytes();
        boolean fits = pending == 0
                || pending + packet.bytes() <= options.maxQueuedBytes()
                        && channel.pendingMessages() < options.maxQueuedPackets();
        if (fits) {
            send(packet.first(), compress);
            for (EncodedMessage attachment : packet.attachments()) {
                send(attachment, compress);
            }
        }
        return fits;
    }

    @Override
    public void send(EncodedMessage message, boolean compress) {
        channel.write(dialect.frame(message), compress);
    }

    @Override
    public boolean writable() {
        return channel.pendingBytes() == 0;
    }

    /** Whether the client's queue has room for answers of the engine's own. */
    boolean takesAnswers() {
        return channel.pendingBytes() <= options.maxQueuedBytes();
    }

    @Override
    public long bufferedBytes() {
        return channel.pendingBytes();
    }

    @Override
    public void reading(boolean on) {
        channel.reading(on);
    }

    @Override
    public void end(boolean accepted, int code, String reason) {
        close(code, reason);
    }

    /** Closes the connection, once, unless the client has done so. */
    void close(int code, String reason) {
        if (!closed) {
            closed = true;
            channel.close(code, reason);
        }
    }

    @Override
    public void text(byte[] array, int offset, int length) {
        try {
            read(dialect.text(array, offset, length, this));
        } catch (Throwable failure) {
            session.failed(failure);
        }
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
        try {
            read(dialect.binary(array, offset, length, this));
        } catch (Throwable failure) {
            session.failed(failure);
        }
    }

    private void read(@Nullable Violation violation) {
        if (violation != null) {
            session.broken(this, violation);
        }
    }

    @Override
    public boolean packet(EngineType type, boolean binary, byte[] array, int offset, int length) {
        if (session.carriedBy(this)) {
            return session.received(type, binary, array, offset, length);
        }
        Upgrade probe = session.probe();
        if (probe != null && probe.link() == this) {
            probe.packet(type, binary, array, offset, length);
        }
        return false;
    }

    @Override
    public void readComplete() {
        if (session.carriedBy(this)) {
            session.guard(session::readComplete);
        }
    }

    @Override
    public void drained() {
        if (session.carriedBy(this)) {
            options.monitor().sessionDrained(session);
        }
    }

    @Override
    public void closed(boolean error, String description) {
        closed = true;
        session.guard(() -> session.connectionClosed(this, error, description));
    }
}
