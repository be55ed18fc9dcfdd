package dev.madang.protocol;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Engine.IO protocol 3: the client pings, binary messages carry their type, packets in payloads their length.
 *
 * @param base64 whether the client takes no bytes but as base64
 */
record Dialect3(boolean base64) implements EngineDialect {
    @Override
    public int revision() {
        return 3;
    }

    @Override
    public boolean clientPings() {
        return true;
    }

    @Override
    public @Nullable Violation text(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        return EngineCodec3.text(array, offset, length, visitor);
    }

    @Override
    public @Nullable Violation binary(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        return EngineCodec3.binary(array, offset, length, visitor);
    }

    @Override
    public boolean binaryBodies() {
        return true;
    }

    @Override
    public @Nullable Violation payload(
            boolean binary, byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor) {
        return binary
                ? EngineCodec3.binaryPayload(array, offset, length, maxPackets, visitor)
                : EngineCodec3.textPayload(array, offset, length, maxPackets, visitor);
    }

    @Override
    public boolean write(Collection<EncodedMessage> messages, ByteSink body) {
        boolean binary = !base64 && messages.stream().anyMatch(EncodedMessage::binary);
        for (EncodedMessage message : messages) {
            if (binary) {
                EngineCodec3.appendBinary(message, body);
            } else {
                EngineCodec3.appendText(message, body);
            }
        }
        return binary;
    }

    @Override
    public EncodedMessage frame(EncodedMessage message) {
        if (!message.binary()) {
            return message;
        }
        return base64 ? EngineCodec3.base64(message) : message.typed();
    }
}
