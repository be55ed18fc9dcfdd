package dev.madang.engine;

import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * An Engine.IO server without its I/O: the sessions, and the rules by which requests reach them. The HTTP server calls
 * it with requests, on the loop of their connection; it answers through {@link HttpExchange} and {@link
 * WebSocketChannel}. Skeleton.
 */
public abstract class Engine {
    /** A polling request (or any request under the path that asks for no upgrade). On {@code exchange.loop()}. */
    public abstract void http(HttpExchange exchange);

    /** The client went away before the answer. On {@code exchange.loop()}. */
    public abstract void aborted(HttpExchange exchange);

    /**
     * A WebSocket handshake, whose protocol headers the HTTP server has checked.
     *
     * @param loop the loop of the connection; the verdict comes on it, at once or later
     */
    public abstract void webSocket(RequestHead head, Loop loop, Consumer<WebSocketVerdict> verdict);

    /** Sessions that are open. Any thread. */
    public abstract int sessions();

    /** Refuses new sessions, closes all others in order; complete when none is left. Any thread. */
    public abstract CompletionStage<Void> close();
}
