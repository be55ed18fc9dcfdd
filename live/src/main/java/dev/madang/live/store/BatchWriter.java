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

    /**
     * What became of changes that may have been committed, in their order: empty for one that was not. Looks on a fresh
     * connection.
     *
     * @throws StoreException if nobody can tell now
     */
    List<Optional<Outcome>> find(List<Change> changes) throws StoreException;

    /** Closes the connection. Never throws. */
    void close();
}
