package dev.madang.engine;

import java.util.zip.Deflater;

/**
 * How messages over WebSocket are compressed (permessage-deflate, RFC 7692), for clients that offer it. Immutable.
 *
 * <p>No context is kept from one message to the next, in either direction: a connection costs no memory for it, and a
 * broadcast is compressed once for all its recipients, on one of their loops.
 *
 * @param enabled whether it is agreed on at all
 * @param threshold payload bytes below which a message is not compressed; 0 compresses all
 * @param level from 1, fast, to 9, small, or -1 for zlib's own default (6)
 */
public record PerMessageDeflate(boolean enabled, int threshold, int level) {
    /** Not agreed on: the default. */
    public static final PerMessageDeflate OFF = new PerMessageDeflate(false, 1_024, Deflater.DEFAULT_COMPRESSION);

    /** Checks the numbers. */
    public PerMessageDeflate {
        if (threshold < 0) {
            throw new IllegalArgumentException("threshold must not be negative, not " + threshold);
        }
        if (level != Deflater.DEFAULT_COMPRESSION && (level < 1 || level > Deflater.BEST_COMPRESSION)) {
            throw new IllegalArgumentException("level must be -1 or between 1 and 9, not " + level);
        }
    }

    /** On, for messages of at least this many bytes; the reference server's default is 1,024. */
    public static PerMessageDeflate threshold(int bytes) {
        return new PerMessageDeflate(true, bytes, Deflater.DEFAULT_COMPRESSION);
    }

    /** The same with another level. */
    public PerMessageDeflate level(int value) {
        return new PerMessageDeflate(enabled, threshold, value);
    }
}
