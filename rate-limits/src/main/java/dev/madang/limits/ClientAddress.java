package dev.madang.limits;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What counts as one client address: an IPv4 address, or the first 64 bits of an IPv6 address, which one home has. */
public final class ClientAddress {
    private static final int NETWORK_BYTES = 8;
    private static final Pattern WITH_PORT =
            Pattern.compile("\\[([0-9a-fA-F:.]+)](?::[0-9]{1,5})?|([0-9.]+):[0-9]{1,5}");

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
        Matcher matcher = WITH_PORT.matcher(address);
        if (!matcher.matches()) {
            return address;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
}
