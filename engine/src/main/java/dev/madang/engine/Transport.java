package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;

/** What carries a session's packets out. On the session's loop only, but for the name. */
sealed interface Transport permits Polling, WebSocketLink {
    /** The name in requests and in the handshake. Any thread. */
    String name();

    /** Sends or queues a packet, which may be compressed or not; false if it does not fit into the client's queue. */
    boolean send(EncodedPacket packet, boolean compress);

    /** Sends or queues one message that counts against no limit: a packet of the engine's own; there are never many. */
    void send(EncodedMessage message, boolean compress);

    /** Whether a packet would go out now. */
    boolean writable();

    /** Bytes sent but not yet taken by the network or a poll. */
    long bufferedBytes();

    /** Stops or resumes taking packets from the client. */
    void reading(boolean on);

    /**
     * The end of the session: what is queued goes out where it can, then every open request is answered, or the
     * connection closed.
     *
     * @param accepted whether the client's last packets were in order
     * @param code the close code of a WebSocket
     */
    void end(boolean accepted, int code, String reason);
}
