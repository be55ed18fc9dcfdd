package dev.madang.protocol;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Base64 of binary packets in polling payloads: the standard alphabet, padded, canonical (RFC 4648, 3.5 and 4), in one
 * line or in several (RFC 2045, 6.8).
 */
final class Base64Text {
    /*
     * Decoding is written out because the platform's decoder takes unpadded text and reports the rest by exceptions,
     * which a peer could make us throw as often as it likes.
     *
     * Line feeds are skipped because the official Java client ends every 76 characters, and the last line, with one.
     */

    private static final byte[] VALUES = values();

    private Base64Text() {}

    /** Appends the base64 of some bytes. */
    static void write(byte[] array, int offset, int length, ByteSink out) {
        ByteBuffer encoded = Base64.getEncoder().encode(ByteBuffer.wrap(array, offset, length));
        out.write(encoded.array(), encoded.arrayOffset(), encoded.remaining());
    }

    /** How long the base64 of so many bytes is. */
    static int length(int bytes) {
        return (bytes + 2) / 3 * 4;
    }

    /** The bytes that a text stands for, or null if it is not base64. */
    static byte @Nullable [] read(byte[] array, int offset, int length) {
        for (int p = offset; p < offset + length; p++) {
            if (array[p] == '\n') {
                return readLines(array, offset, length);
            }
        }
        return readLine(array, offset, length);
    }

    private static byte @Nullable [] readLines(byte[] array, int offset, int length) {
        byte[] line = new byte[length];
        int end = 0;
        for (int p = offset; p < offset + length; p++) {
            if (array[p] != '\n') {
                line[end++] = array[p];
            }
        }
        return readLine(line, 0, end);
    }

    private static byte @Nullable [] readLine(byte[] array, int offset, int length) {
        if (length % 4 != 0) {
            return null;
        }
        int end = offset + length;
        int padding = length == 0 || array[end - 1] != '=' ? 0 : array[end - 2] != '=' ? 1 : 2;
        byte[] bytes = new byte[length / 4 * 3 - padding];
        int written = 0;
        int bits = 0;
        for (int p = offset; p < end; p += 4) {
            int last = p + 4 == end ? padding : 0;
            bits = value(array[p]) << 18
                    | value(array[p + 1]) << 12
                    | (last == 2 ? 0 : value(array[p + 2]) << 6)
                    | (last > 0 ? 0 : value(array[p + 3]));
            if (bits < 0) {
                return null;
            }
            for (int shift = 16; shift >= 8 * last; shift -= 8) {
                bytes[written++] = (byte) (bits >>> shift);
            }
        }
        return (bits & (1 << 8 * padding) - 1) == 0 ? bytes : null;
    }

    private static int value(byte digit) {
        return VALUES[digit & 0xff];
    }

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) -1);
        String digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for (int i = 0; i < digits.length(); i++) {
            values[digits.charAt(i)] = (byte) i;
        }
        return values;
    }
}
