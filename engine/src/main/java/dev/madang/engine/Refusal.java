package dev.madang.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * A request's refusal, before any session takes it.
 *
 * @param pollingStatus the HTTP status over polling
 * @param webSocketStatus the HTTP status of a refused WebSocket handshake
 */
record Refusal(ConnectionError error, String message, int pollingStatus, int webSocketStatus) {
    private static final String RETRY_AFTER_SECONDS = "5";

    static Refusal of(ConnectionError error) {
        return new Refusal(error, error.message(), 400, 400);
    }

    /** By the origin policy: 403 on both transports, so that a foreign page's attempt stands out in any log. */
    static Refusal foreignOrigin() {
        return new Refusal(ConnectionError.FORBIDDEN, "Origin not allowed", 403, 403);
    }

    /** By the request gate: 403 over polling, but 400 over WebSocket, as the reference answers. */
    static Refusal byGate(String message) {
        return new Refusal(ConnectionError.FORBIDDEN, message, 403, 400);
    }

    static Refusal shuttingDown() {
        return new Refusal(ConnectionError.BAD_REQUEST, "Server shutting down", 503, 503);
    }

    /** {@code {"code":…,"message":…}} with the CORS headers. */
    HttpAnswer polling(List<String> corsHeaders) {
        List<String> headers = new ArrayList<>();
        headers.add("Content-Type");
        headers.add("application/json");
        headers.addAll(retryAfter());
        headers.addAll(corsHeaders);
        String body = "{\"code\":" + error.code() + ",\"message\":" + quoted(message) + "}";
        return HttpAnswer.text(pollingStatus, headers, body);
    }

    /** The message alone, as HTML: which it is not, but clients know it so. */
    WebSocketVerdict webSocket() {
        List<String> headers = new ArrayList<>(List.of("Content-Type", "text/html"));
        headers.addAll(retryAfter());
        return new WebSocketVerdict.Refuse(HttpAnswer.text(webSocketStatus, headers, message));
    }

    private List<String> retryAfter() {
        return pollingStatus == 503 ? List.of("Retry-After", RETRY_AFTER_SECONDS) : List.of();
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c) && loneSurrogate(text, i)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }

    private static boolean loneSurrogate(String text, int i) {
        char c = text.charAt(i);
        return Character.isHighSurrogate(c)
                ? i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))
                : i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
}
