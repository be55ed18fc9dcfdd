package dev.madang.engine;

/** Why a request is refused, with the code on the wire (Engine.IO reference server, {@code Server.errors}). */
enum ConnectionError {
    /** The {@code transport} parameter names none that is switched on. */
    UNKNOWN_TRANSPORT(0, "Transport unknown"),
    /** No open session has that {@code sid}. */
    UNKNOWN_SID(1, "Session ID unknown"),
    /** A handshake is a GET. */
    BAD_HANDSHAKE_METHOD(2, "Bad handshake method"),
    /** Anything else that makes no sense. */
    BAD_REQUEST(3, "Bad request"),
    /** The origin policy or the request gate says no. */
    FORBIDDEN(4, "Forbidden"),
    /** Not {@code EIO=4}, nor {@code EIO=3} where that is allowed. */
    UNSUPPORTED_PROTOCOL_VERSION(5, "Unsupported protocol version");

    private final int code;
    private final String message;

    ConnectionError(int code, String message) {
        this.code = code;
        this.message = message;
    }

    /** The code on the wire. */
    int code() {
        return code;
    }

    /** The message on the wire. */
    String message() {
        return message;
    }
}
