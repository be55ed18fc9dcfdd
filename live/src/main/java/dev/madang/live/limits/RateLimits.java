package dev.madang.live.limits;

import dev.madang.limits.ClientAddress;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rate limits: per socket 10 events a second with a burst of 30, and one comment per 2 s with a burst of 5; per
 * client address ten times that of all its sockets together, 200 sockets, 20 new sessions a second after a burst of 200,
 * and twice as many entries into namespaces. Any thread. An address is forgotten 10 minutes after its last socket left.
 */
public final class RateLimits {
    /*
     * An address is not a person: an office or a school sends from one. So its limits are wide, and only keep one
     * machine from going round its sockets' limits by opening many. Too many are refused at the handshake, where clients
     * try again by themselves; who is refused by a namespace does not come back, so that limit is twice as wide.
     */
    private static final int ADDRESS_FACTOR = 10;

    private static final int SOCKETS_PER_ADDRESS = 200;
    private static final int MANY_ADDRESSES = 100_000;
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);

    private final boolean on;
    private final TimeMeter clock;
    private final ConcurrentHashMap<String, Address> addresses = new ConcurrentHashMap<>();

    private RateLimits(boolean on, TimeMeter clock) {
        this.on = on;
        this.clock = clock;
    }

    /** The limits, or none of them. */
    public static RateLimits of(boolean on) {
        return new RateLimits(on, TimeMeter.SYSTEM_NANOTIME);
    }

    /** The limits, by a clock of the caller's. */
    static RateLimits at(TimeMeter clock) {
        return new RateLimits(true, clock);
    }

    /** Whether one more session may come from that address now. */
    public boolean admits(String address) {
        Address shared = use(address, 0);
        return !on || (shared.sockets < SOCKETS_PER_ADDRESS && shared.sessions.tryConsume(1));
    }

    /** Whether a session of that address may enter a namespace now: false only for who comes and goes all the time. */
    public boolean letsIn(String address) {
        return !on || use(address, 0).entries.tryConsume(1);
    }

    /** What a socket that came in may do; to be closed when it leaves. */
    public Allowance enter(String address) {
        return new Allowance(address, use(address, 1));
    }

    /** Forgets addresses without sockets that were not seen for 10 minutes. */
    public void sweep() {
        long now = clock.currentTimeNanos();
        for (String key : addresses.keySet()) {
            addresses.computeIfPresent(key, (unused, address) -> address.forgotten(now) ? null : address);
        }
    }

    private Address use(String address, int sockets) {
        if (addresses.size() > MANY_ADDRESSES) {
            sweep();
        }
        return addresses.compute(ClientAddress.key(address), (key, known) -> {
            Address shared = known == null ? new Address() : known;
            shared.sockets += sockets;
            shared.lastUse = clock.currentTimeNanos();
            return shared;
        });
    }

    private Bucket events(int factor) {
        return bucket(30L * factor, 10L * factor, Duration.ofSeconds(1));
    }

    private Bucket comments(int factor) {
        return bucket(5L * factor, factor, Duration.ofSeconds(2));
    }

    private Bucket bucket(long burst, long refill, Duration period) {
        return Bucket.builder()
                .withCustomTimePrecision(clock)
                .addLimit(limit -> limit.capacity(burst).refillGreedy(refill, period))
                .build();
    }

    private final class Address {
        final Bucket sessions = bucket(SOCKETS_PER_ADDRESS, 20, Duration.ofSeconds(1));
        final Bucket entries = bucket(2L * SOCKETS_PER_ADDRESS, 40, Duration.ofSeconds(1));
        final Bucket events = events(ADDRESS_FACTOR);
        final Bucket comments = comments(ADDRESS_FACTOR);
        volatile int sockets;
        volatile long lastUse;

        boolean forgotten(long now) {
            return sockets == 0 && now - lastUse > FORGOTTEN_AFTER.toNanos();
        }
    }

    /** What one socket may do. Any thread. */
    public final class Allowance implements AutoCloseable {
        private final String address;
        private final Address shared;
        private final Bucket events = events(1);
        private final Bucket comments = comments(1);

        private Allowance(String address, Address shared) {
            this.address = address;
            this.shared = shared;
        }

        /** The network of the client, as {@link ClientAddress} writes it. */
        public String network() {
            return ClientAddress.key(address);
        }

        /** Takes one event; false if it comes too fast. */
        public boolean event() {
            return !on || (events.tryConsume(1) && shared.events.tryConsume(1));
        }

        /** Takes one comment: zero, or how long to wait until one is free. */
        public Duration comment() {
            if (!on) {
                return Duration.ZERO;
            }
            Duration own = wait(comments);
            return own.isZero() ? wait(shared.comments) : own;
        }

        @Override
        public void close() {
            use(address, -1);
        }

        private static Duration wait(Bucket bucket) {
            return Duration.ofNanos(bucket.tryConsumeAndReturnRemaining(1).getNanosToWaitForRefill());
        }
    }
}
