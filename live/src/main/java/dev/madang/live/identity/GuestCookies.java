package dev.madang.live.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;

/**
 * The cookie by which a browser comes back to this host as the same guest: 16 random bytes that the server chose, with its
 * seal. Scripts cannot read it, pages of other sites do not send it, and who makes up or changes one is a new guest. Any thread.
 */
public final class GuestCookies {
    /*
     * Only values that this server made count, so nobody can choose the one that somebody else will have; over TLS the
     * name begins with __Host-, which browsers take from this very host alone, so that a neighbouring sub-domain cannot
     * plant one either.
     */
    private static final String NAME = "madang_guest";

    private static final String SECURE_NAME = "__Host-" + NAME;
    private static final int RANDOM_BYTES = 16;
    private static final int VALUE_LENGTH = 22 + 1 + 43;
    private static final Duration LIFE = Duration.ofDays(400);
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final Seal seal;
    private final SecureRandom random = new SecureRandom();

    /** Cookies sealed so. */
    public GuestCookies(Seal seal) {
        this.seal = seal;
    }

    /** The guest's secret that a request carries; null if there is none that this server made. */
    @Nullable
    String read(Cookies cookies) {
        String secure = cookies.value(SECURE_NAME);
        String value = secure == null ? cookies.value(NAME) : secure;
        return value != null && genuine(value) ? value : null;
    }

    /**
     * A cookie for who came with {@code secret}, or for a new guest.
     *
     * @param secure whether the browser came over TLS
     */
    public ResponseCookie write(@Nullable String secret, boolean secure) {
        return ResponseCookie.from(secure ? SECURE_NAME : NAME, secret == null ? create() : secret)
                .path("/")
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .maxAge(LIFE)
                .build();
    }

    private String create() {
        var bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String guest = TEXT.encodeToString(bytes);
        return guest + '.' + sealOf(guest);
    }

    private boolean genuine(String value) {
        if (value.length() != VALUE_LENGTH) {
            return false;
        }
        int dot = VALUE_LENGTH - 44;
        byte[] expected =
                (value.substring(0, dot) + '.' + sealOf(value.substring(0, dot))).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, value.getBytes(StandardCharsets.UTF_8));
    }

    private String sealOf(String guest) {
        return TEXT.encodeToString(seal.of("guest cookie:" + guest));
    }
}
