package dev.madang.limits;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What is known of client addresses, each until nothing of it is open and its buckets are full again. Any thread. */
final class Addresses<T> {
    /*
     * An address that is forgotten starts with full buckets: so it is kept for as long as they need to fill. Old ones
     * are looked for once per that time, by whoever comes. When there are too many all the same, new ones share one
     * entry: an attack from very many addresses costs bounded memory, and hits those who come new while it lasts.
     */
    private final int max;
    private final long keepNanos;
    private final TimeMeter clock;
    private final Supplier<T> fresh;
    private final ConcurrentHashMap<String, Entry<T>> entries = new ConcurrentHashMap<>();
    private final Entry<T> crowd;
    private final AtomicLong swept;

    Addresses(int max, Duration keep, TimeMeter clock, Supplier<T> fresh) {
        this.max = max;
        this.keepNanos = keep.toNanos();
        this.clock = clock;
        this.fresh = fresh;
        this.crowd = new Entry<>(fresh.get());
        this.swept = new AtomicLong(clock.currentTimeNanos());
    }

    /** One address, or the crowd of those that did not fit. */
    static final class Entry<T> {
        final T state;
        private int open;
        private long seen;

        private Entry(T state) {
            this.state = state;
        }
    }

    /** What is known of the address now. */
    T seen(String address) {
        return use(address, 0).state;
    }

    /** Something of that address is open from now on; the entry, to be given to {@link #close}. */
    Entry<T> open(String address) {
        return use(address, 1);
    }

    /** How much of that address is open. */
    int opened(String address) {
        Entry<T> entry = use(address, 0);
        synchronized (entry) {
            return entry.open;
        }
    }

    /** Something that was opened is closed. */
    void close(Entry<T> entry) {
        synchronized (entry) {
            entry.open--;
            entry.seen = clock.currentTimeNanos();
        }
    }

    private Entry<T> use(String address, int more) {
        long now = clock.currentTimeNanos();
        sweep(now);
        String key = ClientAddress.key(address);
        Entry<T> used = entries.compute(key, (unused, known) -> {
            Entry<T> entry = known == null ? (entries.size() >= max ? null : new Entry<>(fresh.get())) : known;
            if (entry != null) {
                touch(entry, more, now);
            }
            return entry;
        });
        if (used == null) {
            touch(crowd, more, now);
            return crowd;
        }
        return used;
    }

    private void touch(Entry<T> entry, int more, long now) {
        synchronized (entry) {
            entry.open += more;
            entry.seen = now;
        }
    }

    private void sweep(long now) {
        long last = swept.get();
        if (now - last > keepNanos && swept.compareAndSet(last, now)) {
            for (String key : entries.keySet()) {
                entries.computeIfPresent(key, (unused, entry) -> over(entry, now) ? null : entry);
            }
        }
    }

    private boolean over(Entry<T> entry, long now) {
        synchronized (entry) {
            return entry.open == 0 && now - entry.seen > keepNanos;
        }
    }

    /** Addresses that are known. */
    int size() {
        return entries.size();
    }
}
