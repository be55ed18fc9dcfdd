package dev.madang.server;

/** Hears that a socket leaves its namespace. */
@FunctionalInterface
public interface DisconnectHandler {
    /**
     * The socket leaves.
     *
     * @param description what happened, in words for a log; may be empty
     */
    void disconnected(DisconnectReason reason, String description) throws Exception;
}
