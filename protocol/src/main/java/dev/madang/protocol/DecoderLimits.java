package dev.madang.protocol;

/**
 * How much one packet of a peer may hold. The size of a whole message is bounded before it gets here.
 *
 * @param attachments attachments of one packet; 0 refuses binary packets
 * @param attachmentBytes bytes of the attachments of one packet together
 * @param depth nesting of arrays and objects in JSON; at most 1000, to which {@link JacksonJson} reads
 * @param digits characters of one number in JSON; at most 1000
 * @param nameBytes UTF-8 bytes of an event's or a namespace's name
 * @param queryBytes UTF-8 bytes of the query behind a namespace's name, its question mark among them; 0 where a
 *     question mark is a part of the name
 */
public record DecoderLimits(
        int attachments, int attachmentBytes, int depth, int digits, int nameBytes, int queryBytes) {
    /** 10 attachments, 4 MB together, depth 64, 64 digits, names of 256 bytes. */
    public static final DecoderLimits DEFAULT = new DecoderLimits(10, 4_000_000, 64, 64, 256);

    static final int MAX_DEPTH = 1000;
    static final int MAX_DIGITS = 1000;

    /** Limits for clients that send no queries: all since protocol 5. */
    public DecoderLimits(int attachments, int attachmentBytes, int depth, int digits, int nameBytes) {
        this(attachments, attachmentBytes, depth, digits, nameBytes, 0);
    }

    /** Refuses values out of range, by name. */
    public DecoderLimits {
        atLeast(0, "attachments", attachments);
        atLeast(0, "attachmentBytes", attachmentBytes);
        atLeast(1, "depth", depth);
        atLeast(1, "digits", digits);
        atLeast(1, "nameBytes", nameBytes);
        atLeast(0, "queryBytes", queryBytes);
        atMost(MAX_DEPTH, "depth", depth);
        atMost(MAX_DIGITS, "digits", digits);
    }

    /** These limits for a client that says by a query what it has to say about a namespace: protocol 4. */
    public DecoderLimits withQueryBytes(int value) {
        return new DecoderLimits(attachments, attachmentBytes, depth, digits, nameBytes, value);
    }

    /** Whether a namespace's name and the query behind it, as UTF-8, are not too long. */
    boolean namespaceFits(byte[] array, int from, int to) {
        int query = queryBytes == 0 ? to : Words.find((byte) '?', array, from, to);
        return query - from <= nameBytes && to - query <= queryBytes;
    }

    private static void atLeast(int minimum, String name, int value) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", not " + value);
        }
    }

    private static void atMost(int maximum, String name, int value) {
        if (value > maximum) {
            throw new IllegalArgumentException(name + " must be at most " + maximum + ", not " + value);
        }
    }
}
