package dev.madang.engine;

/** Why a request is refused; the ordinal is the code on the wire (Engine.IO reference server, {@code Server.errors}). */
enum ConnectionError {
    /** The {@code transport} parameter names none that is switched on. */
    UNKNOWN_TRANSPORT("Transport unknown"),
    /** No open session has that {@code sid}. */
    UNKNOWN_SID("Session ID unknown"),
    /** A handshake is a GET. */
    BAD_HANDSHAKE_METHOD("Bad handshake method"),
    /** Anything else that makes no sense. */
    BAD_REQUEST("Bad request"),
    /** The origin policy or the request gate says no. */
    FORBIDDEN("Forbidden"),
    /** Not {@code EIO=4}. */
    UNSUPPORTED_PROTOCOL_VERSION("Unsupported protocol version");

    private final String message;

    ConnectionError(String message) {
        this.message = message;
    }

    /** The message on the wire. */
    String message() {
        return message;
    }
}
