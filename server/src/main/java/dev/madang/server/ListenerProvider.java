package dev.madang.server;

import dev.madang.engine.Engine;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletionStage;

/**
 * The SPI behind {@code SocketIo.listen}: an HTTP server that feeds an {@link Engine}. Found by {@link
 * java.util.ServiceLoader}, so that this module needs no arrow to the one that owns the sockets.
 */
public interface ListenerProvider {
    /**
     * Binds a port and serves the engine on it until the listener is closed.
     *
     * @throws java.io.UncheckedIOException if the address cannot be bound
     */
    Listener listen(Engine engine, ListenOptions options);

    /** A bound port. */
    interface Listener {
        /** The address bound, with the real port if 0 was asked for. */
        InetSocketAddress address();

        /**
         * Stops accepting, closes all connections and ends the threads; complete when none is left. Sessions are
         * closed by the engine before.
         */
        CompletionStage<Void> close();
    }
}
