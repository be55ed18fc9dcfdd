package dev.madang.protocol;

/**
 * How much one packet of a peer may hold. The size of a whole message is bounded before it gets here.
 *
 * @param attachments attachments of one packet; 0 refuses binary packets
 * @param attachmentBytes bytes of the attachments of one packet together
 * @param depth nesting of arrays and objects in JSON
 * @param digits characters of one number in JSON
 * @param nameBytes UTF-8 bytes of an event's or a namespace's name
 */
public record DecoderLimits(int attachments, int attachmentBytes, int depth, int digits, int nameBytes) {
    /** 10 attachments, 4 MB together, depth 64, 64 digits, names of 256 bytes. */
    public static final DecoderLimits DEFAULT = new DecoderLimits(10, 4_000_000, 64, 64, 256);

    /** Refuses limits below zero, and a depth, digits or name length of zero, by name. */
    public DecoderLimits {
        atLeast(0, "attachments", attachments);
        atLeast(0, "attachmentBytes", attachmentBytes);
        atLeast(1, "depth", depth);
        atLeast(1, "digits", digits);
        atLeast(1, "nameBytes", nameBytes);
    }

    private static void atLeast(int minimum, String name, int value) {
        if (value < minimum) {
            throw new IllegalArgumentException(name + " must be at least " + minimum + ", not " + value);
        }
    }
}
