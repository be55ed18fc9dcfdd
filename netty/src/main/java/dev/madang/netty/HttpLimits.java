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
 * @param head from the connection, or a head's first byte, to the end of the head
 * @param body from the end of a head to the end of its body
 * @param idle from an answer to the next request
 */
record HttpLimits(
        int maxHeaders,
        int maxHeaderBytes,
        int maxLineBytes,
        int maxFragments,
        Duration head,
        Duration body,
        Duration idle) {
    private static final Duration HEAD = Duration.ofSeconds(10);
    private static final Duration BODY = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(60);

    /** For connections that are ours alone. */
    static final HttpLimits STANDALONE = new HttpLimits(100, 8 * 1024, 4 * 1024, 1024, HEAD, BODY, IDLE);

    /** Behind an HTTP server that has limits of its own: only the bodies that we read are ours to watch. */
    static final HttpLimits EMBEDDED =
            new HttpLimits(100, 8 * 1024, 4 * 1024, 1024, Duration.ZERO, BODY, Duration.ZERO);

    /** The standalone limits, with what the options say. */
    static HttpLimits of(ListenOptions options) {
        return new HttpLimits(
                options.maxHeaders(),
                options.maxHeaderBytes(),
                options.maxRequestLineBytes(),
                options.maxFragments(),
                HEAD,
                BODY,
                IDLE);
    }

    HttpLimits withTimes(Duration newHead, Duration newBody, Duration newIdle) {
        return new HttpLimits(maxHeaders, maxHeaderBytes, maxLineBytes, maxFragments, newHead, newBody, newIdle);
    }
}
