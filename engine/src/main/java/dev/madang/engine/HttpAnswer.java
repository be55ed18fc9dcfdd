package dev.madang.engine;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An HTTP answer. The server adds {@code Content-Length} and what the connection needs.
 *
 * @param status the status code
 * @param headers names and values in turn, content type included
 * @param body the body's array, of which the first {@code length} bytes are the body
 * @param length the body's length in bytes
 */
public record HttpAnswer(int status, List<String> headers, byte[] body, int length) {
    /** An answer with a text body in UTF-8. */
    public static HttpAnswer text(int status, List<String> headers, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new HttpAnswer(status, headers, bytes, bytes.length);
    }

    /** The same answer with more headers; of a name that it has itself only cookies and {@code Vary}. */
    public HttpAnswer withMore(List<String> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<String> all = new ArrayList<>(headers);
        for (int i = 0; i + 1 < more.size(); i += 2) {
            if (repeats(more.get(i)) || !names(more.get(i))) {
                all.add(more.get(i));
                all.add(more.get(i + 1));
            }
        }
        return new HttpAnswer(status, all, body, length);
    }

    private static boolean repeats(String name) {
        return name.equalsIgnoreCase("Set-Cookie") || name.equalsIgnoreCase("Vary");
    }

    private boolean names(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }
}
