package dev.madang.live.identity;

import dev.madang.live.store.Records;
import dev.madang.live.store.Records.Entry;
import dev.madang.live.store.Records.Put;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where the owner is written down, and the invitation to become it: at most one of each. Any thread; futures fail if the store
 * does not answer.
 */
public final class OwnerBook {
    /*
     * An invitation is random enough to be kept as a plain hash. Taking it up and becoming the owner are one write, which only
     * succeeds while the invitation is the one that was looked at and there is no owner: of two who try at once, in two
     * processes too, one fails.
     */
    private static final String KIND = "owner";
    private static final String ACCOUNT = "account";
    private static final String INVITATION = "invitation";
    private static final int TOKEN_BYTES = 32;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Records records;
    private final SecureRandom random = new SecureRandom();

    /** The book in these records. */
    public OwnerBook(Records records) {
        this.records = records;
    }

    /** The owner, if there is one. */
    public CompletableFuture<Optional<Owner>> owner() {
        return records.get(KIND, ACCOUNT)
                .thenApply(found -> found.map(entry -> JSON.readValue(entry.json(), Owner.class)));
    }

    /** A new invitation in place of the one before: the token, which is kept nowhere. */
    public CompletableFuture<String> invite() {
        var bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return records.write(KIND, INVITATION, '"' + hash(token) + '"').thenApply(version -> token);
    }

    /** Whether there is no owner and the token is that of the invitation. */
    public CompletableFuture<Boolean> invites(String token) {
        return owner().thenCombine(
                        records.get(KIND, INVITATION), (owner, found) -> owner.isEmpty() && fits(found, token));
    }

    /** Makes somebody the owner who brings the invitation, which ends with that; false if somebody else was faster. */
    public CompletableFuture<Boolean> accept(String token, Owner owner) {
        return records.get(KIND, INVITATION).thenCompose(found -> {
            if (!fits(found, token)) {
                return CompletableFuture.completedFuture(false);
            }
            return records.write(List.of(
                            new Put(KIND, INVITATION, null, found.get().version()),
                            new Put(KIND, ACCOUNT, JSON.writeValueAsString(owner), Put.NONE)))
                    .thenApply(Optional::isPresent);
        });
    }

    /** Makes somebody the owner, whoever it was before. */
    public CompletableFuture<Void> set(Owner owner) {
        return records.write(List.of(
                        new Put(KIND, INVITATION, null, Put.ANY),
                        new Put(KIND, ACCOUNT, JSON.writeValueAsString(owner), Put.ANY)))
                .thenAccept(version -> {});
    }

    private static boolean fits(Optional<Entry> found, String token) {
        String kept = found.map(entry -> JSON.readTree(entry.json()).asString()).orElse("");
        return MessageDigest.isEqual(bytes(kept), bytes(hash(token)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(String token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes(token));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
