package dev.madang.engine;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A web origin (RFC 6454, 4): scheme, host and port, in lower case, the scheme's default port filled in.
 *
 * @param port -1 if none is given and the scheme has no default
 */
record Origin(String scheme, String host, int port) {
    /** An origin as browsers serialise it; null for anything else, {@code null} included. */
    static @Nullable Origin parse(String text) {
        int mark = text.indexOf("://");
        if (mark <= 0 || !scheme(text, mark)) {
            return null;
        }
        String scheme = text.substring(0, mark).toLowerCase(Locale.ROOT);
        int start = mark + 3;
        int end = hostEnd(text, start);
        if (end <= start) {
            return null;
        }
        int port = end == text.length() ? defaultPort(scheme) : port(text, end);
        return port == -2 ? null : new Origin(scheme, text.substring(start, end).toLowerCase(Locale.ROOT), port);
    }

    private static boolean scheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!letter(c) && (i == 0 || !digit(c) && c != '+' && c != '-' && c != '.')) {
                return false;
            }
        }
        return true;
    }

    private static int hostEnd(String text, int start) {
        if (start < text.length() && text.charAt(start) == '[') {
            int close = text.indexOf(']', start);
            for (int i = start + 1; i < close; i++) {
                char c = text.charAt(i);
                if (Character.digit(c, 16) < 0 && c != ':' && c != '.' || c > 'f') {
                    return -1;
                }
            }
            return close < start + 3 ? -1 : close + 1;
        }
        int i = start;
        while (i < text.length() && hostCharacter(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean hostCharacter(char c) {
        return letter(c) || digit(c) || c == '.' || c == '-' || c == '_';
    }

    /** The port behind the colon at {@code colon}; -2 if that is none. */
    private static int port(String text, int colon) {
        int digits = text.length() - colon - 1;
        if (text.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return -2;
        }
        int port = 0;
        for (int i = colon + 1; i < text.length(); i++) {
            if (!digit(text.charAt(i))) {
                return -2;
            }
            port = port * 10 + text.charAt(i) - '0';
        }
        return port > 65_535 ? -2 : port;
    }

    private static boolean letter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int defaultPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }

    boolean http() {
        return scheme.equals("http") || scheme.equals("https");
    }

    /** Whether the host is this machine by name or address: localhost, 127.0.0.0/8 or [::1]. */
    boolean loopback() {
        return host.equals("localhost") || host.equals("[::1]") || loopbackAddress();
    }

    private boolean loopbackAddress() {
        String[] parts = host.split("\\.", -1);
        if (parts.length != 4 || !parts[0].equals("127")) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty() || part.length() > 3 || !part.chars().allMatch(c -> digit((char) c))) {
                return false;
            }
        }
        return true;
    }

    /** As browsers serialise it: without the scheme's default port. */
    String text() {
        return scheme + "://" + host + (port == defaultPort(scheme) ? "" : ":" + port);
    }
}
