package dev.madang.engine;

/**
 * The incoming side of a WebSocket connection, implemented by the engine. The HTTP server calls it on the session's
 * loop. Bytes are valid during the call only.
 */
public interface WebSocketReceiver {
    /** A whole text message, checked to be UTF-8. */
    void text(byte[] array, int offset, int length);

    /** A whole binary message. */
    void binary(byte[] array, int offset, int length);

    /** All messages of a read batch have been handed over. */
    void readComplete();

    /** All that was written has been taken by the network. */
    void drained();

    /**
     * The connection is closed; nothing follows.
     *
     * @param error whether it broke, instead of being closed by a close frame or an end of stream
     * @param description for the log and for disconnect handlers
     */
    void closed(boolean error, String description);
}
