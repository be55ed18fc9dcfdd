package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Bytes of the wire, made and read without objects. */
final class Bytes {
    /** Digits of a time stamp: nanoseconds above 10^15, which JavaScript's numbers still hold. */
    static final int STAMP_DIGITS = 16;

    private static final long FIRST_STAMP = 1_000_000_000_000_000L;
    /* Any mask will do; this one makes a server unmask. */
    private static final int MASK = 0x5A17C3E9;
    private static final int SMALL = 126;
    private static final int MEDIUM = 65_536;

    private Bytes() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Bytes of a client's text frame with a payload of that length. */
    static int frameLength(int payload) {
        return payload + (payload < SMALL ? 6 : payload < MEDIUM ? 8 : 14);
    }

    /** Writes a masked text frame (RFC 6455, 5.2); the payload is what it is, but for a stamp at {@code stampAt}, if not negative. */
    static void writeFrame(ByteBuf out, byte[] payload, int stampAt, long nanos) {
        int length = payload.length;
        out.writeByte(0x81);
        if (length < SMALL) {
            out.writeByte(0x80 | length);
        } else if (length < MEDIUM) {
            out.writeByte(0x80 | 126).writeShort(length);
        } else {
            out.writeByte(0x80 | 127).writeLong(length);
        }
        out.writeInt(MASK);
        if (stampAt >= 0) {
            stamp(payload, stampAt, nanos);
        }
        int i = 0;
        for (; i + 4 <= length; i += 4) {
            out.writeInt(MASK
                    ^ ((payload[i] & 0xFF) << 24
                            | (payload[i + 1] & 0xFF) << 16
                            | (payload[i + 2] & 0xFF) << 8
                            | (payload[i + 3] & 0xFF)));
        }
        for (; i < length; i++) {
            out.writeByte(payload[i] ^ (MASK >>> (24 - 8 * (i & 3))));
        }
    }

    private static void stamp(byte[] payload, int at, long nanos) {
        long rest = FIRST_STAMP + nanos;
        for (int i = at + STAMP_DIGITS - 1; i >= at; i--) {
            payload[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Reads what {@link #writeFrame} stamped. */
    static long readStamp(ByteBuf in, int at) {
        long value = 0;
        for (int i = at; i < at + STAMP_DIGITS; i++) {
            value = value * 10 + in.getByte(i) - '0';
        }
        return value - FIRST_STAMP;
    }

    static boolean starts(ByteBuf in, int start, int end, byte[] with) {
        if (end - start < with.length) {
            return false;
        }
        for (int i = 0; i < with.length; i++) {
            if (in.getByte(start + i) != with[i]) {
                return false;
            }
        }
        return true;
    }

    /** Where the place behind those bytes is, or -1. */
    static int behind(ByteBuf in, byte[] wanted, int from, int end) {
        for (int i = from; i <= end - wanted.length; i++) {
            if (starts(in, i, end, wanted)) {
                return i + wanted.length;
            }
        }
        return -1;
    }
}
