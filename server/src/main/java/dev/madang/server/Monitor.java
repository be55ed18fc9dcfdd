package dev.madang.server;

import dev.madang.engine.EngineMonitor;
import org.jspecify.annotations.Nullable;

/**
 * Watches a server: what happens, told at the moment it happens. Given as the option {@code monitor}; several may be.
 * Every method does nothing unless it is overridden.
 *
 * <p>Called on whatever thread things happen, loops among them, by many at once; so it must return at once: no locks
 * that others hold for long, no I/O. What it throws is logged and harms nobody. Names of namespaces may be the choice of
 * clients where namespaces are made by pattern, and names of received events always are: neither is fit for a label
 * without a bound.
 */
public interface Monitor extends EngineMonitor {
    /** A socket is in its namespace. On its loop. */
    default void socketJoined(Socket socket) {}

    /** A middleware has not let a socket into its namespace. On its loop. */
    default void socketRefused(Socket socket) {}

    /** A socket that had joined has left its namespace. On its loop, before the disconnect handlers run. */
    default void socketLeft(Socket socket, DisconnectReason reason) {}

    /**
     * An event came in, and waits for the handlers of its socket. On its loop.
     *
     * @param event the name that the client gave, whether anybody handles it or not
     */
    default void eventReceived(Socket socket, String event) {}

    /**
     * A handler is about to be called with an event of a socket. On the handler's thread; a handler that is called for
     * one of several listeners has a call of its own.
     *
     * @param event the name under which the handler was added: the application's choice
     * @return who hears of the end of this call, or null
     */
    default @Nullable Handling handlerCalled(Socket socket, String event) {
        return null;
    }

    /**
     * An event was sent, by the application's thread.
     *
     * @param broadcast whether to any number of sockets, or to one
     */
    default void eventSent(Namespace namespace, String event, boolean broadcast) {}

    /** A volatile event was dropped for a socket whose transport could not take it at once. On its loop. */
    default void eventDropped(Socket socket) {}

    /**
     * A middleware of its socket stopped an event that had come in: a rate limit, for instance. On the handler's thread.
     *
     * @param event the name that the client gave
     */
    default void eventStopped(Socket socket, String event) {}

    /** An answer came that nobody awaits: late, repeated or made up. It is ignored. On the socket's loop. */
    default void ackIgnored(Socket socket) {}

    /** One call of a handler. */
    @FunctionalInterface
    interface Handling {
        /**
         * The call is over: on the same thread as it began, and in the opposite order if there are several monitors, so
         * that what was bound to the thread can be unbound.
         *
         * @param failure what the handler threw, or null
         */
        void ended(@Nullable Throwable failure);
    }
}
