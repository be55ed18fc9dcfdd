package dev.madang.micrometer;

import dev.madang.engine.CloseReason;
import dev.madang.engine.RequestHead;
import dev.madang.engine.Session;
import dev.madang.protocol.ArgumentException;
import dev.madang.server.DisconnectReason;
import dev.madang.server.Monitor;
import dev.madang.server.Namespace;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The meters of a server, {@code madang.*}: given to it as the option {@code monitor}, and then bound to it for the
 * gauges. Any thread.
 *
 * <p>{@code docs/topics/observability.md} lists the meters. Labels are bounded: of the names of namespaces the first 50
 * are labels, of those of handled and sent events the first 200 each, unless other bounds are given; the rest is {@code
 * other}. What a client names without a handler for it is never a label.
 */
public final class MadangMetrics implements Monitor {
    static final int NAMESPACES = 50;
    static final int EVENTS = 200;

    private final MeterRegistry registry;
    private final Tags tags;
    private final Names namespaceNames;
    private final Names handledNames;
    private final Names sentNames;
    private final ConcurrentHashMap<String, NamespaceMeters> namespaces = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Kind, AtomicInteger> sessions = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Traffic> traffic = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Handled, Timer> handlers = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Sent, Counter> sent = new ConcurrentHashMap<>();
    private final Set<Session> paused = ConcurrentHashMap.newKeySet();
    private volatile @Nullable LoadGauges load;

    private record Kind(String transport, int protocol) {}

    private record Handled(String namespace, String event, String outcome) {}

    private record Sent(String namespace, String event, boolean broadcast) {}

    private record Traffic(Counter messagesIn, Counter bytesIn, Counter messagesOut, Counter bytesOut) {}

    /** Meters in that registry. */
    public MadangMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /** Meters with these tags as well, which tell several servers in one process apart. */
    public MadangMetrics(MeterRegistry registry, Tags tags) {
        this(registry, tags, NAMESPACES, EVENTS);
    }

    /**
     * Meters with bounds of the caller's.
     *
     * @param maxNamespaces how many namespaces get a label of their own; zero for none
     * @param maxEvents how many names of handled events do, and how many of sent ones; zero for none
     */
    public MadangMetrics(MeterRegistry registry, Tags tags, int maxNamespaces, int maxEvents) {
        this.registry = registry;
        this.tags = tags;
        this.namespaceNames = new Names(maxNamespaces);
        this.handledNames = new Names(maxEvents);
        this.sentNames = new Names(maxEvents);
        Gauge.builder("madang.sessions.paused", paused, Set::size)
                .description("Clients that are not read because their handlers lag")
                .strongReference(true)
                .tags(tags)
                .register(registry);
    }

    /**
     * Adds the gauges of what the server holds: namespaces, waiting events, queued bytes. A reading answers what the
     * server said to the one before, and NaN at first.
     */
    public void bindTo(SocketIo io) {
        load = new LoadGauges(io, registry, tags);
    }

    @Override
    public void sessionOpened(Session session) {
        now(session.transport(), session).incrementAndGet();
        count("madang.sessions.opened", "Sessions that were opened", kind(session.transport(), session));
    }

    @Override
    public void sessionUpgraded(Session session) {
        now("polling", session).decrementAndGet();
        now(session.transport(), session).incrementAndGet();
        count("madang.sessions.upgraded", "Sessions that moved from polling to WebSocket", Tags.empty());
    }

    @Override
    public void sessionClosed(Session session, CloseReason reason) {
        paused.remove(session);
        now(session.transport(), session).decrementAndGet();
        count("madang.sessions.closed", "Sessions that ended", Tags.of("reason", reason.text()));
    }

    private AtomicInteger now(String transport, Session session) {
        return sessions.computeIfAbsent(new Kind(transport, session.protocol()), kind -> {
            AtomicInteger number = new AtomicInteger();
            Gauge.builder("madang.sessions", number, AtomicInteger::get)
                    .description("Sessions that are open")
                    .strongReference(true)
                    .tags(tags.and(kind(transport, session)))
                    .register(registry);
            return number;
        });
    }

    private static Tags kind(String transport, Session session) {
        return Tags.of("transport", transport, "protocol", Integer.toString(session.protocol()));
    }

    private void count(String name, String description, Tags more) {
        counter(name, description, null, more).increment();
    }

    private Counter counter(String name, String description, @Nullable String unit, Tags more) {
        return Counter.builder(name)
                .description(description)
                .baseUnit(unit)
                .tags(tags.and(more))
                .register(registry);
    }

    @Override
    public void messageReceived(Session session, int bytes) {
        Traffic of = traffic(session);
        of.messagesIn.increment();
        of.bytesIn.increment(bytes);
    }

    @Override
    public void messagesSent(Session session, int messages, int bytes) {
        Traffic of = traffic(session);
        of.messagesOut.increment(messages);
        of.bytesOut.increment(bytes);
    }

    private Traffic traffic(Session session) {
        Traffic known = traffic.get(session.transport());
        return known == null ? traffic.computeIfAbsent(session.transport(), this::newTraffic) : known;
    }

    private Traffic newTraffic(String transport) {
        Tags in = Tags.of("transport", transport, "direction", "in");
        Tags out = Tags.of("transport", transport, "direction", "out");
        String messages = "Messages, heartbeats not counted";
        String bytes = "Bytes of messages";
        return new Traffic(
                counter("madang.messages", messages, null, in),
                counter("madang.bytes", bytes, "bytes", in),
                counter("madang.messages", messages, null, out),
                counter("madang.bytes", bytes, "bytes", out));
    }

    @Override
    public void readingChanged(Session session, boolean on) {
        if (on) {
            paused.remove(session);
        } else {
            paused.add(session);
            count(
                    "madang.sessions.pauses",
                    "How often a client was not read on because its handlers lagged",
                    Tags.empty());
        }
    }

    @Override
    public void ruleBroken(Session session, String rule) {
        count("madang.rules.broken", "Sessions that ended because the client broke a rule", Tags.of("rule", rule));
    }

    @Override
    public void requestRefused(RequestHead request, int code) {
        count("madang.requests.refused", "Requests refused, by code", Tags.of("code", Integer.toString(code)));
    }

    @Override
    public void requestAnswered(RequestHead request, int status) {
        String label = Integer.toString(status);
        count("madang.requests.answered", "Requests that a middleware answered", Tags.of("status", label));
    }

    private NamespaceMeters namespace(Namespace namespace) {
        String label = namespaceNames.label(namespace.name());
        NamespaceMeters known = namespaces.get(label);
        return known == null
                ? namespaces.computeIfAbsent(label, name -> new NamespaceMeters(registry, tags.and("namespace", name)))
                : known;
    }

    @Override
    public void socketJoined(Socket socket) {
        namespace(socket.namespace()).joined();
    }

    @Override
    public void socketRefused(Socket socket) {
        namespace(socket.namespace()).refused.increment();
    }

    @Override
    public void socketLeft(Socket socket, DisconnectReason reason) {
        namespace(socket.namespace()).left(reason);
    }

    @Override
    public void eventReceived(Socket socket, String event) {
        namespace(socket.namespace()).received.increment();
    }

    @Override
    public void eventDropped(Socket socket) {
        namespace(socket.namespace()).dropped.increment();
    }

    @Override
    public void eventStopped(Socket socket, String event) {
        namespace(socket.namespace()).stopped.increment();
    }

    @Override
    public void ackIgnored(Socket socket) {
        namespace(socket.namespace()).ignoredAcks.increment();
    }

    @Override
    public void eventSent(Namespace namespace, String event, boolean broadcast) {
        Sent key = new Sent(namespaceNames.label(namespace.name()), sentNames.label(event), broadcast);
        sent.computeIfAbsent(
                        key,
                        each -> counter(
                                "madang.events.sent",
                                "Events sent; a broadcast counts once",
                                null,
                                Tags.of("namespace", each.namespace, "event", each.event)
                                        .and("broadcast", Boolean.toString(broadcast))))
                .increment();
    }

    @Override
    public Handling handlerCalled(Socket socket, String event) {
        long begun = registry.config().clock().monotonicTime();
        return failure -> {
            Handled key = new Handled(
                    namespaceNames.label(socket.namespace().name()), handledNames.label(event), outcome(failure));
            handlers.computeIfAbsent(key, this::newTimer)
                    .record(registry.config().clock().monotonicTime() - begun, TimeUnit.NANOSECONDS);
        };
    }

    private static String outcome(@Nullable Throwable failure) {
        if (failure == null) {
            return "ok";
        }
        return failure instanceof ArgumentException ? "arguments" : "failed";
    }

    private Timer newTimer(Handled key) {
        return Timer.builder("madang.handler")
                .description("Calls of event handlers, by the name they were added under")
                .tags(tags.and("namespace", key.namespace, "event", key.event, "outcome", key.outcome))
                .register(registry);
    }
}
