package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineType;

/** Packets of the engine's own that never differ. */
final class ControlPackets {
    static final EncodedMessage PING = EngineCodec.control(EngineType.PING, "");
    static final EncodedMessage NOOP = EngineCodec.control(EngineType.NOOP, "");
    static final EncodedMessage CLOSE = EngineCodec.control(EngineType.CLOSE, "");

    private ControlPackets() {}
}
