package dev.madang.live.store;

import java.util.List;
import java.util.Optional;

/** The writing half of a database, used by one thread only. */
interface BatchWriter {
    /**
     * Stores all comments in one transaction and returns when it is durable.
     *
     * @return one outcome for each comment, in their order; a comment that fails does not fail the others
     * @throws StoreException if the whole transaction failed
     */
    List<Appended> write(List<NewComment> batch) throws StoreException;

    /** The stored comment with this one's id, or else with its post, author and cid. Looks on a fresh connection. */
    Optional<Appended.Stored> find(NewComment comment) throws StoreException;

    /** Closes the connection. Never throws. */
    void close();
}
