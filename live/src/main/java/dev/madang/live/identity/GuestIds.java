package dev.madang.live.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where the ids of guests come from: each is the SHA-256 of a secret that the guest's browser made and keeps, so that
 * neither who reads the database nor who reads the traffic of others can act as that guest. 43 characters. Any thread.
 */
public final class GuestIds {
    private static final int SHORTEST = 16;
    private static final int LONGEST = 128;
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    private final SecureRandom random = new SecureRandom();

    /** The id behind a secret of 16 to 128 characters; behind any other, or none, a new one that nobody comes back with. */
    public String of(@Nullable String secret) {
        if (secret == null || secret.length() < SHORTEST || secret.length() > LONGEST) {
            var once = new byte[32];
            random.nextBytes(once);
            return TEXT.encodeToString(once);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return TEXT.encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
