package dev.madang.server;

import org.jspecify.annotations.Nullable;

/**
 * Decides whether a socket may join a namespace. Middlewares run one after the other, in the order in which they were
 * added, before the client is told anything; one that throws refuses with a generic message.
 */
@FunctionalInterface
public interface Middleware {
    /** Looks at a socket that wants to join. May answer later, from any thread, within the time to join. */
    void handle(Socket socket, Next next) throws Exception;

    /** The middleware's answer: the first call counts, later ones do nothing. */
    interface Next {
        /** Lets the next middleware decide, or the socket in. */
        void proceed();

        /** Refuses the socket: its client gets {@code {"message":…}}. The connection stays open. */
        void refuse(String message);

        /**
         * Refuses the socket with details for the client's {@code err.data}.
         *
         * @throws IllegalArgumentException if the data has no JSON form
         */
        void refuse(String message, @Nullable Object data);
    }
}
