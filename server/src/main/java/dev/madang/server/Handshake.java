package dev.madang.server;

import java.time.Instant;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a client said when it connected. Immutable.
 *
 * @param headers of the request that opened the session, by lower-case name
 * @param query of that request, decoded
 * @param auth the payload of the CONNECT packet; an empty object if it had none
 * @param time when the socket was made
 * @param address of the TCP peer
 * @param secure whether the connection is TLS
 * @param url path and query of the request
 * @param issued {@code time} in milliseconds since 1970
 * @param xdomain whether the request came from a page: it has an {@code Origin}
 */
public record Handshake(
        Map<String, String> headers,
        Map<String, String> query,
        JsonNode auth,
        Instant time,
        String address,
        boolean secure,
        String url,
        long issued,
        boolean xdomain) {}
