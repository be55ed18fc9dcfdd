package dev.madang.live.store;

/** Hears of every committed batch, before anybody is answered. Called on the writer thread; must not block. */
@FunctionalInterface
public interface CommitListener {
    /**
     * A transaction is durable.
     *
     * @param rows how many comments it answers
     * @param nanos how long it took
     */
    void committed(int rows, long nanos);

    /** Nobody listens. */
    static CommitListener none() {
        return (rows, nanos) -> {};
    }
}
