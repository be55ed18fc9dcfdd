package dev.madang.engine;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies stand before the server, and so which address a client really has. Immutable.
 *
 * <p>What proxies say is read from its end: each address that is a trusted proxy vouches for the one before it; the
 * first that is none is the client. From anybody else such a header is not believed. One header is read: {@code
 * X-Forwarded-For}, or {@code Forwarded} (RFC 7239) after {@link #readingForwarded()}. A port behind an address is left
 * out: {@code 192.0.2.1:4711}, {@code [2001:db8::1]:4711}.
 */
public final class TrustedProxies {
    /*
     * Never both headers: a proxy sets the one it knows and passes the other on as the peer wrote it.
     *
     * The platform asks the name service for a text that it does not take for an address, 999.1.1.1 for instance, and
     * that would stop the loop: only what it takes for one, or refuses as a broken one, may get there.
     */
    private static final TrustedProxies NONE = new TrustedProxies(List.of(), false);
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|[01]?[0-9]{1,2})";
    private static final Pattern ADDRESS =
            Pattern.compile(OCTET + "(\\." + OCTET + "){3}|(?=[^:]*:)[0-9a-fA-F:][0-9a-fA-F:.]*");
    private static final Pattern WITH_PORT =
            Pattern.compile("\\[([0-9a-fA-F:.]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");
    private static final Pattern FOR = Pattern.compile(
            "(?:^|;)\\s*for=(?:\"?\\[([0-9a-fA-F:.]+)](?::[0-9]{1,5})?\"?|\"?([0-9.]+)(?::[0-9]{1,5})?\"?)\\s*(?:;|$)",
            Pattern.CASE_INSENSITIVE);

    private final List<Network> networks;
    private final boolean forwarded;

    private TrustedProxies(List<Network> networks, boolean forwarded) {
        this.networks = networks;
        this.forwarded = forwarded;
    }

    /** No proxies: the client is the TCP peer. The default. */
    public static TrustedProxies none() {
        return NONE;
    }

    /**
     * These proxies: addresses, or networks such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException if one is neither
     */
    public static TrustedProxies of(Collection<String> proxies) {
        List<Network> networks = new ArrayList<>();
        for (String proxy : proxies) {
            networks.add(Network.parse(proxy.strip()));
        }
        return new TrustedProxies(List.copyOf(networks), false);
    }

    /** These proxies, as {@link #of(Collection)}. */
    public static TrustedProxies of(String... proxies) {
        return of(List.of(proxies));
    }

    /** The same proxies, which set {@code Forwarded} and not {@code X-Forwarded-For}. */
    public TrustedProxies readingForwarded() {
        return new TrustedProxies(networks, true);
    }

    /** The address of who sends a request. */
    public String clientAddress(RequestHead request) {
        return clientAddress(request.remoteAddress(), request.headers());
    }

    /**
     * The address of who sends a request.
     *
     * @param peer of the TCP connection
     * @param headers names and values in turn
     */
    public String clientAddress(InetSocketAddress peer, List<String> headers) {
        String client = RequestHead.text(peer);
        if (networks.isEmpty() || !trusts(client)) {
            return client;
        }
        List<String> chain = chain(headers);
        for (int i = chain.size() - 1; i >= 0 && trusts(client); i--) {
            String before =
                    forwarded ? node(chain.get(i)) : withoutPort(chain.get(i).strip());
            if (before == null || address(before) == null) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private List<String> chain(List<String> headers) {
        String name = forwarded ? "forwarded" : "x-forwarded-for";
        List<String> chain = new ArrayList<>();
        for (int i = 0; i + 1 < headers.size(); i += 2) {
            if (headers.get(i).toLowerCase(Locale.ROOT).equals(name)) {
                chain.addAll(List.of(headers.get(i + 1).split(",", -1)));
            }
        }
        return chain;
    }

    /** The address in an element of {@code Forwarded}; null for a name, an obfuscated one, or none. */
    private static @Nullable String node(String element) {
        Matcher matcher = FOR.matcher(element);
        return matcher.find() ? host(matcher) : null;
    }

    /** An entry of {@code X-Forwarded-For} as some proxies write it, with the port of the connection. */
    private static String withoutPort(String entry) {
        Matcher matcher = WITH_PORT.matcher(entry);
        return matcher.matches() ? host(matcher) : entry;
    }

    private static String host(Matcher matcher) {
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }

    private boolean trusts(String address) {
        InetAddress parsed = address(address);
        return parsed != null && networks.stream().anyMatch(network -> network.contains(parsed.getAddress()));
    }

    /** Whether the platform reads a text without asking the name service. */
    static boolean literal(String text) {
        return ADDRESS.matcher(text).matches();
    }

    private static @Nullable InetAddress address(String text) {
        if (!literal(text)) {
            return null;
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private record Network(byte[] address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            InetAddress address = TrustedProxies.address(slash < 0 ? text : text.substring(0, slash));
            if (address == null) {
                throw new IllegalArgumentException(
                        "proxies: \"" + text + "\" is neither an IP address nor a network like 10.0.0.0/8");
            }
            int all = address.getAddress().length * 8;
            int bits = slash < 0 ? all : bits(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("proxies: \"" + text + "\" has no length from 0 to " + all);
            }
            return new Network(address.getAddress(), bits);
        }

        private static int bits(String text) {
            return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        }

        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((address[i / 8] & mask) != (other[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
