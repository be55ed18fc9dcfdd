package dev.madang.protocol;

/** UTF-8 well-formedness (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. */
public final class Utf8 {
    private Utf8() {}

    /**
     * The index in {@code array} of the first byte that is not part of well-formed UTF-8, or -1 if all of it is. A
     * sequence that the end cuts off is not well-formed, from its first byte.
     */
    public static int firstInvalid(byte[] array, int offset, int length) {
        int end = offset + length;
        int p = offset;
        while (p < end) {
            if (array[p] < 0) {
                int size = sequence(array, p, end);
                if (size == 0) {
                    return p;
                }
                p += size;
            } else if (end - p >= Long.BYTES) {
                long high = Words.at(array, p) & Words.HIGH_BITS;
                p += high == 0 ? Long.BYTES : Words.first(high);
            } else {
                p++;
            }
        }
        return -1;
    }

    /** How many UTF-16 code units, the characters of Java and JavaScript, well-formed UTF-8 makes. */
    static int units(byte[] array, int offset, int length) {
        int end = offset + length;
        int units = 0;
        int p = offset;
        while (p < end) {
            if (end - p >= Long.BYTES && (Words.at(array, p) & Words.HIGH_BITS) == 0) {
                units += Long.BYTES;
                p += Long.BYTES;
            } else {
                int lead = array[p++] & 0xff;
                units += lead < 0x80 || lead >= 0xc0 ? lead >= 0xf0 ? 2 : 1 : 0;
            }
        }
        return units;
    }

    /**
     * The index behind the first {@code units} UTF-16 code units, or -1 if {@code [from, end)} ends, or a character
     * is in two halves, there. Whether the bytes passed over are well-formed is not looked at.
     */
    static int behindUnits(byte[] array, int from, int end, int units) {
        int left = units;
        int p = from;
        while (left > 0 && p < end) {
            if (left >= Long.BYTES && end - p >= Long.BYTES && (Words.at(array, p) & Words.HIGH_BITS) == 0) {
                left -= Long.BYTES;
                p += Long.BYTES;
            } else {
                int lead = array[p] & 0xff;
                left -= lead < 0xf0 ? 1 : 2;
                p += lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
            }
        }
        return left == 0 && p <= end ? p : -1;
    }

    /** The length of the well-formed sequence of two to four bytes at {@code p}, or 0: table 3-7 of Unicode. */
    private static int sequence(byte[] array, int p, int end) {
        int lead = array[p] & 0xff;
        if (lead < 0xc2 || lead > 0xf4) {
            return 0;
        }
        int size = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (end - p < size) {
            return 0;
        }
        int second = array[p + 1] & 0xff;
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((array[p + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
