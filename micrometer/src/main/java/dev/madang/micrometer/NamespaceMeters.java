package dev.madang.micrometer;

import dev.madang.server.DisconnectReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicInteger;

/** The meters of one namespace, or of all that share the label "other". Any thread. */
final class NamespaceMeters {
    private final MeterRegistry registry;
    private final Tags tags;
    private final AtomicInteger sockets = new AtomicInteger();
    final Counter refused;
    final Counter received;
    final Counter dropped;
    final Counter stopped;
    final Counter ignoredAcks;
    private final Counter joined;

    NamespaceMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        Gauge.builder("madang.sockets", sockets, AtomicInteger::get)
                .description("Sockets that are in the namespace")
                .strongReference(true)
                .tags(tags)
                .register(registry);
        joined = counter("madang.sockets.joined", "Sockets that joined");
        refused = counter("madang.sockets.refused", "Sockets that a middleware refused");
        received = counter("madang.events.received", "Events received, handled or not");
        dropped = counter("madang.events.dropped", "Volatile events dropped for a socket that could not take them");
        stopped = counter("madang.events.stopped", "Events that a middleware stopped, rate limits among them");
        ignoredAcks = counter("madang.acks.ignored", "Acks that nobody awaited: late, repeated or made up");
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    void joined() {
        sockets.incrementAndGet();
        joined.increment();
    }

    void left(DisconnectReason reason) {
        sockets.decrementAndGet();
        Counter.builder("madang.sockets.left")
                .description("Sockets that left")
                .tags(tags.and("reason", reason.text()))
                .register(registry)
                .increment();
    }
}
