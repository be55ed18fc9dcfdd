package dev.madang.protocol;

/**
 * The first bytes of a MessagePack value: what kind it is of, how long they are themselves, and how much follows. One
 * number holds all three; a negative one stands for bytes that are no value.
 */
final class MsgpackHead {
    /*
     * Extension type 0 is what notepack.io, the library behind the reference's parser, made of it: one fixed byte is
     * undefined, eight are a date, any other length is an ArrayBuffer. Type -1 is the timestamp of the specification,
     * which clients in other languages send.
     *
     * A count or a length is compared with the bytes that are there before anybody allocates by it: each element takes
     * a byte at least.
     */

    /** What a value is. */
    enum Kind {
        NIL,
        UNDEFINED,
        BOOLEAN,
        INTEGER,
        UNSIGNED,
        FLOAT,
        STRING,
        BYTES,
        DATE,
        TIMESTAMP,
        ARRAY,
        MAP,
        OTHER_EXTENSION
    }

    static final long INVALID = -1;

    private static final Kind[] KINDS = Kind.values();

    private MsgpackHead() {}

    static Kind kind(long head) {
        return KINDS[(int) (head >>> 40)];
    }

    /** Where the content begins. */
    static int content(long head, int p) {
        return p + ((int) (head >>> 32) & 0xff);
    }

    /** Bytes of the content; elements of an array, entries of a map. */
    static int length(long head) {
        return (int) head;
    }

    /** The head of the value at {@code p}, or {@link #INVALID}. */
    static long at(byte[] array, int p, int end) {
        long head = p < end ? unchecked(array, p, end) : INVALID;
        if (head < 0) {
            return INVALID;
        }
        long needed = kind(head) == Kind.MAP ? 2L * length(head) : length(head);
        return length(head) < 0 || needed > end - content(head, p) ? INVALID : head;
    }

    private static long unchecked(byte[] array, int p, int end) {
        int tag = array[p] & 0xff;
        if (tag < 0x80 || tag >= 0xe0) {
            return head(Kind.INTEGER, 1, 0);
        }
        if (tag < 0xc0) {
            return tag < 0x90
                    ? head(Kind.MAP, 1, tag & 0x0f)
                    : tag < 0xa0 ? head(Kind.ARRAY, 1, tag & 0x0f) : head(Kind.STRING, 1, tag & 0x1f);
        }
        return switch (tag) {
            case 0xc0 -> head(Kind.NIL, 1, 0);
            case 0xc2, 0xc3 -> head(Kind.BOOLEAN, 1, 0);
            case 0xc4, 0xc5, 0xc6 -> sized(Kind.BYTES, array, p, end, 1 << tag - 0xc4);
            case 0xc7, 0xc8, 0xc9 -> extension(array, p, end, sized(Kind.BYTES, array, p, end, 1 << tag - 0xc7));
            case 0xca, 0xcb -> head(Kind.FLOAT, 1, 4 << tag - 0xca);
            case 0xcc, 0xcd, 0xce, 0xcf -> head(Kind.UNSIGNED, 1, 1 << tag - 0xcc);
            case 0xd0, 0xd1, 0xd2, 0xd3 -> head(Kind.INTEGER, 1, 1 << tag - 0xd0);
            case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> fixed(array, p, end, 1 << tag - 0xd4);
            case 0xd9, 0xda, 0xdb -> sized(Kind.STRING, array, p, end, 1 << tag - 0xd9);
            case 0xdc, 0xdd -> sized(Kind.ARRAY, array, p, end, 2 << tag - 0xdc);
            case 0xde, 0xdf -> sized(Kind.MAP, array, p, end, 2 << tag - 0xde);
            default -> INVALID;
        };
    }

    private static long sized(Kind kind, byte[] array, int p, int end, int sizeBytes) {
        if (end - p <= sizeBytes) {
            return INVALID;
        }
        long length = MsgpackNumber.unsigned(array, p + 1, sizeBytes);
        return length > Integer.MAX_VALUE ? INVALID : head(kind, 1 + sizeBytes, (int) length);
    }

    /** An extension whose length is written: the type stands behind it. */
    private static long extension(byte[] array, int p, int end, long sized) {
        if (sized < 0 || content(sized, p) >= end) {
            return INVALID;
        }
        int type = array[content(sized, p)];
        int length = length(sized);
        Kind kind = type == 0
                ? Kind.BYTES
                : type == -1 && (length == 4 || length == 8 || length == 12) ? Kind.TIMESTAMP : Kind.OTHER_EXTENSION;
        return head(kind, content(sized, 1), length);
    }

    /** An extension whose tag says its length. */
    private static long fixed(byte[] array, int p, int end, int length) {
        if (end - p < 2) {
            return INVALID;
        }
        int type = array[p + 1];
        if (type == 0 && length == 1) {
            return head(Kind.UNDEFINED, 2, 1);
        }
        boolean stamp = length == 4 || length == 8;
        return head(
                type == 0 && length == 8 ? Kind.DATE : type == -1 && stamp ? Kind.TIMESTAMP : Kind.OTHER_EXTENSION,
                2,
                length);
    }

    private static long head(Kind kind, int headBytes, int length) {
        return (long) kind.ordinal() << 40 | (long) headBytes << 32 | length;
    }
}
