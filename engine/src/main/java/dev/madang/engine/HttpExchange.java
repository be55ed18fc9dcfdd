package dev.madang.engine;

import java.util.List;

/**
 * One HTTP request to the engine's path and its answer, as the HTTP server offers it. The engine answers each exactly
 * once, unless the client goes away first.
 */
public interface HttpExchange {
    /** The request's head. */
    RequestHead head();

    /** The loop on which this exchange was handed to the engine, and on which its callbacks run. */
    Loop loop();

    /**
     * Reads the body and hands it to {@code receiver}, once. Without this call a body is dropped: unread input is
     * discarded and the connection closed after the answer if need be. On {@link #loop()}.
     *
     * @param limit bytes at which reading ends with {@link BodyReceiver#tooLarge()}
     */
    void readBody(int limit, BodyReceiver receiver);

    /** Adds headers, names and values in turn, to whatever the answer will be. On {@link #loop()}, before it. */
    void addHeaders(List<String> headers);

    /**
     * Answers the request. Called by any thread, also while the body is still being read (a session that ends refuses
     * its running POST): what comes of the body then is dropped.
     */
    void answer(HttpAnswer answer);

    /** What becomes of a request's body. Called on {@link HttpExchange#loop()}. */
    interface BodyReceiver {
        /** All of it, once, valid during the call only. */
        void complete(byte[] array, int offset, int length);

        /** More than the limit; what follows is discarded. */
        void tooLarge();
    }
}
