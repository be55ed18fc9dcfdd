package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Engine.IO protocol 4 on both transports: single packets in WebSocket frames, and payloads of packets in polling
 * bodies, separated by 0x1E. Stateless, safe for all threads.
 */
public final class EngineCodec {
    private static final byte SEPARATOR = 0x1e;
    private static final EngineType[] TYPES = EngineType.values();
    private static final EncodedMessage[] BARE = bare();
    private static final String PROBE = "probe";
    private static final EncodedMessage PROBED = ascii(EngineType.PONG, PROBE);
    private static final EncodedPacket BARE_PONG = new EncodedPacket(BARE[EngineType.PONG.ordinal()], List.of());

    private EngineCodec() {}

    /**
     * A packet as a WebSocket text frame carries it. The frame has been checked to be UTF-8 (RFC 6455, 8.1). As in
     * payloads, {@code b} and base64 stand for a binary message.
     *
     * @return the violation, or null if the visitor got the packet
     */
    public static @Nullable Violation text(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        if (length == 0) {
            return new Violation(Rule.EMPTY_PACKET, 0);
        }
        if (array[offset] == 'b') {
            byte[] data = Base64Text.read(array, offset + 1, length - 1);
            if (data == null) {
                return new Violation(Rule.INVALID_BASE64, 1);
            }
            visitor.packet(EngineType.MESSAGE, true, data, 0, data.length);
            return null;
        }
        int type = array[offset] - '0';
        if (type < 0 || type >= TYPES.length) {
            return new Violation(Rule.UNKNOWN_ENGINE_TYPE, 0);
        }
        visitor.packet(TYPES[type], false, array, offset + 1, length - 1);
        return null;
    }

    /**
     * A polling body. Decoding stops at the first bad packet; the packets before it have been handed over.
     *
     * @param maxPackets how many packets the payload may hold
     * @return the violation, or null if the visitor got all packets or stopped by itself
     */
    public static @Nullable Violation payload(
            byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor) {
        Stoppable packets = new Stoppable(visitor);
        int end = offset + length;
        int from = offset;
        for (int count = 1; ; count++) {
            if (count > maxPackets) {
                return new Violation(Rule.TOO_MANY_PACKETS, from - offset);
            }
            int to = Words.find(SEPARATOR, array, from, end);
            int bad = Utf8.firstInvalid(array, from, to - from);
            if (bad >= 0) {
                return new Violation(Rule.INVALID_UTF8, bad - offset);
            }
            Violation violation = text(array, from, to - from, packets);
            if (violation != null) {
                return new Violation(violation.rule(), from - offset + violation.position());
            }
            if (packets.stopped || to == end) {
                return null;
            }
            from = to + 1;
        }
    }

    /** A packet other than a message, with ASCII data, for both transports. */
    public static EncodedMessage control(EngineType type, String data) {
        if (type == EngineType.MESSAGE) {
            throw new IllegalArgumentException("a message is not a control packet");
        }
        if (data.isEmpty()) {
            return BARE[type.ordinal()];
        }
        return type == EngineType.PONG && data.equals(PROBE) ? PROBED : ascii(type, data);
    }

    /** A message of raw Engine.IO: text. */
    public static EncodedPacket textMessage(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return message(false, utf8, 0, utf8.length);
    }

    /** A message of raw Engine.IO: text that is UTF-8 already, or binary data. The bytes are copied. */
    public static EncodedPacket message(boolean binary, byte[] array, int offset, int length) {
        if (binary) {
            return new EncodedPacket(EncodedMessage.binary(array, offset, length), List.of());
        }
        GrowingBytes out = new GrowingBytes(EncodedMessage.HEADROOM, 1 + length);
        out.write(digit(EngineType.MESSAGE));
        out.write(array, offset, length);
        return new EncodedPacket(text(out), List.of());
    }

    /** The answer to a client's ping, with the ping's data (Engine.IO protocol 3, "Heartbeat"). The bytes are copied. */
    public static EncodedPacket pong(byte[] array, int offset, int length) {
        if (length == 0) {
            return BARE_PONG;
        }
        GrowingBytes out = new GrowingBytes(EncodedMessage.HEADROOM, 1 + length);
        out.write(digit(EngineType.PONG));
        out.write(array, offset, length);
        return new EncodedPacket(text(out), List.of());
    }

    /** Appends a message to a polling body that already holds {@code packets} packets. */
    public static void appendToPayload(ByteSink body, int packets, EncodedMessage message) {
        if (packets > 0) {
            body.write(SEPARATOR);
        }
        if (message.binary()) {
            body.write('b');
            Base64Text.write(message.array(), message.payloadOffset(), message.payloadLength(), body);
        } else {
            body.write(message.array(), message.payloadOffset(), message.payloadLength());
        }
    }

    private static EncodedMessage[] bare() {
        EncodedMessage[] messages = new EncodedMessage[TYPES.length];
        for (EngineType type : TYPES) {
            messages[type.ordinal()] = ascii(type, "");
        }
        return messages;
    }

    private static EncodedMessage ascii(EngineType type, String data) {
        GrowingBytes out = new GrowingBytes(EncodedMessage.HEADROOM, 1 + data.length());
        out.write(digit(type));
        out.ascii(data);
        return text(out);
    }

    private static EncodedMessage text(GrowingBytes out) {
        return EncodedMessage.framed(out.array, EncodedMessage.HEADROOM, out.size, false);
    }

    private static int digit(EngineType type) {
        return '0' + type.ordinal();
    }

    /** Remembers that the visitor had enough. */
    static final class Stoppable implements EnginePacketVisitor {
        private final EnginePacketVisitor visitor;
        private boolean stopped;

        Stoppable(EnginePacketVisitor visitor) {
            this.visitor = visitor;
        }

        @Override
        public boolean packet(EngineType type, boolean binary, byte[] array, int offset, int length) {
            stopped = !visitor.packet(type, binary, array, offset, length);
            return !stopped;
        }

        boolean stopped() {
            return stopped;
        }
    }
}
