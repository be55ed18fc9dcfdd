package dev.madang.conformance;

import dev.madang.engine.Engine;
import dev.madang.server.ListenerProvider;
import dev.madang.server.SocketIo;

/** The running server of a {@link Profile}. Any thread. */
public interface ProfileServer extends AutoCloseable {
    /** The port it listens on. */
    int port();

    /** Closes all sessions and ends the threads. */
    @Override
    void close();

    /** Socket.IO on a port of its own. */
    record OfSocketIo(SocketIo io, ListenerProvider.Listener listener) implements ProfileServer {
        @Override
        public int port() {
            return listener.address().getPort();
        }

        @Override
        public void close() {
            io.close();
        }
    }

    /** Raw Engine.IO on a port of its own. */
    record OfEngine(Engine engine, ListenerProvider.Listener listener) implements ProfileServer {
        @Override
        public int port() {
            return listener.address().getPort();
        }

        @Override
        public void close() {
            engine.close().toCompletableFuture().join();
            listener.close().toCompletableFuture().join();
        }
    }
}
