package dev.madang.server;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;

/** Ids that nobody guesses: 15 random bytes as 20 characters of base64url, the length that Node's adapters expect. */
final class RandomIds implements Supplier<String> {
    private final SecureRandom random = new SecureRandom();
    private final Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();

    @Override
    public String get() {
        byte[] bytes = new byte[15];
        random.nextBytes(bytes);
        return encoder.encodeToString(bytes);
    }
}
