package dev.madang.protocol;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Engine.IO protocol 4: the server pings, binary messages have no type, payloads have separators. */
record Dialect4() implements EngineDialect {
    @Override
    public int revision() {
        return 4;
    }

    @Override
    public boolean clientPings() {
        return false;
    }

    @Override
    public @Nullable Violation text(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        return EngineCodec.text(array, offset, length, visitor);
    }

    @Override
    public @Nullable Violation binary(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        visitor.packet(EngineType.MESSAGE, true, array, offset, length);
        return null;
    }

    @Override
    public boolean binaryBodies() {
        return false;
    }

    @Override
    public @Nullable Violation payload(
            boolean binary, byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor) {
        return EngineCodec.payload(array, offset, length, maxPackets, visitor);
    }

    @Override
    public boolean write(Collection<EncodedMessage> messages, ByteSink body) {
        int written = 0;
        for (EncodedMessage message : messages) {
            EngineCodec.appendToPayload(body, written++, message);
        }
        return false;
    }

    @Override
    public EncodedMessage frame(EncodedMessage message) {
        return message;
    }
}
