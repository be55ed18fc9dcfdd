package dev.madang.live.store;

/** What became of a {@link Change}. */
public sealed interface Outcome {
    /**
     * It is committed durably.
     *
     * @param row the comment after it: for a {@link Change.Vote} with the votes as they are now, tallied or not; with
     *     {@code repeated} as it is now
     * @param repeated whether an earlier comment of the same post, author and cid stands there
     * @param count the post's published comments after it
     */
    record Done(Comment row, boolean repeated, long count) implements Outcome {}

    /** Everything is as it should be already. */
    record Unchanged(Comment row) implements Outcome {}

    /** It certainly did not happen. */
    record Refused(Reason reason) implements Outcome {}

    /**
     * Nobody can tell whether it happened: the commit failed half-way and the database could not be asked. A retry is safe,
     * that of a new comment if it has a cid.
     */
    record Unknown() implements Outcome {}

    /** Why a change did not happen. */
    enum Reason {
        /** More changes wait than the queue holds; a retry may succeed. */
        BUSY,
        /** The database does not answer; a retry may succeed. */
        UNAVAILABLE,
        /** The database does not take it, its neighbours it does. */
        INVALID,
        /** The post has no such comment. */
        NOT_FOUND,
        /** The comment is in a state that does not allow it. */
        CONFLICT,
        /** The author may not begin that post. */
        FORBIDDEN,
        /** The store is closing. */
        CLOSED
    }
}
