package dev.madang.live.transfer;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for each comment of a file what its answers hang on: itself, or the nearest comment above it that was kept.
 * About 40 bytes per comment. Used by one thread.
 */
final class Ancestors {
    /*
     * Open addressing over arrays of numbers: a million entries as objects would be ten times as large. Ids of the file are
     * told apart by 64 bits of their SHA-256.
     */
    private static final HexFormat HEX = HexFormat.of();

    private long[] keys = new long[1 << 10];
    private long[] high = new long[1 << 10];
    private int[] low = new int[1 << 10];
    private int size;

    /** Answers to a comment hang on that comment of the store, or, with null, on none. */
    void put(String id, @Nullable String ancestor) {
        if (2 * size >= keys.length) {
            grow();
        }
        int place = place(keys, key(id));
        if (keys[place] == 0) {
            size++;
        }
        keys[place] = key(id);
        high[place] = ancestor == null ? 0 : HexFormat.fromHexDigitsToLong(ancestor, 0, 16);
        low[place] = ancestor == null ? 0 : HexFormat.fromHexDigits(ancestor, 16, 24);
    }

    /** Whether the comment was seen. */
    boolean knows(String id) {
        return keys[place(keys, key(id))] != 0;
    }

    /** What answers to it hang on; null for none, and for a comment that was not seen. */
    @Nullable
    String of(String id) {
        int place = place(keys, key(id));
        boolean none = keys[place] == 0 || (high[place] == 0 && low[place] == 0);
        return none ? null : HEX.toHexDigits(high[place]) + HEX.toHexDigits(low[place]);
    }

    private static long key(String id) {
        long key = ByteBuffer.wrap(Origin.sha256(id)).getLong();
        return key == 0 ? 1 : key;
    }

    private static int place(long[] keys, long key) {
        int place = (int) key & (keys.length - 1);
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & (keys.length - 1);
        }
        return place;
    }

    private void grow() {
        var moreKeys = new long[2 * keys.length];
        var moreHigh = new long[2 * keys.length];
        var moreLow = new int[2 * keys.length];
        for (int i = 0; i < keys.length; i++) {
            if (keys[i] != 0) {
                int place = place(moreKeys, keys[i]);
                moreKeys[place] = keys[i];
                moreHigh[place] = high[i];
                moreLow[place] = low[i];
            }
        }
        keys = moreKeys;
        high = moreHigh;
        low = moreLow;
    }
}
