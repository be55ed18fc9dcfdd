package dev.madang.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request's refusal, before any session takes it.
 *
 * @param pollingStatus the HTTP status over polling
 * @param webSocketStatus the HTTP status of a refused WebSocket handshake
 * @param context the reason in particular, for listeners; by the reference's names
 */
record Refusal(
        ConnectionError error, String message, int pollingStatus, int webSocketStatus, Map<String, String> context) {
    private static final String RETRY_AFTER_SECONDS = "5";

    static Refusal of(ConnectionError error, String key, String value) {
        return new Refusal(error, error.message(), 400, 400, Map.of(key, value));
    }

    /** 400 with code 3 for this reason. */
    static Refusal badRequest(String name) {
        return of(ConnectionError.BAD_REQUEST, "name", name);
    }

    static Refusal invalidOrigin(String origin) {
        Map<String, String> context = Map.of("name", "INVALID_ORIGIN", "origin", origin);
        return new Refusal(ConnectionError.BAD_REQUEST, ConnectionError.BAD_REQUEST.message(), 400, 400, context);
    }

    static Refusal transportMismatch(@Nullable String transport, String current) {
        String asked = transport == null ? "" : transport;
        Map<String, String> context =
                Map.of("name", "TRANSPORT_MISMATCH", "transport", asked, "previousTransport", current);
        return new Refusal(ConnectionError.BAD_REQUEST, ConnectionError.BAD_REQUEST.message(), 400, 400, context);
    }

    static Refusal byMiddleware() {
        return badRequest("MIDDLEWARE_FAILURE");
    }

    static Refusal noId() {
        return badRequest("ID_GENERATION_ERROR");
    }

    /** By the origin policy: 403 on both transports, so that a foreign page's attempt stands out in any log. */
    static Refusal foreignOrigin() {
        return forbidden("Origin not allowed", 403);
    }

    /** By the request gate: 403 over polling, but 400 over WebSocket, as the reference answers. */
    static Refusal byGate(String message) {
        return forbidden(message, 400);
    }

    private static Refusal forbidden(String message, int webSocketStatus) {
        return new Refusal(ConnectionError.FORBIDDEN, message, 403, webSocketStatus, Map.of("message", message));
    }

    static Refusal shuttingDown() {
        return unavailable("Server shutting down", "SERVER_SHUTTING_DOWN");
    }

    /** User code did not say in time what is to become of the request. */
    static Refusal tooLate() {
        return unavailable("Request timed out", "ADMISSION_TIMEOUT");
    }

    private static Refusal unavailable(String message, String name) {
        return new Refusal(ConnectionError.BAD_REQUEST, message, 503, 503, Map.of("name", name));
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
    HttpAnswer webSocket() {
        List<String> headers = new ArrayList<>(List.of("Content-Type", "text/html"));
        headers.addAll(retryAfter());
        return HttpAnswer.text(webSocketStatus, headers, message);
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
