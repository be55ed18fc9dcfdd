package dev.madang.netty;

import dev.madang.engine.RequestHead;
import dev.madang.engine.TrustedProxies;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Heads of HTTP requests as the engine reads them (RFC 9112, section 3; RFC 3986, 2.1). Stateless. */
final class RequestHeads {
    /*
     * Broken escapes stay as they are, as in Node's query strings: nothing but a look-up by exact name follows.
     */
    private RequestHeads() {}

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

    static RequestHead of(HttpRequest request, Channel channel, TrustedProxies proxies, Repeats repeats) {
        Repeats.Target target = repeats.target(target(request.uri()));
        String[] headers = new String[2 * request.headers().size()];
        int count = 0;
        for (Iterator<Map.Entry<CharSequence, CharSequence>> all =
                        request.headers().iteratorCharSequence();
                all.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> header = all.next();
            String name = repeats.text(header.getKey().toString());
            String value = header.getValue().toString();
            headers[count++] = name;
            headers[count++] = own(name) ? value : repeats.text(value);
        }
        List<String> lines = List.of(headers);
        InetSocketAddress peer = channel.remoteAddress() instanceof InetSocketAddress address
                ? address
                : InetSocketAddress.createUnresolved("unknown", 0);
        return new RequestHead(
                request.method().name(),
                target.path(),
                target.query(),
                lines,
                peer,
                channel.pipeline().get(SslHandler.class) != null,
                proxies.clientAddress(peer, lines));
    }

    /** Whether the value of a header is one client's own, and a secret at that. */
    private static boolean own(String name) {
        return name.equalsIgnoreCase("Cookie")
                || name.equalsIgnoreCase("Authorization")
                || name.equalsIgnoreCase("Sec-WebSocket-Key");
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
