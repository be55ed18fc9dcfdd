package dev.madang.live.moderation;

import dev.madang.live.store.Records;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the store's records: tells of everything that was ever written, then of each write, own ones before they are
 * answered, those of other processes when it is asked to {@link #catchUp}. Any thread.
 */
final class Mirror {
    /*
     * There is one way in: asking what came since. So a write of ours and one of somebody else are seen in the order in which the
     * database took them, and the start is the same as every later second.
     */
    private static final int AT_ONCE = 1_000;

    private static final Logger log = LoggerFactory.getLogger(Mirror.class);

    private final Records records;
    private final Map<String, Listener> listeners;
    private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
    private volatile boolean complete;
    private long version;

    Mirror(Records records, Map<String, Listener> listeners) {
        this.records = records;
        this.listeners = Map.copyOf(listeners);
    }

    /** Whether everything that was there at the start has been read. */
    boolean complete() {
        return complete;
    }

    /** Whether somebody asked already and waits. */
    synchronized boolean busy() {
        return !last.isDone();
    }

    /** Asks for what came since, after those who asked before; fails if the store does not answer. */
    synchronized CompletableFuture<Void> catchUp() {
        last = last.handle((done, failure) -> done).thenCompose(before -> read());
        return last;
    }

    /** Writes all or nothing; done when it is seen here. False if a document did not have the expected version. */
    CompletableFuture<Boolean> write(List<Records.Put> puts) {
        return records.write(puts)
                .thenCompose(written -> written.isPresent()
                        ? catchUp().thenApply(seen -> true)
                        : CompletableFuture.completedFuture(false));
    }

    /** One document as it is in the store. */
    CompletableFuture<Optional<Records.Entry>> get(String kind, String key) {
        return records.get(kind, key);
    }

    /** The last documents of a kind before a key, which is null to begin. */
    CompletableFuture<List<Records.Entry>> newest(String kind, @Nullable String before, int limit) {
        return records.list(kind, "", before, true, limit);
    }

    private CompletableFuture<Void> read() {
        return records.since(version, AT_ONCE).thenCompose(entries -> {
            entries.forEach(this::tell);
            if (entries.size() == AT_ONCE) {
                return read();
            }
            complete = true;
            return CompletableFuture.completedFuture(null);
        });
    }

    private void tell(Records.Entry entry) {
        version = Math.max(version, entry.version());
        Listener listener = listeners.get(entry.kind());
        if (listener == null) {
            return;
        }
        try {
            listener.written(entry.key(), entry.json());
        } catch (RuntimeException e) {
            log.error("The record {} of kind {} cannot be read", entry.key(), entry.kind(), e);
        }
    }

    /** Hears of the documents of a kind; may not block. */
    @FunctionalInterface
    interface Listener {
        /** A document was written, or taken away if {@code json} is null. */
        void written(String key, @Nullable String json);
    }
}
