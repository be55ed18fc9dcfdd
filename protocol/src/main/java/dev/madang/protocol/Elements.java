package dev.madang.protocol;

import java.util.Arrays;

/** Where the elements of a JSON array lie: a pair of start and end for each. Filled by one scan, then only read. */
final class Elements {
    private static final int FEW = 8;

    private int[] bounds = new int[FEW];
    private int count;

    int count() {
        return count;
    }

    int start(int element) {
        return bounds[2 * element];
    }

    int end(int element) {
        return bounds[2 * element + 1];
    }

    /** Adds a value that was checked already. */
    void add(int start, int end) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        count++;
    }

    /** Checks the array whose bracket is at {@code from}; the index behind it, or a failure. */
    long scan(byte[] array, int from, int end, int depth, int digits) {
        int p = JsonScanner.space(array, from + 1, end);
        if (p < end && array[p] == ']') {
            return p + 1L;
        }
        while (true) {
            p = JsonScanner.space(array, p, end);
            long next = JsonScanner.value(array, p, end, depth - 1, digits);
            if (next < 0) {
                return next;
            }
            add(p, (int) next);
            p = JsonScanner.space(array, (int) next, end);
            if (p == end || (array[p] != ',' && array[p] != ']')) {
                return JsonScanner.failure(Rule.INVALID_JSON, p);
            }
            p++;
            if (array[p - 1] == ']') {
                return p;
            }
        }
    }
}
