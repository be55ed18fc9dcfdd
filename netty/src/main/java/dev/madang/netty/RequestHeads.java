package dev.madang.netty;

import dev.madang.engine.RequestHead;
import dev.madang.engine.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Heads of HTTP requests as the engine reads them (RFC 9112, section 3; RFC 3986, 2.1). Stateless. */
final class RequestHeads {
    /*
     * Sessions keep their request, so names that nearly every browser sends are kept once. Broken escapes stay as they
     * are, as in Node's query strings: nothing but a look-up by exact name follows.
     */
    private static final Map<String, String> NAMES = names(
            "Host",
            "Connection",
            "Upgrade",
            "Origin",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Accept-Language",
            "Cache-Control",
            "Pragma",
            "Cookie",
            "Referer",
            "Sec-WebSocket-Version",
            "Sec-WebSocket-Key",
            "Sec-WebSocket-Extensions",
            "Sec-Fetch-Dest",
            "Sec-Fetch-Mode",
            "Sec-Fetch-Site",
            "Content-Type",
            "Content-Length",
            "X-Forwarded-For",
            "X-Forwarded-Proto");

    private RequestHeads() {}

    private static Map<String, String> names(String... names) {
        Map<String, String> map = new LinkedHashMap<>();
        for (String name : names) {
            map.put(name, name);
            map.put(name.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
        }
        return Map.copyOf(map);
    }

    /** The path and query of a request target: an absolute URI loses its scheme and authority. */
    static String target(String uri) {
        if (uri.startsWith("/")) {
            return uri;
        }
        int scheme = uri.indexOf("://");
        if (scheme < 0) {
            return uri;
        }
        int slash = uri.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : uri.substring(slash);
    }

    /** The decoded path of a request target. */
    static String path(String uri) {
        String target = target(uri);
        int question = target.indexOf('?');
        return decode(question < 0 ? target : target.substring(0, question), false);
    }

    static RequestHead of(HttpRequest request, Channel channel, TrustedProxies proxies) {
        String target = target(request.uri());
        int question = target.indexOf('?');
        String path = decode(question < 0 ? target : target.substring(0, question), false);
        List<String> headers = new ArrayList<>(2 * request.headers().size());
        request.headers().iteratorCharSequence().forEachRemaining(header -> {
            String name = header.getKey().toString();
            headers.add(NAMES.getOrDefault(name, name));
            headers.add(header.getValue().toString());
        });
        InetSocketAddress peer = channel.remoteAddress() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved("unknown", 0);
        return new RequestHead(
                request.method().name(),
                path,
                question < 0 ? Map.of() : query(target, question + 1),
                Collections.unmodifiableList(headers),
                peer,
                channel.pipeline().get(SslHandler.class) != null,
                proxies.clientAddress(peer, headers));
    }

    /** The parameters of a query; of a repeated one the first. */
    static Map<String, String> query(String target, int start) {
        Map<String, String> parameters = new LinkedHashMap<>();
        int fragment = target.indexOf('#', start);
        int end = fragment < 0 ? target.length() : fragment;
        int at = start;
        while (at < end) {
            int next = target.indexOf('&', at);
            int stop = next < 0 || next > end ? end : next;
            if (stop > at) {
                int equals = target.indexOf('=', at);
                boolean valued = equals >= 0 && equals < stop;
                parameters.putIfAbsent(
                        decode(target.substring(at, valued ? equals : stop), true),
                        valued ? decode(target.substring(equals + 1, stop), true) : "");
            }
            at = stop + 1;
        }
        return Collections.unmodifiableMap(parameters);
    }

    private static String decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && !(plusIsSpace && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int octet = bytes[i];
            if (octet == '+' && plusIsSpace) {
                octet = ' ';
            } else if (octet == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    octet = high << 4 | low;
                    i += 2;
                }
            }
            decoded.write(octet);
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }
}
