package dev.madang.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time: finds bytes of a kind in a little-endian word. Each result has the top bit of every hit set. */
final class Words {
    /*
     * The tests borrow across bytes, so a hit may be reported falsely in a byte above a true one, never below: only
     * the lowest hit of a word counts, which is all that a search from left to right wants.
     */

    static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private Words() {}

    /** The eight bytes at {@code index}; the caller knows that they are there. */
    static long at(byte[] array, int index) {
        return (long) LONGS.get(array, index);
    }

    /** Hits: bytes that end the plain part of a JSON string, that is quote, backslash and control characters. */
    static long stringStops(long word) {
        return zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES) | ((word - SPACES) & ~word & HIGH_BITS);
    }

    /** The position of {@code octet} (below 0x80) in {@code [from, end)}, or {@code end}. */
    static int find(byte octet, byte[] array, int from, int end) {
        long pattern = ONES * octet;
        int p = from;
        for (; end - p >= Long.BYTES; p += Long.BYTES) {
            long hits = zeros(at(array, p) ^ pattern);
            if (hits != 0) {
                return p + first(hits);
            }
        }
        while (p < end && array[p] != octet) {
            p++;
        }
        return p;
    }

    /** Which byte of the word the first hit is. */
    static int first(long hits) {
        return Long.numberOfTrailingZeros(hits) >>> 3;
    }

    private static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }
}
