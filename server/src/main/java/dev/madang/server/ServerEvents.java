package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.util.Set;

/** The handlers of what other servers emit to a namespace. Any thread. */
final class ServerEvents {
    private static final Set<String> RESERVED = Set.of("connect", "connection", "new_namespace");

    private final Namespace namespace;
    private final EventHandlers handlers = new EventHandlers();

    ServerEvents(Namespace namespace) {
        this.namespace = namespace;
    }

    static void check(String event) {
        if (RESERVED.contains(event)) {
            throw new IllegalArgumentException("\"" + event + "\" is a reserved event name");
        }
    }

    void add(String event, EventHandler handler, boolean once, boolean first) {
        check(event);
        handlers.add(event, handler, once, first);
    }

    EventHandlers handlers() {
        return handlers;
    }

    /** On a handler thread. */
    void dispatch(String event, Arguments arguments, Ack ack) {
        handlers.call(event, new EventHandlers.Delivery() {
            @Override
            public void to(EventHandler handler) throws Exception {
                handler.handle(arguments, ack);
            }

            @Override
            public void failed(Throwable thrown) {
                String text = "a handler of " + event + " among servers failed, error "
                        + namespace.io().newErrorId();
                namespace.io().log().error("server event " + event, text, thrown);
            }
        });
    }
}
