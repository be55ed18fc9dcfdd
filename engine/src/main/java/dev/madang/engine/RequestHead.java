package dev.madang.engine;

import dev.madang.protocol.EngineDialect;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The head of an HTTP request: what the handshake is made from, and what later requests are checked by. Immutable.
 *
 * @param method the method, in upper case as sent
 * @param path the decoded path, without the query
 * @param query the decoded query parameters; of a repeated one the first value
 * @param headers names and values in turn, as sent
 * @param remoteAddress the peer of the TCP connection
 * @param secure whether the connection is TLS
 * @param clientAddress the address of the client: that of the peer, or what {@link TrustedProxies} say of it
 */
public record RequestHead(
        String method,
        String path,
        Map<String, String> query,
        List<String> headers,
        InetSocketAddress remoteAddress,
        boolean secure,
        String clientAddress) {

    /** A head of a request that came through no proxy. */
    public RequestHead(
            String method,
            String path,
            Map<String, String> query,
            List<String> headers,
            InetSocketAddress remoteAddress,
            boolean secure) {
        this(method, path, query, headers, remoteAddress, secure, text(remoteAddress));
    }

    /** How the client speaks that opens a session with this request. */
    EngineDialect dialect() {
        return dialect("3".equals(query.get("EIO")) ? 3 : 4);
    }

    /** How a client of that revision speaks over the transport of this request; a script tag never takes bytes. */
    EngineDialect dialect(int revision) {
        boolean base64 =
                query.containsKey("j") || !query.getOrDefault("b64", "").isEmpty();
        return EngineDialect.of(revision, base64);
    }

    static String text(InetSocketAddress address) {
        return address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
    }

    /** The first header of that name, in any case, or null. */
    public @Nullable String header(String name) {
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return headers.get(i + 1);
            }
        }
        return null;
    }

    /** All headers by lower-case name; values of a repeated one are joined with {@code ", "}, as Node does. */
    public Map<String, String> headerMap() {
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            map.merge(headers.get(i).toLowerCase(Locale.ROOT), headers.get(i + 1), (a, b) -> a + ", " + b);
        }
        return map;
    }
}
