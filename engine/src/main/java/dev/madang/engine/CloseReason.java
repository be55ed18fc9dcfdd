package dev.madang.engine;

/** Why a session ended; the text is the one the reference server uses, where it has one. */
public enum CloseReason {
    /** The connection broke, or the peer broke the transport's protocol. */
    TRANSPORT_ERROR("transport error"),
    /** The client closed the connection. */
    TRANSPORT_CLOSE("transport close"),
    /** The server closed the session. */
    FORCED_CLOSE("forced close"),
    /** No answer to a ping in time. */
    PING_TIMEOUT("ping timeout"),
    /** The peer sent what no decoder accepts. */
    PARSE_ERROR("parse error"),
    /** The server stops. */
    SERVER_SHUTTING_DOWN("server shutting down"),
    /** The client reads too slowly: its queue ran over. */
    SLOW_CLIENT("slow client");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    /** The reason as users and logs see it. */
    public String text() {
        return text;
    }

    /*
     * Who is to come back gets no close frame. The Java client does not answer one, and its WebSocket reads no further
     * behind one, so it would notice the end at its next ping timeout only, 45 s later. A connection that just ends is
     * noticed by every client at once.
     */

    /** The close code of a WebSocket that ends so (RFC 6455, 7.4.1). */
    int webSocketCode() {
        return switch (this) {
            case TRANSPORT_CLOSE, FORCED_CLOSE -> 1000;
            case SERVER_SHUTTING_DOWN, SLOW_CLIENT -> WebSocketChannel.NO_CLOSE_FRAME;
            case TRANSPORT_ERROR, PARSE_ERROR -> 1002;
            case PING_TIMEOUT -> 1008;
        };
    }
}
