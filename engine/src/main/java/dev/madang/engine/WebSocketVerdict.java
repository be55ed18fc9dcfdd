package dev.madang.engine;

import java.util.List;

/** Whether a WebSocket handshake is accepted. */
public sealed interface WebSocketVerdict {
    /**
     * Accepted: the server answers 101, moves the connection to {@code home} if it is on another loop, and calls
     * {@code opener} there before any message is read.
     *
     * @param headers names and values in turn, for the 101 beside those of the protocol
     */
    record Accept(Loop home, Opener opener, List<String> headers) implements WebSocketVerdict {}

    /** Refused: answered as plain HTTP, {@code Connection: close}, the message as body. */
    record Refuse(HttpAnswer answer) implements WebSocketVerdict {}

    /** Joins an accepted connection to its session. */
    @FunctionalInterface
    interface Opener {
        /** On the home loop, once. */
        WebSocketReceiver open(WebSocketChannel channel);
    }
}
