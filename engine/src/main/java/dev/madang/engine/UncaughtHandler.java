package dev.madang.engine;

/**
 * Hears of exceptions that user code threw into the engine. Only the session concerned has ended by then, or only the
 * handshake concerned was refused. Called by any thread; must not throw.
 */
@FunctionalInterface
public interface UncaughtHandler {
    /**
     * An exception came out of user code.
     *
     * @param source what threw it: {@code session listener}, {@code session acceptor}, {@code request gate},
     *     {@code id generator} or {@code monitor}
     */
    void uncaught(String source, Throwable failure);
}
