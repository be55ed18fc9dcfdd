package dev.madang.server;

import dev.madang.engine.RequestHead;
import dev.madang.protocol.Arguments;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What a client said when it connected. Immutable.
 *
 * @param headers of the request that opened the session, by lower-case name
 * @param query of that request, decoded
 * @param auth the payload of the CONNECT packet; an empty object if it had none
 * @param time when the socket was made
 * @param address of the client: the TCP peer, or what the server's trusted proxies say
 * @param secure whether the connection is TLS
 * @param url path and query of the request, encoded anew from what they mean: a space is {@code +} however it was sent
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
        boolean xdomain) {

    static Handshake of(RequestHead request, @Nullable Arguments auth, long issued) {
        JsonNode payload = auth == null ? JsonNodeFactory.instance.objectNode() : auth.node(0);
        return new Handshake(
                Collections.unmodifiableMap(request.headerMap()),
                request.query(),
                payload,
                Instant.ofEpochMilli(issued),
                request.clientAddress(),
                request.secure(),
                url(request),
                issued,
                request.header("origin") != null);
    }

    private static String url(RequestHead request) {
        StringJoiner query = new StringJoiner("&", request.path() + "?", "").setEmptyValue(request.path());
        request.query().forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
        return query.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
