package dev.madang.micrometer;

import dev.madang.server.Load;
import dev.madang.server.SocketIo;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a server holds, as gauges. Any thread. */
final class LoadGauges {
    /*
     * A registry asks for a number and cannot wait, but some of what is asked is known to the loops only. So a reading
     * answers with what the last one asked for, and asks anew, once a second at most.
     */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final SocketIo io;
    private final MeterRegistry registry;
    private final AtomicLong asked;
    private volatile @Nullable Load last;

    LoadGauges(SocketIo io, MeterRegistry registry, Tags tags) {
        this.io = io;
        this.registry = registry;
        this.asked = new AtomicLong(registry.config().clock().monotonicTime() - FRESH_NANOS);
        gauge("madang.namespaces", "Namespaces that clients may join", null, tags, Load::namespaces);
        gauge("madang.waiting.events", "Received events that wait for handlers", null, tags, Load::waitingEvents);
        gauge("madang.waiting.bytes", "Bytes of events that wait for handlers", "bytes", tags, Load::waitingBytes);
        gauge("madang.queued.bytes", "Bytes sent that clients have not taken yet", "bytes", tags, Load::queuedBytes);
    }

    private void gauge(
            String name, String description, @Nullable String unit, Tags tags, ToDoubleFunction<Load> value) {
        Gauge.builder(name, this, gauges -> gauges.read(value))
                .description(description)
                .baseUnit(unit)
                .tags(tags)
                .register(registry);
    }

    private double read(ToDoubleFunction<Load> value) {
        refresh();
        Load known = last;
        return known == null ? Double.NaN : value.applyAsDouble(known);
    }

    private void refresh() {
        long now = registry.config().clock().monotonicTime();
        long before = asked.get();
        if (now - before >= FRESH_NANOS && asked.compareAndSet(before, now)) {
            io.load().thenAccept(load -> last = load);
        }
    }
}
