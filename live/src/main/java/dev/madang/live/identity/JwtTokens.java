package dev.madang.live.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.madang.live.store.Author;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Signed tokens (JWT, RFC 7519) of the host site. Only the algorithms that belong to the configured keys are taken, whatever a
 * token says of itself, and only tokens that end ({@code exp}). Any thread that may block.
 */
final class JwtTokens implements Tokens {
    /*
     * Keys that were fetched serve for 5 minutes, and are fetched anew in the background during the last of them; for an hour
     * while their host is away. A key that is not known makes us ask, but twice in 10 s at most, whatever strangers send. A
     * request for keys ends after 4 s; who waits for that of another waits 3 s, and then nobody knows whether the token is good.
     */
    private static final int MAX_LENGTH = 8_192;
    private static final int MAX_ID = 200;
    private static final int FETCH_STEP_MILLIS = 2_000;
    private static final int MAX_KEYS_BYTES = 128 * 1024;
    private static final long KEYS_LIVE = Duration.ofMinutes(5).toMillis();
    private static final long WAIT_FOR_KEYS = Duration.ofSeconds(3).toMillis();
    private static final long REFRESH_AHEAD = Duration.ofMinutes(1).toMillis();
    private static final long FETCH_INTERVAL = Duration.ofSeconds(10).toMillis();
    private static final long OUTAGE = Duration.ofHours(1).toMillis();
    private static final Set<JWSAlgorithm> BY_KEY_PAIRS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);
    private static final Logger log = LoggerFactory.getLogger(JwtTokens.class);

    private final JwtSettings settings;
    private final NimbusJwtDecoder decoder;
    private final Clock clock;

    JwtTokens(JwtSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        this.decoder = settings.secret() == null
                ? byKeys(Objects.requireNonNull(settings.jwks()))
                : bySecret(settings.secret());
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(rules(settings)));
    }

    @Override
    public boolean known() {
        return true;
    }

    @Override
    public Verdict check(String token) {
        if (token.length() > MAX_LENGTH) {
            return new Verdict.Bad(Problem.INVALID);
        }
        try {
            return read(decoder.decode(token));
        } catch (BadJwtException e) {
            log.debug("A token was refused: {}", e.getMessage());
            return new Verdict.Bad(Problem.INVALID);
        } catch (JwtException e) {
            log.warn("A token could not be checked: {}", e.getMessage());
            return new Verdict.Bad(Problem.UNCHECKED);
        }
    }

    private Verdict read(Jwt token) {
        Instant now = clock.instant();
        Instant end = token.getExpiresAt();
        Instant start = token.getNotBefore();
        String id = text(token, settings.idClaims());
        boolean early = start != null && now.plus(settings.leeway()).isBefore(start);
        if (end == null || early || id.isEmpty() || id.length() > MAX_ID || !id.equals(plain(id))) {
            return new Verdict.Bad(Problem.INVALID);
        }
        Instant until = end.plus(settings.leeway());
        if (!now.isBefore(until)) {
            return new Verdict.Bad(Problem.EXPIRED);
        }
        String name = plain(text(token, settings.nameClaims()));
        return new Verdict.Good(Author.user(id, name.isEmpty() ? id : cut(name), rank(token)), until);
    }

    /** The first of these claims that is a text or a whole number; empty if there is none. */
    private static String text(Jwt token, List<String> claims) {
        for (String claim : claims) {
            Object value = token.getClaims().get(claim);
            String text =
                    value instanceof String || value instanceof Long || value instanceof Integer ? "" + value : "";
            if (!text.isBlank()) {
                return text;
            }
        }
        return "";
    }

    /** Without what cannot be shown or stored. */
    private static String plain(String text) {
        return text.replaceAll("[\\p{Cc}\\p{Cs}]", "").strip();
    }

    private static String cut(String name) {
        return name.codePointCount(0, name.length()) <= MAX_ID
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_ID));
    }

    private Author.Rank rank(Jwt token) {
        var highest = Author.Rank.NONE;
        for (String claim : settings.roleClaims()) {
            Object value = token.getClaims().get(claim);
            List<?> roles = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
            for (Object role : roles) {
                Author.Rank rank = rank(role.toString());
                highest = rank.compareTo(highest) > 0 ? rank : highest;
            }
        }
        return highest;
    }

    private static Author.Rank rank(String role) {
        return switch (role) {
            case "owner" -> Author.Rank.OWNER;
            case "moderator" -> Author.Rank.MODERATOR;
            default -> Author.Rank.NONE;
        };
    }

    private static List<OAuth2TokenValidator<Jwt>> rules(JwtSettings settings) {
        var rules = new ArrayList<OAuth2TokenValidator<Jwt>>();
        if (settings.issuer() != null) {
            rules.add(new JwtIssuerValidator(settings.issuer()));
        }
        if (settings.audience() != null) {
            rules.add(new JwtClaimValidator<List<String>>(
                    "aud", all -> all != null && all.contains(settings.audience())));
        }
        return rules;
    }

    private static NimbusJwtDecoder bySecret(String secret) {
        var key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        return NimbusJwtDecoder.withSecretKey(key)
                .macAlgorithm(MacAlgorithm.HS256)
                .build();
    }

    private static NimbusJwtDecoder byKeys(String jwks) {
        URL url = JwtSettings.url(jwks);
        var fetch = new DefaultResourceRetriever(FETCH_STEP_MILLIS, FETCH_STEP_MILLIS, MAX_KEYS_BYTES);
        JWKSource<SecurityContext> keys = JWKSourceBuilder.<SecurityContext>create(url, fetch)
                .cache(KEYS_LIVE, WAIT_FOR_KEYS)
                .refreshAheadCache(REFRESH_AHEAD, null, Executors.newVirtualThreadPerTaskExecutor(), true, null, false)
                .rateLimited(FETCH_INTERVAL)
                .outageTolerant(OUTAGE)
                .build();
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(BY_KEY_PAIRS, keys));
        processor.setJWTClaimsSetVerifier((claims, context) -> {});
        return new NimbusJwtDecoder(processor);
    }
}
