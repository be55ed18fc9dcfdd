package dev.madang.protocol;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Numbers and points in time of MessagePack values that were checked. */
final class MsgpackNumber {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final long EXACT = 1L << 53;
    private static final long MAX_DATE = 8_640_000_000_000_000L;
    private static final long SECONDS = (1L << 34) - 1;
    private static final int NANOS = 1_000_000;

    private MsgpackNumber() {}

    /** Some bytes, the highest first, as a number; of eight, the highest bit is the sign. */
    static long unsigned(byte[] array, int from, int bytes) {
        long value = 0;
        for (int i = from; i < from + bytes; i++) {
            value = value << 8 | array[i] & 0xff;
        }
        return value;
    }

    private static long signed(byte[] array, int from, int bytes) {
        int unused = Long.SIZE - 8 * bytes;
        return unsigned(array, from, bytes) << unused >> unused;
    }

    /** The whole number at {@code p}, or {@code Long.MIN_VALUE} if none that JavaScript has exactly is there. */
    static long whole(byte[] array, int p, int end) {
        JsonNode number = at(array, p, end);
        if (number == null || number.isBigInteger()) {
            return Long.MIN_VALUE;
        }
        if (number.isIntegralNumber()) {
            return number.longValue();
        }
        double value = number.doubleValue();
        return value == Math.rint(value) && Math.abs(value) <= EXACT ? (long) value : Long.MIN_VALUE;
    }

    /** The number at {@code p}, or null if another kind of value is there. */
    static @Nullable JsonNode at(byte[] array, int p, int end) {
        long head = MsgpackHead.at(array, p, end);
        if (head < 0) {
            return null;
        }
        int from = MsgpackHead.content(head, p);
        int bytes = MsgpackHead.length(head);
        return switch (MsgpackHead.kind(head)) {
            case INTEGER -> whole(bytes == 0 ? array[p] : signed(array, from, bytes));
            case UNSIGNED -> {
                long value = unsigned(array, from, bytes);
                yield value < 0 ? NODES.numberNode(new BigInteger(Long.toUnsignedString(value))) : whole(value);
            }
            case FLOAT -> NODES.numberNode(floating(array, from, bytes));
            case NIL, UNDEFINED, BOOLEAN, STRING, BYTES, DATE, TIMESTAMP, ARRAY, MAP, OTHER_EXTENSION -> null;
        };
    }

    private static JsonNode whole(long value) {
        return value == (int) value ? NODES.numberNode((int) value) : NODES.numberNode(value);
    }

    private static double floating(byte[] array, int from, int bytes) {
        long bits = unsigned(array, from, bytes);
        return bytes == 4 ? Float.intBitsToFloat((int) bits) : Double.longBitsToDouble(bits);
    }

    /** The point in time of a JavaScript date, or null where JavaScript has an invalid one. */
    static @Nullable Instant date(byte[] array, int from) {
        long millis = unsigned(array, from, Long.BYTES);
        return Math.abs(millis) > MAX_DATE || millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }

    /** The point in time of a timestamp of four, eight or twelve bytes, or null if Java has none like it. */
    static @Nullable Instant timestamp(byte[] array, int from, int bytes) {
        long first = unsigned(array, from, bytes == 8 ? 8 : 4);
        try {
            return switch (bytes) {
                case 4 -> Instant.ofEpochSecond(first);
                case 8 -> Instant.ofEpochSecond(first & SECONDS, first >>> 34);
                default -> Instant.ofEpochSecond(unsigned(array, from + 4, Long.BYTES), first);
            };
        } catch (DateTimeException | ArithmeticException beyondAllDates) {
            return null;
        }
    }
}
