package dev.madang.live.store;

import java.util.List;
import java.util.Optional;

/** The writing half of a database, used by one thread only. */
interface BatchWriter {
    /**
     * Makes all changes in one transaction and returns when it is durable.
     *
     * @return one outcome for each change, in their order; one that fails does not fail the others
     * @throws StoreException if the whole transaction failed
     */
    List<Outcome> write(List<Change> batch) throws StoreException;

    /** What became of a change that may have been committed: empty if it was not. Looks on a fresh connection. */
    Optional<Outcome> find(Change change) throws StoreException;

    /** Closes the connection. Never throws. */
    void close();
}
