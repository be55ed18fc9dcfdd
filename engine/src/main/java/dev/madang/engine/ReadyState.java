package dev.madang.engine;

/** Where a session stands, in the reference's words. */
public enum ReadyState {
    /** The layer above is being asked for a listener. */
    OPENING,
    /** Packets come and go. */
    OPEN,
    /** The close waits for the client to take what was sent before. */
    CLOSING,
    /** Over. */
    CLOSED
}
