package dev.madang.engine;

/** Whether a WebSocket handshake is accepted. */
public sealed interface WebSocketVerdict {
    /**
     * Accepted: the server answers 101, moves the connection to {@code home} if it is on another loop, and calls
     * {@code opener} there before any message is read.
     */
    record Accept(Loop home, Opener opener) implements WebSocketVerdict {}

    /** Refused: answered as plain HTTP, {@code Connection: close}, the message as body. */
    record Refuse(HttpAnswer answer) implements WebSocketVerdict {}

    /** Joins an accepted connection to its session. */
    @FunctionalInterface
    interface Opener {
        /** On the home loop, once. */
        WebSocketReceiver open(WebSocketChannel channel);
    }
}
