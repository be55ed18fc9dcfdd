package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** The answers to one event in all children of a parent namespace. */
final class ChildAcks {
    private ChildAcks() {}

    /** Complete when all parts are: with all answers, or exceptionally with those that came. */
    static CompletableFuture<BroadcastAcks> of(List<CompletableFuture<BroadcastAcks>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            int recipients = 0;
            List<Arguments> responses = new ArrayList<>();
            for (CompletableFuture<BroadcastAcks> part : parts) {
                BroadcastAcks acks = part.exceptionally(ChildAcks::partial).join();
                recipients += acks.recipients();
                responses.addAll(acks.responses());
            }
            BroadcastAcks all = new BroadcastAcks(recipients, responses);
            if (failure != null) {
                throw new AckTimeoutException(all);
            }
            return all;
        });
    }

    private static BroadcastAcks partial(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AckTimeoutException timeout ? timeout.partial() : BroadcastAcks.NONE;
    }
}
