package dev.madang.live.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Small documents beside the comments, such as settings, people and the log of what moderators did. Each has a kind, and a
 * key that is unique within it; the store does not look into it. All methods may be called by any thread and do not block;
 * they fail with {@link StoreException} if the database does not answer.
 *
 * <p>One counter, {@code version}, counts all writes of all processes that share the database: who remembers the last one it
 * saw can ask for what came since.
 */
public interface Records {
    /** The most characters of a kind, and of a key. */
    int LONGEST_NAME = 200;

    /**
     * Writes all of them or none, durably.
     *
     * @return the version of the last one; empty if one of them did not have the version that was expected: then nothing
     *     was written
     */
    CompletableFuture<Optional<Long>> write(List<Put> puts);

    /** Writes one, whatever stood there before. */
    default CompletableFuture<Optional<Long>> write(String kind, String key, String json) {
        return write(List.of(new Put(kind, key, json, Put.ANY)));
    }

    /** One document; empty if there is none, or if it was taken away. */
    CompletableFuture<Optional<Entry>> get(String kind, String key);

    /**
     * Documents of a kind in the order of their keys, compared by the bytes of their UTF-8.
     *
     * @param prefix what the keys begin with; empty for all
     * @param behind the last key of the answer before, or null to begin
     * @param descending the last key first
     */
    CompletableFuture<List<Entry>> list(
            String kind, String prefix, @Nullable String behind, boolean descending, int limit);

    /** Everything that was written after a version, in the order of versions, what was taken away among it. */
    CompletableFuture<List<Entry>> since(long version, int limit);

    /** Forgets documents of a kind with keys before that one, traceless: who asks for what came since is not told. */
    CompletableFuture<Void> prune(String kind, String before);

    /**
     * A document. Immutable.
     *
     * @param json its content, or null if it was taken away
     */
    record Entry(
            String kind, String key, long version, @Nullable String json) {}

    /**
     * What is to be written.
     *
     * @param json the content, or null to take the document away
     * @param expected the version that stands there now: {@link #ANY}, or {@link #NONE} if there must be no document
     */
    record Put(String kind, String key, @Nullable String json, long expected) {
        /** Whatever stands there. */
        public static final long ANY = -1;

        /** Nothing stands there, or it was taken away. */
        public static final long NONE = 0;

        public Put {
            if (kind.isEmpty() || key.isEmpty() || kind.length() > LONGEST_NAME || key.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("kinds and keys have 1 to " + LONGEST_NAME + " characters");
            }
        }
    }
}
