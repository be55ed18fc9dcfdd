package dev.madang.live.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a store, on a thread that may be blocked. */
public final class Waiting {
    private Waiting() {}

    /**
     * What a store answers.
     *
     * @throws StoreException if it fails, whatever the reason
     */
    public static <T> T on(CompletableFuture<T> answer) throws StoreException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StoreException failure) {
                throw failure;
            }
            throw new StoreException("the store failed", e);
        }
    }
}
