package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;

/**
 * The outgoing side of a WebSocket connection, as the HTTP server offers it after the handshake. On the session's
 * loop only.
 */
public interface WebSocketChannel {
    /** The close code that stands for no close frame (RFC 6455, 7.1.5). */
    int NO_CLOSE_FRAME = 1006;

    /**
     * Writes a message. It is flushed at the end of the running read batch, or by one flush for all writes of the
     * running task: callers never flush.
     *
     * @param compress whether the message may be compressed, if that was agreed on with the client
     */
    void write(EncodedMessage message, boolean compress);

    /** Bytes written that the network has not taken. */
    long pendingBytes();

    /** Messages written that the network has not taken, as far as they are still apart. */
    int pendingMessages();

    /** Stops or resumes reading from the connection. */
    void reading(boolean on);

    /**
     * Flushes what was written, sends a close frame and closes the connection; later writes are dropped. Also called for
     * clients that take nothing any more, so all of it must end within a bounded time.
     *
     * @param code a close code that may be sent (RFC 6455, 7.4), or {@link #NO_CLOSE_FRAME}: then the connection ends
     *     behind what was written, without a close frame
     */
    void close(int code, String reason);
}
