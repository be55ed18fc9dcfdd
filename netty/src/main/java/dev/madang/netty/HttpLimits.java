package dev.madang.netty;

import dev.madang.server.ListenOptions;
import java.time.Duration;

/**
 * What a peer may send, and how long it may take. A duration of zero means for ever, because somebody else watches.
 *
 * @param maxHeaders headers of one request
 * @param maxHeaderBytes bytes of all of them together
 * @param maxLineBytes bytes of the request line
 * @param maxFragments frames of one WebSocket message
 * @param first from the connection to the end of the first head
 * @param head from a later head's first byte to its end
 * @param body from the end of a head to the end of its body
 * @param idle from an answer to the next request
 */
record HttpLimits(
        int maxHeaders,
        int maxHeaderBytes,
        int maxLineBytes,
        int maxFragments,
        Duration first,
        Duration head,
        Duration body,
        Duration idle) {
    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration BODY = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** For connections that are ours alone. */
    static final HttpLimits STANDALONE = new HttpLimits(100, 8 * 1024, 4 * 1024, 1024, HEAD, HEAD, BODY, IDLE);

    /**
     * Behind an HTTP server that has limits of its own: the first head and the bodies that we read are ours to watch.
     * Later bytes may be a request of somebody else's, or no HTTP any more.
     */
    static final HttpLimits EMBEDDED =
            new HttpLimits(100, 8 * 1024, 4 * 1024, 1024, HEAD, Duration.ZERO, BODY, Duration.ZERO);

    /** The standalone limits, with what the options say. */
    static HttpLimits of(ListenOptions options) {
        return new HttpLimits(
                options.maxHeaders(),
                options.maxHeaderBytes(),
                options.maxRequestLineBytes(),
                options.maxFragments(),
                HEAD,
                HEAD,
                BODY,
                IDLE);
    }

    HttpLimits withTimes(Duration newHead, Duration newBody, Duration newIdle) {
        return new HttpLimits(
                maxHeaders, maxHeaderBytes, maxLineBytes, maxFragments, newHead, newHead, newBody, newIdle);
    }
}
