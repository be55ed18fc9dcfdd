package dev.madang.engine;

import dev.madang.protocol.ByteSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Polling through script tags, for browsers without cross-origin requests: an answer is a script that calls the
 * client's function, a body is a form. Immutable; one per session that asked for it by the parameter {@code j}.
 */
final class Jsonp {
    /*
     * Nothing of the peer's reaches the script but digits of j and what is inside a string literal. There, what ends
     * a line in JavaScript but not in JSON is escaped, and so is '<': the script may stand in a page.
     */
    static final String CONTENT_TYPE = "text/javascript; charset=UTF-8";

    private static final int MAX_DIGITS = 16;
    private static final byte[] FOOT = {')', ';'};

    private final byte[] head;

    Jsonp(String index) {
        String digits = index.chars()
                .filter(c -> c >= '0' && c <= '9')
                .limit(MAX_DIGITS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        this.head = ("___eio[" + digits + "](").getBytes(StandardCharsets.US_ASCII);
    }

    /** A payload as a script. */
    PayloadBuffer script(PayloadBuffer payload) {
        String text = new String(payload.array(), 0, payload.length(), StandardCharsets.UTF_8);
        PayloadBuffer script = PayloadBuffer.sized(payload.length() + payload.length() / 4 + 32);
        script.write(head, 0, head.length);
        literal(text, script);
        script.write(FOOT, 0, FOOT.length);
        return script;
    }

    private static void literal(String text, ByteSink out) {
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c == '<' || c == '\u2028' || c == '\u2029') {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        byte[] bytes = json.append('"').toString().getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
    }

    /**
     * The payload in a form's field {@code d}, or null if there is none. Clients write a line feed as backslash n,
     * since forms change line ends, and a backslash n of the text with one more backslash.
     */
    static byte @Nullable [] payload(byte[] form, int offset, int length) {
        int end = offset + length;
        int from = offset;
        while (from <= end) {
            int to = from;
            while (to < end && form[to] != '&') {
                to++;
            }
            if (to - from >= 2 && form[from] == 'd' && form[from + 1] == '=') {
                return unescape(decode(form, from + 2, to));
            }
            from = to + 1;
        }
        return null;
    }

    private static byte[] decode(byte[] form, int from, int to) {
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(to - from);
        for (int i = from; i < to; i++) {
            int octet = form[i];
            if (octet == '+') {
                octet = ' ';
            } else if (octet == '%' && i + 2 < to) {
                int high = Character.digit(form[i + 1], 16);
                int low = Character.digit(form[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    octet = high << 4 | low;
                    i += 2;
                }
            }
            decoded.write(octet);
        }
        return decoded.toByteArray();
    }

    private static byte[] unescape(byte[] text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
        for (int i = 0; i < text.length; i++) {
            boolean escape = text[i] == '\\' && i + 1 < text.length;
            if (escape && text[i + 1] == 'n') {
                out.write('\n');
                i++;
            } else if (escape && text[i + 1] == '\\' && i + 2 < text.length && text[i + 2] == 'n') {
                out.write('\\');
                out.write('n');
                i += 2;
            } else {
                out.write(text[i]);
            }
        }
        return out.toByteArray();
    }
}
