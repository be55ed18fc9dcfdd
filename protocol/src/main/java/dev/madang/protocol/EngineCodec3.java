package dev.madang.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Engine.IO protocol 3 on both transports: single packets in WebSocket frames, and payloads of packets in polling
 * bodies, each with its length in front ("Packet encoding", "Payload encoding"). Stateless, safe for all threads.
 */
final class EngineCodec3 {
    /*
     * A text payload counts in UTF-16 code units, because the first implementation was written in JavaScript; a binary
     * one counts bytes. The reference reads a length as JavaScript reads numbers ("0x10", "1e2", " 5"), takes every
     * first byte but 0 for "binary", any byte for a digit, and a packet that the end cuts off; no encoder writes such
     * things. Zeros in front of a length are read, as far as the reference reads digits at all. An empty packet in a
     * text payload is skipped as the reference skips it: "0:" is how it writes a payload of no packets.
     */

    private static final int MAX_LENGTH_DIGITS = 310;
    private static final byte END_OF_LENGTH = (byte) 0xff;
    private static final int MESSAGE = EngineType.MESSAGE.ordinal();

    private EngineCodec3() {}

    /** A text frame, or one packet of a payload that is text; {@code b4} and base64 stand for a binary message. */
    static @Nullable Violation text(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        if (length == 0 || array[offset] != 'b') {
            return EngineCodec.text(array, offset, length, visitor);
        }
        if (length == 1 || array[offset + 1] != '0' + MESSAGE) {
            return new Violation(Rule.BINARY_ENGINE_TYPE, 1);
        }
        byte[] data = Base64Text.read(array, offset + 2, length - 2);
        if (data == null) {
            return new Violation(Rule.INVALID_BASE64, 2);
        }
        visitor.packet(EngineType.MESSAGE, true, data, 0, data.length);
        return null;
    }

    /** A binary frame, or one packet of a payload that is binary: its type is a byte. */
    static @Nullable Violation binary(byte[] array, int offset, int length, EnginePacketVisitor visitor) {
        if (length == 0) {
            return new Violation(Rule.EMPTY_PACKET, 0);
        }
        if (array[offset] != MESSAGE) {
            return new Violation(Rule.BINARY_ENGINE_TYPE, 0);
        }
        visitor.packet(EngineType.MESSAGE, true, array, offset + 1, length - 1);
        return null;
    }

    static @Nullable Violation textPayload(
            byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor) {
        if (length == 0) {
            return new Violation(Rule.EMPTY_PACKET, 0);
        }
        EngineCodec.Stoppable packets = new EngineCodec.Stoppable(visitor);
        int end = offset + length;
        int p = offset;
        for (int count = 1; p < end && !packets.stopped(); count++) {
            if (count > maxPackets) {
                return new Violation(Rule.TOO_MANY_PACKETS, p - offset);
            }
            int colon = JsonScanner.digits(array, p, end);
            if (colon == end || array[colon] != ':' || noLength(p, colon)) {
                return new Violation(Rule.INVALID_LENGTH, p - offset);
            }
            int from = colon + 1;
            int to = Utf8.behindUnits(array, from, end, length(array, p, colon, '0'));
            if (to < 0) {
                return new Violation(Rule.INVALID_LENGTH, p - offset);
            }
            Violation violation = to == from ? null : checkedText(array, from, to, packets);
            if (violation != null) {
                return new Violation(violation.rule(), from - offset + violation.position());
            }
            p = to;
        }
        return null;
    }

    static @Nullable Violation binaryPayload(
            byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor) {
        EngineCodec.Stoppable packets = new EngineCodec.Stoppable(visitor);
        int end = offset + length;
        int p = offset;
        for (int count = 1; p < end && !packets.stopped(); count++) {
            if (count > maxPackets) {
                return new Violation(Rule.TOO_MANY_PACKETS, p - offset);
            }
            int mark = array[p];
            int behind = digits(array, p + 1, end);
            boolean known = mark == 0 || mark == 1;
            if (!known || behind == end || array[behind] != END_OF_LENGTH || noLength(p + 1, behind)) {
                return new Violation(Rule.INVALID_LENGTH, p - offset);
            }
            int from = behind + 1;
            int size = length(array, p + 1, behind, 0);
            if (size > end - from) {
                return new Violation(Rule.INVALID_LENGTH, p - offset);
            }
            Violation violation =
                    mark == 0 ? checkedText(array, from, from + size, packets) : binary(array, from, size, packets);
            if (violation != null) {
                return new Violation(violation.rule(), from - offset + violation.position());
            }
            p = from + size;
        }
        return null;
    }

    private static @Nullable Violation checkedText(byte[] array, int from, int to, EnginePacketVisitor visitor) {
        int bad = Utf8.firstInvalid(array, from, to - from);
        return bad >= 0 ? new Violation(Rule.INVALID_UTF8, bad - from) : text(array, from, to - from, visitor);
    }

    private static boolean noLength(int from, int to) {
        return from == to || to - from > MAX_LENGTH_DIGITS;
    }

    /** The first byte from {@code from} on that is not a digit as a value, 0 to 9. */
    private static int digits(byte[] array, int from, int end) {
        int p = from;
        while (p < end && array[p] >= 0 && array[p] <= 9) {
            p++;
        }
        return p;
    }

    /** The number that the digits stand for; one too large is the largest there is. */
    private static int length(byte[] array, int from, int to, int zero) {
        long value = 0;
        for (int i = from; i < to && value <= Integer.MAX_VALUE; i++) {
            value = 10 * value + array[i] - zero;
        }
        return (int) Math.min(value, Integer.MAX_VALUE);
    }

    /** Appends a message to a polling body that is text. */
    static void appendText(EncodedMessage message, ByteSink body) {
        byte[] array = message.array();
        int offset = message.payloadOffset();
        int length = message.payloadLength();
        if (message.binary()) {
            body.ascii((2 + Base64Text.length(length)) + ":b" + MESSAGE);
            Base64Text.write(array, offset, length, body);
        } else {
            body.ascii(Utf8.units(array, offset, length) + ":");
            body.write(array, offset, length);
        }
    }

    /** Appends a message to a polling body that is binary. */
    static void appendBinary(EncodedMessage message, ByteSink body) {
        boolean binary = message.binary();
        String length = Integer.toString(message.payloadLength() + (binary ? 1 : 0));
        body.write(binary ? 1 : 0);
        for (int i = 0; i < length.length(); i++) {
            body.write(length.charAt(i) - '0');
        }
        body.write(END_OF_LENGTH);
        if (binary) {
            body.write(MESSAGE);
        }
        body.write(message.array(), message.payloadOffset(), message.payloadLength());
    }

    /** A binary message as a text frame. */
    static EncodedMessage base64(EncodedMessage message) {
        int length = message.payloadLength();
        GrowingBytes out = new GrowingBytes(EncodedMessage.HEADROOM, 2 + Base64Text.length(length));
        out.ascii("b" + MESSAGE);
        Base64Text.write(message.array(), message.payloadOffset(), length, out);
        return EncodedMessage.framed(out.array, EncodedMessage.HEADROOM, out.size, false);
    }
}
