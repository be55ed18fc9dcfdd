package dev.madang.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cookie that tells a load balancer which server has a session: its value is the session's id, and it stands on the
 * first answer of a polling session only. Nothing here ever reads it. Immutable: each method answers a changed copy.
 *
 * <p>Without further words: path {@code /}, {@code HttpOnly}, {@code SameSite=Lax}, for as long as the browser runs
 * (RFC 6265, section 4.1).
 */
public final class SessionCookie {
    private final String name;
    private final String path;
    private final boolean httpOnly;
    private final SameSite sameSite;
    private final boolean secure;
    private final boolean partitioned;
    private final @Nullable String domain;
    private final @Nullable Duration maxAge;

    private SessionCookie(Parts parts) {
        this.name = parts.name;
        this.path = parts.path;
        this.httpOnly = parts.httpOnly;
        this.sameSite = parts.sameSite;
        this.secure = parts.secure;
        this.partitioned = parts.partitioned;
        this.domain = parts.domain;
        this.maxAge = parts.maxAge;
    }

    /** When pages of other sites send the cookie. */
    public enum SameSite {
        /** With requests of the same site alone. */
        STRICT,
        /** Also when a link leads here. */
        LAX,
        /** Always; browsers want {@link SessionCookie#secure} with it. */
        NONE,
        /** Not said: the browser decides. */
        UNSAID
    }

    private static final class Parts {
        private String name = "io";
        private String path = "/";
        private boolean httpOnly = true;
        private SameSite sameSite = SameSite.LAX;
        private boolean secure;
        private boolean partitioned;
        private @Nullable String domain;
        private @Nullable Duration maxAge;
    }

    /** A cookie of the reference's name, {@code io}. */
    public static SessionCookie standard() {
        return new SessionCookie(new Parts());
    }

    /**
     * A cookie of that name.
     *
     * @throws IllegalArgumentException if the name is no token
     */
    public static SessionCookie named(String name) {
        return standard().name(name);
    }

    /** With another name: a token. */
    public SessionCookie name(String value) {
        require(HttpGrammar.token(value), "name", value);
        return with(parts -> parts.name = value);
    }

    /** With another path; the empty one is not said, and means that of the request. */
    public SessionCookie path(String value) {
        require(HttpGrammar.attribute(value), "path", value);
        return with(parts -> parts.path = value);
    }

    /** Whether scripts are kept from reading it. */
    public SessionCookie httpOnly(boolean value) {
        return with(parts -> parts.httpOnly = value);
    }

    /** When pages of other sites send it. */
    public SessionCookie sameSite(SameSite value) {
        return with(parts -> parts.sameSite = value);
    }

    /** Whether it is sent over TLS only; false by default. */
    public SessionCookie secure(boolean value) {
        return with(parts -> parts.secure = value);
    }

    /** Whether each embedding site has one of its own; false by default. */
    public SessionCookie partitioned(boolean value) {
        return with(parts -> parts.partitioned = value);
    }

    /** With a domain, whose hosts all get it; by default only the own host does. */
    public SessionCookie domain(String value) {
        require(!value.isEmpty() && HttpGrammar.attribute(value), "domain", value);
        return with(parts -> parts.domain = value);
    }

    /** How long it is kept, in whole seconds; zero ends it at once. By default as long as the browser runs. */
    public SessionCookie maxAge(Duration value) {
        require(!value.isNegative(), "maxAge", value);
        return with(parts -> parts.maxAge = value);
    }

    private static void require(boolean fits, String part, Object value) {
        if (!fits) {
            throw new IllegalArgumentException("cookie: \"" + value + "\" is no " + part + " of a cookie");
        }
    }

    private SessionCookie with(Consumer<Parts> change) {
        Parts parts = new Parts();
        parts.name = name;
        parts.path = path;
        parts.httpOnly = httpOnly;
        parts.sameSite = sameSite;
        parts.secure = secure;
        parts.partitioned = partitioned;
        parts.domain = domain;
        parts.maxAge = maxAge;
        change.accept(parts);
        return new SessionCookie(parts);
    }

    /** The value of {@code Set-Cookie}; an id is made of characters that need no quoting. */
    String header(String id) {
        StringBuilder text = new StringBuilder(name).append('=').append(id);
        if (maxAge != null) {
            text.append("; Max-Age=").append(maxAge.toSeconds());
        }
        if (domain != null) {
            text.append("; Domain=").append(domain);
        }
        if (!path.isEmpty()) {
            text.append("; Path=").append(path);
        }
        text.append(httpOnly ? "; HttpOnly" : "")
                .append(secure ? "; Secure" : "")
                .append(partitioned ? "; Partitioned" : "");
        if (sameSite != SameSite.UNSAID) {
            String word = sameSite.name();
            text.append("; SameSite=")
                    .append(word.charAt(0))
                    .append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
