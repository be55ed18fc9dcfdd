package dev.madang.server;

import dev.madang.engine.CloseReason;

/** Why a socket was disconnected; the texts are the reference server's. */
public enum DisconnectReason {
    /** The connection broke, or the peer broke the transport's protocol. */
    TRANSPORT_ERROR("transport error"),
    /** The client closed the connection. */
    TRANSPORT_CLOSE("transport close"),
    /** The session was closed below Socket.IO. */
    FORCED_CLOSE("forced close"),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT("ping timeout"),
    /** The client sent what no decoder accepts. */
    PARSE_ERROR("parse error"),
    /** The server stops. */
    SERVER_SHUTTING_DOWN("server shutting down"),
    /** The server closed the connection: the client broke the order of packets or a limit. */
    FORCED_SERVER_CLOSE("forced server close"),
    /** The client left the namespace. */
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect"),
    /** The server disconnected the socket. */
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
    /** The client read too slowly: what waited for it ran over. The reference has no such limit. */
    SLOW_CLIENT("slow client");

    private final String text;

    DisconnectReason(String text) {
        this.text = text;
    }

    /** The reason as the reference server spells it. */
    public String text() {
        return text;
    }

    /** The same as {@link #text()}. */
    @Override
    public String toString() {
        return text;
    }

    /** Whether a socket that left for this reason can be recovered: its client may not have meant to leave. */
    boolean recoverable() {
        return switch (this) {
            case TRANSPORT_ERROR,
                    TRANSPORT_CLOSE,
                    FORCED_CLOSE,
                    PING_TIMEOUT,
                    SERVER_SHUTTING_DOWN,
                    FORCED_SERVER_CLOSE,
                    SLOW_CLIENT -> true;
            case PARSE_ERROR, CLIENT_NAMESPACE_DISCONNECT, SERVER_NAMESPACE_DISCONNECT -> false;
        };
    }

    /** Why the session of such a socket is closed by the server. */
    CloseReason closeReason() {
        return switch (this) {
            case PARSE_ERROR -> CloseReason.PARSE_ERROR;
            case SLOW_CLIENT -> CloseReason.SLOW_CLIENT;
            case TRANSPORT_ERROR,
                    TRANSPORT_CLOSE,
                    FORCED_CLOSE,
                    PING_TIMEOUT,
                    SERVER_SHUTTING_DOWN,
                    FORCED_SERVER_CLOSE,
                    CLIENT_NAMESPACE_DISCONNECT,
                    SERVER_NAMESPACE_DISCONNECT -> CloseReason.FORCED_CLOSE;
        };
    }

    static DisconnectReason of(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_ERROR -> TRANSPORT_ERROR;
            case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
            case FORCED_CLOSE -> FORCED_CLOSE;
            case PING_TIMEOUT -> PING_TIMEOUT;
            case PARSE_ERROR -> PARSE_ERROR;
            case SERVER_SHUTTING_DOWN -> SERVER_SHUTTING_DOWN;
            case SLOW_CLIENT -> SLOW_CLIENT;
        };
    }
}
