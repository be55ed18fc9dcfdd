package dev.madang.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Engine.IO protocol 4 on both transports: single packets in WebSocket frames, and payloads of packets in polling
 * bodies, separated by 0x1E. Stateless, safe for all threads.
 */
public final class EngineCodec {
    private EngineCodec() {}

    /**
     * A packet as a WebSocket text frame carries it.
     *
     * @return the violation, or null if the visitor got the packet
     */
    public static @Nullable Violation text(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * A polling body. Decoding stops at the first bad packet; the packets before it have been handed over.
     *
     * @param maxPackets how many packets the payload may hold
     */
    public static @Nullable Violation payload(
            byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A packet other than a message, with ASCII data, for both transports. */
    public static EncodedMessage control(EngineType type, String data) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A message of raw Engine.IO: text. */
    public static EncodedPacket textMessage(String text) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A message of raw Engine.IO: text that is UTF-8 already, or binary data. The bytes are copied. */
    public static EncodedPacket message(boolean binary, byte[] array, int offset, int length) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Appends a message to a polling body that already holds {@code packets} packets. */
    public static void appendToPayload(ByteSink body, int packets, EncodedMessage message) {
        throw new UnsupportedOperationException("skeleton");
    }
}
