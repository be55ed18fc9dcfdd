package dev.madang.engine;

import java.nio.charset.StandardCharsets;
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
}
