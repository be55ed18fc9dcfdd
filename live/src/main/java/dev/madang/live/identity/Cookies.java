package dev.madang.live.identity;

import org.jspecify.annotations.Nullable;

/**
 * The cookies of a request. Any text gives a result.
 *
 * @param header the header {@code Cookie} as it came, or null
 */
record Cookies(@Nullable String header) {
    /** Of a name that comes twice the first, which is the one with the longer path; null if there is none. */
    @Nullable
    String value(String name) {
        if (header == null) {
            return null;
        }
        for (String pair : header.split("[;,]")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return unquoted(pair.substring(equals + 1).strip());
            }
        }
        return null;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
