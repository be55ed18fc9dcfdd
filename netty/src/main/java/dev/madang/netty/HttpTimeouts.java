package dev.madang.netty;

import java.time.Duration;

/**
 * How long an HTTP connection may take over what it owes; zero means for ever, because somebody else watches.
 *
 * @param head from the connection, or a head's first byte, to the end of the head
 * @param body from the end of a head to the end of its body
 * @param idle from an answer to the next request
 */
record HttpTimeouts(Duration head, Duration body, Duration idle) {
    /** For connections that are ours alone. */
    static final HttpTimeouts STANDALONE =
            new HttpTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(60));

    /** Behind an HTTP server that has limits of its own: bodies that we read are ours. */
    static final HttpTimeouts EMBEDDED = new HttpTimeouts(Duration.ZERO, Duration.ofSeconds(20), Duration.ZERO);
}
