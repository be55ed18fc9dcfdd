package dev.madang.live.transfer;

import dev.madang.live.store.StoreException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Waits for a store. */
final class Waiting {
    private Waiting() {}

    static <T> T on(CompletableFuture<T> answer) throws StoreException, InterruptedException {
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
