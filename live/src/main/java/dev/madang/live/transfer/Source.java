package dev.madang.live.transfer;

import dev.madang.live.store.StoreException;
import java.io.IOException;
import java.io.InputStream;

/** Reads the comments in one kind of file, front to back, and keeps none of them. */
interface Source {
    /**
     * Reads a file to its end.
     *
     * @throws BrokenFileException if it is not what it should be; what was found before was handed over
     */
    void read(InputStream in, Sink sink) throws IOException, BrokenFileException, StoreException, InterruptedException;

    /** Takes what is found, in the order of the file. */
    @FunctionalInterface
    interface Sink {
        void take(Found found) throws StoreException, InterruptedException;
    }
}
