package dev.madang.protocol;

import java.nio.charset.StandardCharsets;

/** JSON strings, from and to Java strings, as {@code JSON.stringify} and {@code JSON.parse} have them (ECMA-262, 25.5). */
final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private JsonText() {}

    /** Appends {@code text} with its quotes. A surrogate without its partner is escaped: UTF-8 has no form for it. */
    static void write(String text, GrowingBytes out) {
        int length = text.length();
        out.room(length + 2);
        byte[] array = out.array;
        int p = out.size;
        array[p++] = '"';
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                array[p++] = (byte) c;
                continue;
            }
            out.size = p;
            out.room(6 + length - i);
            if (c < 0x80) {
                escape(c, out);
            } else {
                i += multibyte(text, i, out);
            }
            array = out.array;
            p = out.size;
        }
        array[p++] = '"';
        out.size = p;
    }

    private static void escape(char c, GrowingBytes out) {
        switch (c) {
            case '"' -> pair('"', out);
            case '\\' -> pair('\\', out);
            case '\b' -> pair('b', out);
            case '\f' -> pair('f', out);
            case '\n' -> pair('n', out);
            case '\r' -> pair('r', out);
            case '\t' -> pair('t', out);
            default -> unicodeEscape(c, out);
        }
    }

    private static void pair(char c, GrowingBytes out) {
        out.write('\\');
        out.write(c);
    }

    private static void unicodeEscape(char c, GrowingBytes out) {
        pair('u', out);
        for (int shift = 12; shift >= 0; shift -= 4) {
            out.write(HEX.charAt(c >>> shift & 0xf));
        }
    }

    /** Writes the character at {@code i}; 1 if it took the next one with it. */
    private static int multibyte(String text, int i, GrowingBytes out) {
        char c = text.charAt(i);
        if (c < 0x800) {
            out.write(0xc0 | c >> 6);
        } else if (!Character.isSurrogate(c)) {
            out.write(0xe0 | c >> 12);
            out.write(0x80 | c >> 6 & 0x3f);
        } else {
            int code = text.codePointAt(i);
            if (code == c) {
                unicodeEscape(c, out);
                return 0;
            }
            out.write(0xf0 | code >> 18);
            out.write(0x80 | code >> 12 & 0x3f);
            out.write(0x80 | code >> 6 & 0x3f);
            out.write(0x80 | code & 0x3f);
            return 1;
        }
        out.write(0x80 | c & 0x3f);
        return 0;
    }

    /** What a valid JSON string says; {@code from} and {@code end} are those of the part between the quotes. */
    static String read(byte[] array, int from, int end) {
        int escape = Words.find((byte) '\\', array, from, end);
        if (escape == end) {
            return new String(array, from, end - from, StandardCharsets.UTF_8);
        }
        StringBuilder text = new StringBuilder(end - from);
        int plain = from;
        while (escape < end) {
            text.append(new String(array, plain, escape - plain, StandardCharsets.UTF_8));
            byte kind = array[escape + 1];
            text.append(kind == 'u' ? (char) hex(array, escape + 2) : unescaped(kind));
            plain = escape + (kind == 'u' ? 6 : 2);
            escape = Words.find((byte) '\\', array, plain, end);
        }
        return text.append(new String(array, plain, end - plain, StandardCharsets.UTF_8))
                .toString();
    }

    private static char unescaped(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> (char) kind;
        };
    }

    /** The four hexadecimal digits at {@code p} as a number, or a negative one if they are none. */
    static int hex(byte[] array, int p) {
        int value = 0;
        for (int i = p; i < p + 4; i++) {
            int digit = array[i] < 0 ? -1 : Character.digit(array[i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
