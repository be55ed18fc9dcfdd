package dev.madang.spring;

import dev.madang.engine.RequestHead;
import dev.madang.server.Handshake;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which proxies stand before the server, and so which address a client really has. Immutable.
 *
 * <p>{@code X-Forwarded-For} is read from its end: each address that is a trusted proxy vouches for the one before it;
 * the first that is none is the client. From anybody else the header is not believed.
 */
public final class TrustedProxies {
    private static final Pattern ADDRESS =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final List<Network> networks;

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * These proxies: addresses, or networks such as {@code 10.0.0.0/8}.
     *
     * @throws IllegalArgumentException if one is neither
     */
    public static TrustedProxies of(List<String> proxies) {
        var networks = new ArrayList<Network>();
        for (String proxy : proxies) {
            networks.add(Network.parse(proxy.trim()));
        }
        return new TrustedProxies(List.copyOf(networks));
    }

    /** The address of who made a handshake. */
    public String clientAddress(Handshake handshake) {
        return clientAddress(handshake.address(), handshake.headers().get("x-forwarded-for"));
    }

    /** The address of who sends a request. */
    public String clientAddress(RequestHead request) {
        InetSocketAddress peer = request.remoteAddress();
        return clientAddress(
                peer.isUnresolved() ? peer.getHostString() : peer.getAddress().getHostAddress(),
                request.headerMap().get("x-forwarded-for"));
    }

    String clientAddress(String peer, @Nullable String forwardedFor) {
        String client = peer;
        String[] chain = forwardedFor == null ? new String[0] : forwardedFor.split(",");
        for (int i = chain.length - 1; i >= 0 && trusts(client); i--) {
            String before = chain[i].trim();
            if (address(before) == null) {
                return client;
            }
            client = before;
        }
        return client;
    }

    private boolean trusts(String address) {
        InetAddress parsed = address(address);
        return parsed != null && networks.stream().anyMatch(network -> network.contains(parsed.getAddress()));
    }

    private static @Nullable InetAddress address(String text) {
        if (!ADDRESS.matcher(text).matches()) {
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
                        "madang.proxies: \"" + text + "\" is neither an IP address nor a network like 10.0.0.0/8");
            }
            int all = address.getAddress().length * 8;
            int bits = slash < 0 ? all : bits(text.substring(slash + 1));
            if (bits < 0 || bits > all) {
                throw new IllegalArgumentException("madang.proxies: \"" + text + "\" has no length from 0 to " + all);
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
