package dev.madang.server;

import dev.madang.protocol.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an event of a client comes to the handlers of its socket. Middlewares run one after the other, in the
 * order in which they were added, on the handlers' thread; later events of the socket wait until the answer is there,
 * so their order is kept.
 *
 * <p>One that throws stops the event as {@link Next#stop(Throwable)} does. One that never answers holds back all later
 * events of its socket, until the socket disconnects.
 */
@FunctionalInterface
public interface EventMiddleware {
    /** Looks at an event. May answer later, from any thread; the arguments stay valid. */
    void handle(String event, Arguments arguments, Next next) throws Exception;

    /** The middleware's answer: the first call counts, later ones do nothing. */
    interface Next {
        /** Lets the next middleware decide, or the event come to its handlers. */
        void proceed();

        /** Drops the event. If the client asked for an ack, it gets none. */
        void stop();

        /**
         * Drops the event and answers its ack.
         *
         * @return whether an ack was asked for; if not, the client is told nothing
         * @throws IllegalArgumentException if an argument has no JSON form
         */
        boolean refuse(@Nullable Object... answer);

        /** Drops the event and gives the error to {@link Socket#onError}. The client is told nothing. */
        void stop(Throwable error);
    }
}
