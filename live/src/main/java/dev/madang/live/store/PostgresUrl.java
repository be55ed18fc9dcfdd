package dev.madang.live.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a PostgreSQL database is, and who we are there. Immutable.
 *
 * @param place what may be shown: hosts and database
 * @param parameters what follows the question mark, handed to the driver as it is; empty for nothing
 * @param user the role, or null for the driver's choice
 * @param password its password, or null
 */
record PostgresUrl(
        String place,
        String parameters,
        @Nullable String user,
        @Nullable String password) {
    private static final Pattern FORM = Pattern.compile(
            "postgres(?:ql)?://(?:(?<user>[^:/?#]*)(?::(?<password>[^/?#]*))?@)?(?<place>[^/?#@]+/[^/?#]+)(?:\\?(?<rest>[^#]*))?");

    /** Whether a URL means a PostgreSQL database. */
    static boolean names(String url) {
        return url.startsWith("postgresql:") || url.startsWith("postgres:");
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database?parameter=value}; user and password may be percent-encoded.
     *
     * @throws IllegalArgumentException if it is none; the message holds nothing of it
     */
    static PostgresUrl parse(String url) {
        Matcher match = FORM.matcher(url);
        if (!match.matches()) {
            throw malformed();
        }
        String parameters = match.group("rest");
        return new PostgresUrl(
                match.group("place"),
                parameters == null ? "" : parameters,
                decode(match.group("user")),
                decode(match.group("password")));
    }

    /** The driver's URL, without user and password. */
    String jdbc() {
        return "jdbc:postgresql://" + place + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    @Override
    public String toString() {
        return "postgresql://" + place;
    }

    private static @Nullable String decode(@Nullable String part) {
        try {
            return part == null ? null : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static IllegalArgumentException malformed() {
        return new IllegalArgumentException(
                "madang.store: a PostgreSQL database is named by postgresql://user:password@host:port/database, with %XX for"
                        + " what has a meaning in a URL (: / ? # @ %)");
    }
}
