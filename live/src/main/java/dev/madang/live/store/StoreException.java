package dev.madang.live.store;

/** The database did not do what it was asked to. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean outcomeUnknown;

    /** A failure that left nothing behind. */
    public StoreException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /** A failure after which the rows may or may not be stored, if {@code outcomeUnknown}. */
    public StoreException(String message, Throwable cause, boolean outcomeUnknown) {
        super(message, cause);
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Whether the rows may be stored nevertheless. */
    public boolean outcomeUnknown() {
        return outcomeUnknown;
    }
}
