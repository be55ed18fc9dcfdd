package dev.madang.live.moderation;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whom to tell what happens, and to ask before something is published. Immutable.
 *
 * @param url where the requests go, and nowhere else: redirects are not followed. Null for nobody
 * @param secret what they are signed with, of at least 16 characters
 * @param filter whether it is asked about every comment before it is published
 * @param filterTimeout how long an answer may take, 100 ms to 10 s
 * @param filterFailure what becomes of comments while it does not answer
 */
public record WebhookSettings(
        @Nullable String url,
        @Nullable String secret,
        @DefaultValue("off") boolean filter,
        @DefaultValue("2s") Duration filterTimeout,
        @DefaultValue("publish") Failure filterFailure) {
    private static final String PREFIX = "madang.webhook.";
    private static final int SHORTEST_SECRET = 16;
    private static final Duration LEAST = Duration.ofMillis(100);
    private static final Duration MOST = Duration.ofSeconds(10);

    /** Checks the settings, and names the one that it refuses. */
    public WebhookSettings {
        if (url != null) {
            check(url);
            if (secret == null || secret.length() < SHORTEST_SECRET) {
                throw new IllegalArgumentException(PREFIX + "secret must have at least 16 characters");
            }
        }
        if (filter && url == null) {
            throw new IllegalArgumentException(PREFIX + "filter needs " + PREFIX + "url");
        }
        if (filterTimeout.compareTo(LEAST) < 0 || filterTimeout.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(PREFIX + "filter-timeout must be between 100ms and 10s");
        }
    }

    /** What becomes of comments while nobody answers. */
    public enum Failure {
        /** They are published. */
        PUBLISH,
        /** They wait for a moderator. */
        HOLD
    }

    /** Nobody is told, and nobody asked. */
    public static WebhookSettings none() {
        return new WebhookSettings(null, null, false, Duration.ofSeconds(2), Failure.PUBLISH);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "WebhookSettings[url=" + (url == null ? "none" : "given") + ", filter=" + filter + "]";
    }

    private static void check(String url) {
        try {
            var uri = new URI(url);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null) {
                return;
            }
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(PREFIX + "url is not an address", e);
        }
        throw new IllegalArgumentException(PREFIX + "url must be an http or https address without a password");
    }
}
