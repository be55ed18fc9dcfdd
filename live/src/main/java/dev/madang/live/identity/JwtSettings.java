package dev.madang.live.identity;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the host site signs its users' tokens: with a secret or with keys of its own, not both. Immutable.
 *
 * @param secret shared with the host site: HS256. At least 32 bytes of UTF-8
 * @param jwks where the host site's public keys are: RS, PS and ES with 256, 384 and 512 bits
 * @param issuer what {@code iss} must be, or null
 * @param audience what {@code aud} must hold, or null
 * @param leeway how far the clocks may be apart: at most 5 minutes
 * @param cookie the name of the cookie that may hold a token; empty for none
 * @param idClaims where a user's id stands: the first of these that is there
 * @param nameClaims where a user's name stands, likewise
 * @param roleClaims where a user's role stands: the highest of all that are there
 */
public record JwtSettings(
        @Nullable String secret,
        @Nullable String jwks,
        @Nullable String issuer,
        @Nullable String audience,
        @DefaultValue("30s") Duration leeway,
        @DefaultValue("token") String cookie,
        @DefaultValue({"sub", "id"}) List<String> idClaims,
        @DefaultValue({"name", "username"}) List<String> nameClaims,
        @DefaultValue({"role", "roles"}) List<String> roleClaims) {
    private static final String PREFIX = "madang.identity.jwt.";
    private static final int SHORTEST_SECRET = 32;
    private static final Duration LONGEST_LEEWAY = Duration.ofMinutes(5);

    /** Checks the settings, and names the one that it refuses. */
    public JwtSettings {
        if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < SHORTEST_SECRET) {
            throw new IllegalArgumentException(
                    PREFIX + "secret must have at least 32 bytes: a shorter one can be guessed");
        }
        if (secret != null && jwks != null) {
            throw new IllegalArgumentException(PREFIX + "secret and " + PREFIX + "jwks exclude each other");
        }
        if (jwks != null) {
            url(jwks);
        }
        if (leeway.isNegative() || leeway.compareTo(LONGEST_LEEWAY) > 0) {
            throw new IllegalArgumentException(PREFIX + "leeway must be between 0 and 5 minutes");
        }
        if (idClaims.isEmpty()) {
            throw new IllegalArgumentException(PREFIX + "id-claims must name a claim");
        }
        idClaims = List.copyOf(idClaims);
        nameClaims = List.copyOf(nameClaims);
        roleClaims = List.copyOf(roleClaims);
    }

    /** Whether tokens are looked at. */
    boolean given() {
        return secret != null || jwks != null;
    }

    /** The address of a key set, checked. */
    static URL url(String text) {
        try {
            var uri = new URI(text);
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (web && uri.getHost() != null) {
                return uri.toURL();
            }
        } catch (URISyntaxException | MalformedURLException e) {
            throw new IllegalArgumentException(PREFIX + "jwks is not an address: " + text, e);
        }
        throw new IllegalArgumentException(PREFIX + "jwks must be an http or https address, not " + text);
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "JwtSettings[secret=" + (secret == null ? "none" : "given") + ", jwks=" + jwks + ", issuer=" + issuer
                + ", audience=" + audience + ", cookie=" + cookie + "]";
    }
}
