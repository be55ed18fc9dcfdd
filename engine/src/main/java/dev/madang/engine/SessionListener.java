package dev.madang.engine;

/** The layer above a session. Called on the session's loop. Bytes are valid during the call only. */
public interface SessionListener {
    /** A text message, without the packet type digit; checked to be UTF-8. */
    void text(byte[] array, int offset, int length);

    /** A binary message. */
    void binary(byte[] array, int offset, int length);

    /** A WebSocket has been told that it may take over: from now on the client may turn to it at any moment, or not. */
    default void upgrading() {}

    /** A WebSocket carries the session from now on; what was queued has gone over it. */
    default void upgraded() {}

    /** All messages of a read batch or a POST have been handed over. */
    void readComplete();

    /**
     * The session is closed; nothing follows. Called exactly once, as a task of its own: never from within {@link
     * Session#send}, {@link Session#close} or another call of this listener, unless the session's loop has ended.
     */
    void closed(CloseReason reason, String description);
}
