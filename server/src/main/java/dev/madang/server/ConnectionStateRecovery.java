package dev.madang.server;

import java.time.Duration;

/**
 * How sockets whose connection broke are given back to their clients: with the same id, rooms, data and the events that
 * they missed. Immutable; {@link #DEFAULT} and the {@code with} methods make others.
 *
 * <p>A client that comes back too late, or to whom not every missed event can be given, gets a new socket, as if nothing
 * were kept: never a part of what it missed.
 *
 * @param maxDisconnectionDuration how long a socket is kept after its connection broke
 * @param skipMiddlewares whether a socket that comes back passes no middlewares of its namespace
 * @param maxEvents events that each namespace keeps; older ones go first
 * @param maxBytes bytes of those events
 * @param maxSessions sockets that each namespace keeps; those that went first go first
 */
public record ConnectionStateRecovery(
        Duration maxDisconnectionDuration, boolean skipMiddlewares, int maxEvents, long maxBytes, int maxSessions) {
    /** Two minutes, without middlewares; 100,000 events of 64 MiB and 100,000 sockets in each namespace. */
    public static final ConnectionStateRecovery DEFAULT =
            new ConnectionStateRecovery(Duration.ofMinutes(2), true, 100_000, 64L * 1024 * 1024, 100_000);

    /** Refuses values out of range, by name. */
    public ConnectionStateRecovery {
        if (maxDisconnectionDuration.isNegative()
                || maxDisconnectionDuration.isZero()
                || maxDisconnectionDuration.compareTo(EventNames.LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "maxDisconnectionDuration must be longer than zero and not longer than a year, not "
                            + maxDisconnectionDuration);
        }
        atLeastOne("maxEvents", maxEvents);
        atLeastOne("maxBytes", maxBytes);
        atLeastOne("maxSessions", maxSessions);
    }

    /** How long a socket is kept after its connection broke; two minutes by default. */
    public ConnectionStateRecovery withMaxDisconnectionDuration(Duration value) {
        return new ConnectionStateRecovery(value, skipMiddlewares, maxEvents, maxBytes, maxSessions);
    }

    /**
     * Whether a socket that comes back passes no middlewares; yes by default. Where they check a credential that may
     * have been withdrawn meanwhile, say no.
     */
    public ConnectionStateRecovery withSkipMiddlewares(boolean value) {
        return new ConnectionStateRecovery(maxDisconnectionDuration, value, maxEvents, maxBytes, maxSessions);
    }

    /** Events that each namespace keeps; 100,000 by default. */
    public ConnectionStateRecovery withMaxEvents(int value) {
        return new ConnectionStateRecovery(maxDisconnectionDuration, skipMiddlewares, value, maxBytes, maxSessions);
    }

    /** Bytes of the events that each namespace keeps; 64 MiB by default. */
    public ConnectionStateRecovery withMaxBytes(long value) {
        return new ConnectionStateRecovery(maxDisconnectionDuration, skipMiddlewares, maxEvents, value, maxSessions);
    }

    /** Sockets that each namespace keeps; 100,000 by default. */
    public ConnectionStateRecovery withMaxSessions(int value) {
        return new ConnectionStateRecovery(maxDisconnectionDuration, skipMiddlewares, maxEvents, maxBytes, value);
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be at least 1, not " + value);
        }
    }
}
