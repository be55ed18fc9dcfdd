package dev.madang.admin;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** What pages show instead of the password when they come back: ids of 16 hex digits, good for 24 h. Any thread. */
final class LoginSessions {
    private static final int MAX = 1_000;
    private static final int BYTES = 8;
    private static final long LIFE = Duration.ofHours(24).toNanos();

    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Long> begun = new LinkedHashMap<>();

    LoginSessions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A new id; the oldest one goes if there are too many. */
    synchronized String begin() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        if (begun.size() >= MAX) {
            begun.remove(begun.keySet().iterator().next());
        }
        begun.put(id, nanoTime.getAsLong());
        return id;
    }

    synchronized boolean knows(String id) {
        Long since = begun.get(id);
        return since != null && nanoTime.getAsLong() - since < LIFE;
    }
}
