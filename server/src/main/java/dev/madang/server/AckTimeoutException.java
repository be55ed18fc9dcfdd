package dev.madang.server;

import java.io.Serial;

/** An event was not answered in time; carries what had come until then. */
public final class AckTimeoutException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient BroadcastAcks partial;

    /** For adapters. */
    public AckTimeoutException(BroadcastAcks partial) {
        super("operation has timed out", null, false, false);
        this.partial = partial;
    }

    /** The answers that came in time; of an event to one socket always none. */
    public BroadcastAcks partial() {
        return partial;
    }
}
