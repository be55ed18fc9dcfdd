package dev.madang.live.transfer;

import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Reads the comments in one kind of file, front to back, and keeps none of them. */
interface Source {
    /**
     * Reads a file to its end.
     *
     * @throws BrokenFileException if it is not what it should be; what was found before was handed over
     */
    void read(InputStream in, Sink sink) throws IOException, BrokenFileException, StoreException, InterruptedException;

    /** Takes what is found, in the order of the file. */
    interface Sink {
        void take(Found found) throws StoreException, InterruptedException;

        /** What the file says of itself, before anything else: only Madang's own do. */
        void origin(Keys keys) throws StoreException, InterruptedException;

        /** Votes on a comment that was taken before. */
        void votes(PostId post, String comment, Map<String, Integer> values)
                throws StoreException, InterruptedException;

        /** A record beside the comments. */
        void record(String kind, String key, String json) throws StoreException, InterruptedException;
    }
}
