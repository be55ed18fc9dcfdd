package dev.madang.conformance;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.protocol.EngineCodec;

/** Sends every message of a raw Engine.IO session back as it came. */
final class Echo implements SessionListener {
    private final Session session;

    Echo(Session session) {
        this.session = session;
    }

    @Override
    public void text(byte[] array, int offset, int length) {
        session.send(EngineCodec.message(false, array, offset, length));
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
        session.send(EngineCodec.message(true, array, offset, length));
    }

    @Override
    public void readComplete() {}

    @Override
    public void closed(CloseReason reason, String description) {}
}
