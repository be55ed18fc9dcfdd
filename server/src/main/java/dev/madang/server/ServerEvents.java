package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers of what other servers emit to a namespace. Any thread. */
final class ServerEvents {
    private static final Logger log = LoggerFactory.getLogger(ServerEvents.class);
    private static final Set<String> RESERVED = Set.of("connect", "connection", "new_namespace");

    private final Namespace namespace;
    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    private record Entry(String event, EventHandler handler, boolean once) {}

    ServerEvents(Namespace namespace) {
        this.namespace = namespace;
    }

    static void check(String event) {
        if (RESERVED.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }

    void add(String event, EventHandler handler, boolean once) {
        check(event);
        entries.add(new Entry(event, handler, once));
    }

    void off(String event) {
        entries.removeIf(entry -> entry.event.equals(event));
    }

    /** On a handler thread. */
    void dispatch(String event, Arguments arguments, Ack ack) {
        for (Entry entry : entries) {
            if (entry.event.equals(event) && (!entry.once || entries.remove(entry))) {
                try {
                    entry.handler.handle(arguments, ack);
                } catch (Throwable thrown) {
                    String error = namespace.io().newErrorId();
                    log.error("handler of {} of {} failed, error {}", event, namespace.name(), error, thrown);
                }
            }
        }
    }
}
