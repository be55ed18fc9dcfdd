package dev.madang.engine;

import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EnginePacketVisitor;
import dev.madang.protocol.EngineType;
import dev.madang.protocol.Violation;

/**
 * A WebSocket connection and the session it belongs to: probing first or carrying it at once, and belonging to nobody
 * in the end. On the session's loop only.
 */
final class WebSocketLink implements WebSocketReceiver, EnginePacketVisitor {
    private final Session session;
    private final WebSocketChannel channel;

    WebSocketLink(Session session, WebSocketChannel channel) {
        this.session = session;
        this.channel = channel;
    }

    WebSocketChannel channel() {
        return channel;
    }

    @Override
    public void text(byte[] array, int offset, int length) {
        try {
            Violation violation = EngineCodec.text(array, offset, length, this);
            if (violation != null) {
                session.broken(this, violation);
            }
        } catch (Throwable failure) {
            session.failed(failure);
        }
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
        try {
            packet(EngineType.MESSAGE, true, array, offset, length);
        } catch (Throwable failure) {
            session.failed(failure);
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
        // Nothing waits for it: what the network has not taken is asked for when the next packet is sent.
    }

    @Override
    public void closed(boolean error, String description) {
        session.guard(() -> session.connectionClosed(this, error, description));
    }
}
