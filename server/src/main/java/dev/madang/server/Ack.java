package dev.madang.server;

import org.jspecify.annotations.Nullable;

/**
 * The answer that a client may have asked for with an event. Any thread, at any time: the first reply wins, later ones
 * and those after the disconnect do nothing (Socket.IO protocol 5, "Acknowledgement").
 */
public interface Ack {
    /**
     * Answers; does nothing if no answer was asked for or one was given.
     *
     * @throws IllegalArgumentException if an argument has no JSON form; another reply may then be given
     */
    void reply(@Nullable Object... arguments);

    /** Whether the client asked for an answer. */
    boolean requested();
}
