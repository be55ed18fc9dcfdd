package dev.madang.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an answer that is about to be sent, for listeners to change. During the listener's call only.
 *
 * <p>Those that say where a message ends or what its connection becomes ({@code Content-Length}, {@code
 * Transfer-Encoding}, {@code Connection}, {@code Upgrade}, {@code Sec-WebSocket-…}) are not theirs to change. Names and
 * values are checked, so that nothing in them can end a line.
 */
public final class ResponseHeaders {
    private final List<String> pairs;

    ResponseHeaders(List<String> pairs) {
        this.pairs = new ArrayList<>(pairs);
    }

    /** The first value of that name, in any case, or null. */
    public @Nullable String value(String name) {
        for (int i = 0; i < pairs.size(); i += 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                return pairs.get(i + 1);
            }
        }
        return null;
    }

    /**
     * Sets a header, in place of all of that name.
     *
     * @throws IllegalArgumentException if it is no header (RFC 9110, section 5), or not to be changed
     */
    public ResponseHeaders set(String name, String value) {
        check(name, value);
        return remove(name).add(name, value);
    }

    /**
     * Adds a header beside those of that name: {@code Set-Cookie} for instance.
     *
     * @throws IllegalArgumentException as for {@link #set}
     */
    public ResponseHeaders add(String name, String value) {
        check(name, value);
        pairs.add(name);
        pairs.add(value);
        return this;
    }

    /** Takes out all headers of that name. */
    public ResponseHeaders remove(String name) {
        for (int i = pairs.size() - 2; i >= 0; i -= 2) {
            if (pairs.get(i).equalsIgnoreCase(name)) {
                pairs.subList(i, i + 2).clear();
            }
        }
        return this;
    }

    List<String> pairs() {
        return pairs;
    }

    /** Refuses what no connection could send: it would be left without an answer. */
    static void check(HttpAnswer answer) {
        if (answer.status() < 200 || answer.status() > 599) {
            throw new IllegalArgumentException("not the status of an answer: " + answer.status());
        }
        List<String> headers = answer.headers();
        if (headers.size() % 2 != 0) {
            throw new IllegalArgumentException("headers are names and values in turn");
        }
        for (int i = 0; i < headers.size(); i += 2) {
            grammar(headers.get(i), headers.get(i + 1));
        }
    }

    private static void grammar(String name, String value) {
        if (!HttpGrammar.token(name) || !HttpGrammar.value(value)) {
            throw new IllegalArgumentException("not a header: " + name + ": " + value);
        }
    }

    static void check(String name, String value) {
        grammar(name, value);
        String lower = name.toLowerCase(Locale.ROOT);
        boolean framing = switch (lower) {
            case "content-length", "transfer-encoding", "connection", "upgrade" -> true;
            default -> lower.startsWith("sec-websocket-");
        };
        if (framing) {
            throw new IllegalArgumentException(name + " is not to be changed");
        }
    }
}
