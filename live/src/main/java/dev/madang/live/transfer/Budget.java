package dev.madang.live.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that fails when more than so many bytes were read since the last {@link #renew}. Used by one thread. */
final class Budget extends FilterInputStream {
    /** The most bytes of one piece of a file: an element, a line. */
    static final int PIECE = 16 * 1024 * 1024;

    private long left = PIECE;
    private boolean spent;

    Budget(InputStream in) {
        super(in);
    }

    /** Begins the next piece. */
    void renew() {
        left = PIECE;
    }

    /** Whether it failed. */
    boolean spent() {
        return spent;
    }

    @Override
    public int read() throws IOException {
        pay(1);
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        pay(Math.max(read, 0));
        return read;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void pay(int bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            spent = true;
            throw new IOException("a piece of more than " + PIECE + " bytes");
        }
    }
}
