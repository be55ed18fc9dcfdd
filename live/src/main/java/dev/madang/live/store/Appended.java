package dev.madang.live.store;

/** What became of a {@link NewComment}. */
public sealed interface Appended {
    /**
     * It is committed durably.
     *
     * @param comment the stored comment: with {@code repeated} the one that an earlier try stored
     * @param repeated whether an earlier comment of the same post, author and cid stands there
     */
    record Stored(Comment comment, boolean repeated) implements Appended {}

    /** It is certainly not stored. */
    record Refused(Reason reason) implements Appended {}

    /**
     * Nobody can tell whether it is stored: the commit failed half-way and the database could not be asked. With a cid
     * a retry is safe.
     */
    record Unknown() implements Appended {}

    /** Why a comment was not stored. */
    enum Reason {
        /** More comments wait than the queue holds; a retry may succeed. */
        BUSY,
        /** The database does not answer; a retry may succeed. */
        UNAVAILABLE,
        /** The database does not take this comment, its neighbours it does. */
        INVALID,
        /** The store is closing. */
        CLOSED
    }
}
