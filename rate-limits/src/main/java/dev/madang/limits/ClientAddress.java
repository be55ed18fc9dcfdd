package dev.madang.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/** What counts as one client address: an IPv4 address, or the first 64 bits of an IPv6 address, which one home has. */
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;

    private ClientAddress() {}

    /**
     * The key of an address as the server reports it, or as a proxy may write it, with a port; a text that is no address
     * stands for itself.
     */
    public static String key(String address) {
        String host = address.indexOf(':') < 0 ? address : withoutPort(address);
        if (host.indexOf(':') < 0) {
            return host;
        }
        try {
            InetAddress parsed = InetAddress.getByName(host);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES)) + "/64"
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }

    private static String withoutPort(String address) {
        int bracket = address.indexOf(']');
        if (address.startsWith("[") && bracket > 0) {
            return address.substring(1, bracket);
        }
        int colon = address.indexOf(':');
        return colon == address.lastIndexOf(':') ? address.substring(0, colon) : address;
    }
}
