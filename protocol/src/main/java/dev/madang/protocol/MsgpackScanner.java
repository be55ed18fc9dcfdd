package dev.madang.protocol;

import org.jspecify.annotations.Nullable;

/**
 * Checks MessagePack values in place and makes no objects: grammar, UTF-8 of strings, depth, the bytes that are values.
 * Results are the index behind what was read, or a negative {@linkplain JsonScanner#failure(Rule, int) failure}. One
 * scanner checks one packet.
 */
final class MsgpackScanner {
    private final byte[] array;
    private final int end;
    private final DecoderLimits limits;
    private int blobs;
    private long blobBytes;

    /** For a packet that ends at {@code end}. */
    MsgpackScanner(byte[] array, int end, DecoderLimits limits) {
        this.array = array;
        this.end = end;
        this.limits = limits;
    }

    /** The value at {@code p}, with at most {@code depth} levels of nesting. */
    long value(int p, int depth) {
        long head = MsgpackHead.at(array, p, end);
        if (head < 0) {
            return invalid(p);
        }
        int from = MsgpackHead.content(head, p);
        int length = MsgpackHead.length(head);
        return switch (MsgpackHead.kind(head)) {
            case STRING -> text(from, length);
            case BYTES -> blob(p, from, length);
            case ARRAY -> depth == 0 ? tooDeep(p) : elements(from, length, depth - 1, null);
            case MAP -> depth == 0 ? tooDeep(p) : entries(from, length, depth - 1);
            case OTHER_EXTENSION -> JsonScanner.failure(Rule.MSGPACK_EXTENSION, p);
            case NIL, UNDEFINED, BOOLEAN, INTEGER, UNSIGNED, FLOAT, DATE, TIMESTAMP -> from + (long) length;
        };
    }

    /** Values one behind the other; their places are noted if somebody wants them. */
    long elements(int from, int count, int depth, @Nullable Elements places) {
        long next = from;
        for (int i = 0; i < count && next >= 0; i++) {
            int p = (int) next;
            next = value(p, depth);
            if (places != null && next >= 0) {
                places.add(p, (int) next);
            }
        }
        return next;
    }

    private long entries(int from, int count, int depth) {
        long next = from;
        for (int i = 0; i < count && next >= 0; i++) {
            next = key((int) next);
            if (next >= 0) {
                next = value((int) next, depth);
            }
        }
        return next;
    }

    /** The name of an entry: text, or a whole number, which JavaScript turns into text. */
    long key(int p) {
        long head = MsgpackHead.at(array, p, end);
        boolean name = head >= 0
                && switch (MsgpackHead.kind(head)) {
                    case STRING, INTEGER, UNSIGNED -> true;
                    case NIL, UNDEFINED, BOOLEAN, FLOAT, BYTES, DATE, TIMESTAMP, ARRAY, MAP, OTHER_EXTENSION -> false;
                };
        return name ? value(p, 0) : invalid(p);
    }

    private long text(int from, int length) {
        int bad = Utf8.firstInvalid(array, from, length);
        return bad < 0 ? from + (long) length : JsonScanner.failure(Rule.INVALID_UTF8, bad);
    }

    private long blob(int p, int from, int length) {
        blobs++;
        blobBytes += length;
        if (blobs > limits.attachments()) {
            return JsonScanner.failure(Rule.TOO_MANY_ATTACHMENTS, p);
        }
        return blobBytes > limits.attachmentBytes()
                ? JsonScanner.failure(Rule.ATTACHMENTS_TOO_LARGE, p)
                : from + (long) length;
    }

    private static long tooDeep(int p) {
        return JsonScanner.failure(Rule.JSON_TOO_DEEP, p);
    }

    static long invalid(int p) {
        return JsonScanner.failure(Rule.INVALID_MSGPACK, p);
    }
}
