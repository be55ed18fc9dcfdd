package dev.madang.protocol;

import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads compressed WebSocket messages (RFC 7692, 7.2.2), each with a fresh context. For one thread, many connections.
 * Holds native memory until closed.
 *
 * <p>Limits: the inflated bytes, counted while they come out, so that a bomb costs no more than the limit; {@value
 * #MAX_FINAL_BLOCKS} final blocks in a message.
 */
public final class MessageInflater implements AutoCloseable {
    /*
     * A message may end with a final block instead of a flush (RFC 7692, 7.2.3.4); then the decoder starts anew behind
     * it. Starting anew is dear compared with the two bytes that ask for it, hence the limit.
     */
    private static final int MAX_FINAL_BLOCKS = 16;
    private static final byte[] TAIL = {0, 0, -1, -1};
    private static final int SMALLEST = 4 * 1024;
    private static final int LARGEST_KEPT = 64 * 1024;

    private final Inflater inflater = new Inflater(true);
    private byte[] array = new byte[SMALLEST];
    private int length;
    private int finalBlocks;

    /** What became of a message. */
    public enum Result {
        /** It is in {@link #array()}. */
        INFLATED,
        /** It would be larger than the limit. */
        TOO_LARGE,
        /** It is no DEFLATE stream. */
        CORRUPT
    }

    /** Inflates a whole message of at most {@code limit} inflated bytes. */
    public Result inflate(byte[] source, int offset, int count, int limit) {
        if (array.length > LARGEST_KEPT) {
            array = new byte[SMALLEST];
        }
        length = 0;
        finalBlocks = 0;
        inflater.reset();
        try {
            Result result = feed(source, offset, count, limit);
            return result == Result.INFLATED ? feed(TAIL, 0, TAIL.length, limit) : result;
        } catch (DataFormatException e) {
            return Result.CORRUPT;
        }
    }

    private Result feed(byte[] source, int offset, int count, int limit) throws DataFormatException {
        inflater.setInput(source, offset, count);
        while (true) {
            if (length == array.length) {
                array = Arrays.copyOf(array, (int) Math.min(2L * length, limit + 1L));
            }
            int inflated = inflater.inflate(array, length, array.length - length);
            length += inflated;
            if (length > limit) {
                return Result.TOO_LARGE;
            }
            if (inflater.finished()) {
                int rest = inflater.getRemaining();
                if (rest == 0) {
                    return Result.INFLATED;
                }
                if (++finalBlocks > MAX_FINAL_BLOCKS) {
                    return Result.CORRUPT;
                }
                inflater.reset();
                inflater.setInput(source, offset + count - rest, rest);
            } else if (inflated == 0) {
                return inflater.needsDictionary() ? Result.CORRUPT : Result.INFLATED;
            }
        }
    }

    /** The inflated bytes, until the next call; from the first on. */
    public byte[] array() {
        return array;
    }

    /** How many there are. */
    public int length() {
        return length;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
