package dev.madang.server;

import java.util.concurrent.atomic.AtomicLong;

/** A number of things and their bytes, counted together. Any thread. */
final class Tally extends AtomicLong {
    /*
     * Both counts change in one atomic step: the upper 24 bits count the things, the lower 40 their bytes, which are
     * bounded far below a terabyte by the limits that are checked against this very tally.
     */
    private static final long serialVersionUID = 1;
    private static final int SHIFT = 40;
    private static final long BYTES = (1L << SHIFT) - 1;

    /** Adds one, and answers both counts behind it. */
    long add(int bytes) {
        return addAndGet((1L << SHIFT) + bytes);
    }

    /** Takes one away, and answers both counts behind it. */
    long remove(int bytes) {
        return addAndGet(-((1L << SHIFT) + bytes));
    }

    long both() {
        return get();
    }

    static int count(long both) {
        return (int) (both >>> SHIFT);
    }

    static long bytes(long both) {
        return both & BYTES;
    }
}
