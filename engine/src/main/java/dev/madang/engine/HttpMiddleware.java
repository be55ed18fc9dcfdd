package dev.madang.engine;

/**
 * Looks at every request under the engine's path before the engine does, polls and WebSocket handshakes alike: the
 * reference's {@code engine.use}. Middlewares are asked one after the other, in the order in which they were added.
 * CORS preflight requests that the engine answers itself do not come here.
 */
@FunctionalInterface
public interface HttpMiddleware {
    /**
     * Looks at a request. On the loop of its connection, so it must not block; it may answer later, from any thread,
     * within {@link EngineOptions#admissionTimeout()}. What it throws is reported and refuses the request.
     */
    void handle(RequestHead request, Next next) throws Exception;

    /** The middleware's answer: the first call of {@code proceed}, {@code refuse} or {@code answer} counts. */
    interface Next {
        /**
         * Adds a header to whatever answer the request gets, the 101 of a WebSocket included. Before the answer.
         *
         * @throws IllegalArgumentException as for {@link ResponseHeaders#set}
         */
        Next header(String name, String value);

        /** Lets the next middleware decide, or the engine. */
        void proceed();

        /** Refuses the request: 400 with code 3, context {@code MIDDLEWARE_FAILURE}. */
        void refuse();

        /**
         * Answers the request in the engine's place; the connection of a WebSocket handshake ends with it.
         *
         * @throws IllegalArgumentException if its status is not from 200 to 599, or a header is none (RFC 9110, section 5)
         */
        void answer(HttpAnswer answer);
    }
}
