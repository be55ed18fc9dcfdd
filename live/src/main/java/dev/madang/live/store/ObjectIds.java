package dev.madang.live.store;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A source of comment ids with the layout of MongoDB's ObjectId: 4 bytes of seconds, 5 random bytes of this source,
 * 3 bytes of a counter, written as 24 hexadecimal digits. Any thread may ask.
 */
public final class ObjectIds {
    private static final HexFormat HEX = HexFormat.of();

    private final Clock clock;
    private final String source;
    private final AtomicInteger counter;

    /** A source that differs from every other, on this machine and elsewhere. */
    public ObjectIds(Clock clock) {
        var random = new SecureRandom();
        var bytes = new byte[5];
        random.nextBytes(bytes);
        this.clock = clock;
        this.source = HEX.formatHex(bytes);
        this.counter = new AtomicInteger(random.nextInt());
    }

    /** The next id. */
    public String next() {
        int seconds = (int) (clock.millis() / 1000);
        return HEX.toHexDigits(seconds) + source + HEX.toHexDigits(counter.getAndIncrement(), 6);
    }
}
