package dev.madang.live.comments;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What people typed, as text that every store keeps and every client shows alike. */
public final class PlainText {
    private static final int PLAIN_DIGITS = 21;
    private static final int PLAIN_ZEROS = 6;
    private static final String INVISIBLE_LETTERS = "\u115F\u1160\u2800\u3164\uFFA0";

    private PlainText() {}

    /** Whether JavaScript takes the value for false: absent, null, false, zero, or the empty string. */
    public static boolean absent(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isBoolean() && !value.booleanValue())
                || (value.isNumber() && value.doubleValue() == 0)
                || (value.isString() && value.stringValue().isEmpty());
    }

    /** A string, or a number as JavaScript writes it; null for everything else. */
    public static @Nullable String of(JsonNode value) {
        if (value.isString()) {
            return storable(value.stringValue());
        }
        return value.isNumber() && Double.isFinite(value.doubleValue()) ? number(value.doubleValue()) : null;
    }

    /** ECMAScript, Number::toString. */
    private static String number(double value) {
        if (value == 0) {
            return "0";
        }
        BigDecimal shortest = new BigDecimal(Double.toString(Math.abs(value))).stripTrailingZeros();
        String digits = shortest.unscaledValue().toString();
        int point = digits.length() - shortest.scale();
        String sign = value < 0 ? "-" : "";
        if (point > PLAIN_DIGITS || point <= -PLAIN_ZEROS) {
            String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
            return sign + digits.charAt(0) + fraction + (point > 0 ? "e+" : "e-") + Math.abs(point - 1);
        }
        return sign + shortest.toPlainString();
    }

    /** Whether nobody can see anything of it: white space, format characters and the blank letters of Hangul. */
    public static boolean blank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || INVISIBLE_LETTERS.indexOf(c) >= 0);
    }

    /** Its length in Unicode code points. */
    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The text with U+FFFD in place of halves of surrogate pairs and of NUL. */
    /* They have no place in the UTF-8 of some databases: stored, they would come back changed. */
    public static String storable(String text) {
        boolean fine = text.codePoints().noneMatch(PlainText::unstorable);
        if (fine) {
            return text;
        }
        var clean = new StringBuilder(text.length());
        text.codePoints().map(c -> unstorable(c) ? '\uFFFD' : c).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static boolean unstorable(int codePoint) {
        return codePoint == 0 || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
