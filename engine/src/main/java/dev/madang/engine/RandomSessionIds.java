package dev.madang.engine;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Session ids that nobody can guess: 15 random bytes as base64url, 20 characters. Any thread. */
final class RandomSessionIds implements SessionIds {
    private final SecureRandom random = new SecureRandom();

    @Override
    public CompletionStage<String> next(RequestHead request) {
        byte[] bytes = new byte[15];
        random.nextBytes(bytes);
        return CompletableFuture.completedFuture(Base64.getUrlEncoder().encodeToString(bytes));
    }
}
