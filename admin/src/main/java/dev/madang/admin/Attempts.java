package dev.madang.admin;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Passwords that were tried per address, since the last right one. Any thread. */
final class Attempts {
    /*
     * An attempt counts when it begins, so that many at once are not more than the limit. Refused attempts do not count:
     * who waits is let in again, also if somebody else behind the same address goes on trying.
     */
    private static final int MAX_ADDRESSES = 10_000;
    private static final int NETWORK_BYTES = 8;

    private final int max;
    private final long lockNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Tried> byAddress = new LinkedHashMap<>();

    private record Tried(int times, long last) {}

    Attempts(AdminOptions options) {
        this.max = options.maxFailures();
        this.lockNanos = options.lockOut().toNanos();
        this.nanoTime = options.nanoTime();
    }

    /** Whether one more password of that address may be looked at. */
    synchronized boolean begin(String address) {
        String key = key(address);
        long now = nanoTime.getAsLong();
        Tried before = byAddress.get(key);
        int times = before == null || now - before.last >= lockNanos ? 0 : before.times;
        if (times >= max) {
            return false;
        }
        byAddress.remove(key);
        if (byAddress.size() >= MAX_ADDRESSES) {
            byAddress.remove(byAddress.keySet().iterator().next());
        }
        byAddress.put(key, new Tried(times + 1, now));
        return true;
    }

    /** The password was right. */
    synchronized void succeeded(String address) {
        byAddress.remove(key(address));
    }

    private static String key(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            InetAddress parsed = InetAddress.getByName(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), NETWORK_BYTES))
                    : parsed.getHostAddress();
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
