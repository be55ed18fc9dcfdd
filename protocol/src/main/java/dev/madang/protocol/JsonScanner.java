package dev.madang.protocol;

/**
 * Checks JSON (RFC 8259) in place and makes no objects: grammar, UTF-8 of strings, depth, length of numbers. Results
 * are the index behind what was read, or a negative {@linkplain #failure(Rule, int) failure}.
 */
final class JsonScanner {
    /*
     * The kinds of the open arrays and objects are bits of one long, so that the common document needs no stack; each
     * further 64 levels are a recursion, of which the depth limit allows few.
     *
     * JavaScript cuts strings between UTF-16 units, so texts end with half a character in earnest, escaped, and are
     * accepted. In names of properties that does not happen, and Jackson would not read them.
     */

    private static final int LEVELS = Long.SIZE;
    private static final int UNIT = 6;

    private JsonScanner() {}

    /** A rule and the index at which it is broken, as one negative number. */
    static long failure(Rule rule, int index) {
        return Long.MIN_VALUE | (long) rule.ordinal() << Integer.SIZE | index;
    }

    /** The rule of a failure. */
    static Rule rule(long failure) {
        return Rule.values()[(int) (failure >>> Integer.SIZE) & 0xff];
    }

    /** The index of a failure. */
    static int index(long failure) {
        return (int) failure;
    }

    /** The first index at or behind {@code p} without insignificant space; {@code end} if there is none. */
    static int space(byte[] array, int p, int end) {
        int i = p;
        while (i < end && array[i] <= ' ' && isSpace(array[i])) {
            i++;
        }
        return i;
    }

    private static boolean isSpace(byte octet) {
        return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
    }

    /** One value, at {@code from} or behind space, with at most {@code depth} levels of nesting. */
    static long value(byte[] array, int from, int end, int depth, int digits) {
        long objects = 0;
        int level = 0;
        long next = from;
        while (next >= 0) {
            int p = space(array, (int) next, end);
            int kind = p < end ? array[p] : 0;
            if (kind != '{' && kind != '[') {
                next = scalar(array, p, end, digits);
            } else if (level == LEVELS) {
                next = value(array, p, end, depth - LEVELS, digits);
            } else if (level == depth) {
                next = failure(Rule.JSON_TOO_DEEP, p);
            } else {
                objects = objects << 1 | (kind == '{' ? 1 : 0);
                level++;
                p = space(array, p + 1, end);
                next = p;
                if (p == end || array[p] != closer(objects)) {
                    next = member(array, p, end, objects);
                    continue;
                }
            }
            while (next >= 0 && level > 0) {
                p = space(array, (int) next, end);
                if (p == end || array[p] != closer(objects)) {
                    next = p < end && array[p] == ',' ? member(array, p + 1, end, objects) : invalid(p);
                    break;
                }
                objects >>>= 1;
                level--;
                next = p + 1L;
            }
            if (level == 0) {
                return next;
            }
        }
        return next;
    }

    private static int closer(long objects) {
        return (objects & 1) != 0 ? '}' : ']';
    }

    /** In an object the key and its colon, in an array nothing. */
    private static long member(byte[] array, int from, int end, long objects) {
        if ((objects & 1) == 0) {
            return from;
        }
        int p = space(array, from, end);
        if (p == end || array[p] != '"') {
            return invalid(p);
        }
        long next = string(array, p + 1, end, true);
        if (next < 0) {
            return next;
        }
        p = space(array, (int) next, end);
        return p < end && array[p] == ':' ? p + 1L : invalid(p);
    }

    private static long scalar(byte[] array, int p, int end, int digits) {
        if (p == end) {
            return invalid(p);
        }
        return switch (array[p]) {
            case '"' -> string(array, p + 1, end, false);
            case 't' -> literal("true", array, p, end);
            case 'f' -> literal("false", array, p, end);
            case 'n' -> literal("null", array, p, end);
            default -> number(array, p, end, digits);
        };
    }

    private static long literal(String word, byte[] array, int p, int end) {
        int length = word.length();
        if (end - p < length) {
            return invalid(p);
        }
        for (int i = 1; i < length; i++) {
            if (array[p + i] != word.charAt(i)) {
                return invalid(p + i);
            }
        }
        return p + (long) length;
    }

    /** The rest of a string, behind its opening quote. */
    private static long string(byte[] array, int from, int end, boolean name) {
        long seen = 0;
        int p = from;
        while (p < end) {
            while (end - p >= Long.BYTES) {
                long word = Words.at(array, p);
                long stops = Words.stringStops(word);
                seen |= word;
                if (stops != 0) {
                    p += Words.first(stops);
                    break;
                }
                p += Long.BYTES;
            }
            if (p == end) {
                break;
            }
            int octet = array[p];
            if (octet == '"') {
                return closed(array, from, p, seen);
            }
            if (octet >= 0 && octet < ' ') {
                return invalid(p);
            }
            int size = octet == '\\' ? escape(array, p, end, name) : 1;
            if (size == 0) {
                return invalid(p);
            }
            seen |= octet;
            p += size;
        }
        return invalid(end);
    }

    private static long closed(byte[] array, int from, int quote, long seen) {
        if ((seen & Words.HIGH_BITS) != 0) {
            int bad = Utf8.firstInvalid(array, from, quote - from);
            if (bad >= 0) {
                return failure(Rule.INVALID_UTF8, bad);
            }
        }
        return quote + 1L;
    }

    /** The length of the escape sequence at {@code p}, 0 if it is none. */
    private static int escape(byte[] array, int p, int end, boolean name) {
        if (p + 1 == end) {
            return 0;
        }
        return switch (array[p + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
            case 'u' -> name ? character(array, p, end) : unit(array, p, end) < 0 ? 0 : UNIT;
            default -> 0;
        };
    }

    /** The length of one escaped character, 0 if it is none or half of one. */
    private static int character(byte[] array, int p, int end) {
        int unit = unit(array, p, end);
        if (unit < Character.MIN_SURROGATE || unit > Character.MAX_SURROGATE) {
            return unit < 0 ? 0 : UNIT;
        }
        int other = unit(array, p + UNIT, end);
        return unit <= Character.MAX_HIGH_SURROGATE
                        && other >= Character.MIN_LOW_SURROGATE
                        && other <= Character.MAX_LOW_SURROGATE
                ? 2 * UNIT
                : 0;
    }

    /** The UTF-16 unit that is escaped at {@code p}, negative if none is. */
    private static int unit(byte[] array, int p, int end) {
        boolean escaped = end - p >= UNIT && array[p] == '\\' && array[p + 1] == 'u';
        return escaped ? JsonText.hex(array, p + 2) : -1;
    }

    private static long number(byte[] array, int from, int end, int digits) {
        int p = array[from] == '-' ? from + 1 : from;
        int whole = digits(array, p, end);
        if (whole == p || (array[p] == '0' && whole - p > 1)) {
            return invalid(p);
        }
        p = whole;
        if (p < end && array[p] == '.') {
            int fraction = digits(array, p + 1, end);
            if (fraction == p + 1) {
                return invalid(fraction);
            }
            p = fraction;
        }
        if (p < end && (array[p] == 'e' || array[p] == 'E')) {
            int sign = p + 1 < end && (array[p + 1] == '+' || array[p + 1] == '-') ? p + 2 : p + 1;
            int exponent = digits(array, sign, end);
            if (exponent == sign) {
                return invalid(exponent);
            }
            p = exponent;
        }
        return p - from > digits ? failure(Rule.NUMBER_TOO_LONG, from) : p;
    }

    /** The first index at or behind {@code p} that holds no digit. */
    static int digits(byte[] array, int p, int end) {
        int i = p;
        while (i < end && array[i] >= '0' && array[i] <= '9') {
            i++;
        }
        return i;
    }

    /** The value of at most 18 digits. */
    static long whole(byte[] array, int from, int end) {
        long value = 0;
        for (int i = from; i < end; i++) {
            value = 10 * value + array[i] - '0';
        }
        return value;
    }

    private static long invalid(int index) {
        return failure(Rule.INVALID_JSON, index);
    }
}
