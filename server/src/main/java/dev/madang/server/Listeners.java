package dev.madang.server;

import dev.madang.protocol.ArgumentException;
import dev.madang.protocol.Arguments;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** What one socket calls beside its event handlers. Any thread adds; the socket's handler thread calls. */
final class Listeners {
    /*
     * One array for all kinds, as in EventHandlers. The direction of a catch-all listener has a flag of its own: it is
     * asked for each event, in a broadcast for each socket.
     */
    private static final Listener[] NONE = {};
    private static final EventMiddleware[] FREE = {};

    private volatile Listener[] all = NONE;
    private volatile EventMiddleware[] middlewares = FREE;
    private volatile boolean incoming;
    private volatile boolean outgoing;
    private @Nullable Departure ended;

    /** How a socket left. */
    record Departure(DisconnectReason reason, String description) {}

    private sealed interface Listener {}

    private record OnDisconnecting(DisconnectHandler handler) implements Listener {}

    private record OnDisconnect(DisconnectHandler handler) implements Listener {}

    private record OnError(Consumer<Throwable> consumer) implements Listener {}

    private record OnAny(CatchAllListener listener, boolean out) implements Listener {}

    void onDisconnecting(DisconnectHandler handler) {
        add(new OnDisconnecting(handler), false);
    }

    void onError(Consumer<Throwable> consumer) {
        add(new OnError(consumer), false);
    }

    void onAny(CatchAllListener listener, boolean out, boolean first) {
        add(new OnAny(listener, out), first);
    }

    synchronized void use(EventMiddleware middleware) {
        EventMiddleware[] more = Arrays.copyOf(middlewares, middlewares.length + 1);
        more[middlewares.length] = middleware;
        middlewares = more;
    }

    EventMiddleware[] middlewares() {
        return middlewares;
    }

    /** Adds, or answers the departure for which it is too late. */
    synchronized @Nullable Departure onDisconnect(DisconnectHandler handler) {
        if (ended == null) {
            add(new OnDisconnect(handler), false);
        }
        return ended;
    }

    private synchronized void add(Listener listener, boolean first) {
        Listener[] more = new Listener[all.length + 1];
        System.arraycopy(all, 0, more, first ? 1 : 0, all.length);
        more[first ? 0 : all.length] = listener;
        become(more);
    }

    private synchronized void become(Listener[] listeners) {
        all = listeners;
        incoming = Arrays.stream(listeners).anyMatch(each -> each instanceof OnAny any && !any.out());
        outgoing = Arrays.stream(listeners).anyMatch(each -> each instanceof OnAny any && any.out());
    }

    /** Removes a catch-all listener: of one that was added several times, the first. */
    synchronized void offAny(CatchAllListener listener, boolean out) {
        for (int i = 0; i < all.length; i++) {
            if (all[i] instanceof OnAny any && any.out() == out && any.listener() == listener) {
                Listener[] rest = new Listener[all.length - 1];
                System.arraycopy(all, 0, rest, 0, i);
                System.arraycopy(all, i + 1, rest, i, rest.length - i);
                become(rest);
                return;
            }
        }
    }

    synchronized void offAny(boolean out) {
        become(Arrays.stream(all)
                .filter(each -> !(each instanceof OnAny any && any.out() == out))
                .toArray(Listener[]::new));
    }

    List<CatchAllListener> listenersAny(boolean out) {
        return Arrays.stream(all)
                .filter(each -> each instanceof OnAny any && any.out() == out)
                .map(each -> ((OnAny) each).listener())
                .toList();
    }

    boolean incoming() {
        return incoming;
    }

    boolean outgoing() {
        return outgoing;
    }

    void any(Socket socket, boolean out, String event, Arguments arguments) {
        for (Listener listener : all) {
            if (listener instanceof OnAny any && any.out() == out) {
                try {
                    any.listener().event(event, arguments);
                } catch (Throwable thrown) {
                    failed(socket, "any event", thrown);
                }
            }
        }
    }

    void disconnecting(Socket socket, Departure departure) {
        for (Listener listener : all) {
            if (listener instanceof OnDisconnecting on) {
                call(socket, "disconnecting", on.handler(), departure);
            }
        }
    }

    void disconnect(Socket socket, Departure departure) {
        Listener[] last;
        synchronized (this) {
            ended = departure;
            last = all;
        }
        for (Listener listener : last) {
            if (listener instanceof OnDisconnect on) {
                call(socket, "disconnect", on.handler(), departure);
            }
        }
    }

    void call(Socket socket, String what, DisconnectHandler handler, Departure departure) {
        try {
            handler.disconnected(departure.reason(), departure.description());
        } catch (Throwable thrown) {
            failed(socket, what, thrown);
        }
    }

    /** Logs what a handler threw and tells the error listeners. */
    void failed(Socket socket, String what, Throwable thrown) {
        String who = what + ", socket " + socket.id() + ", error " + socket.io().newErrorId();
        ThrottledLog log = socket.io().log();
        if (thrown instanceof ArgumentException mistake) {
            String text = "an event is not as its handler asks: " + who + ": " + mistake.getMessage();
            log.log(Level.INFO, "arguments of " + what, text, null);
        } else {
            log.error("handler of " + what, "a handler failed: " + who, thrown);
        }
        error(socket, thrown);
    }

    /** Tells the error listeners, whose own exceptions are logged only. */
    void error(Socket socket, Throwable thrown) {
        for (Listener listener : all) {
            if (listener instanceof OnError on) {
                try {
                    on.consumer().accept(thrown);
                } catch (Throwable again) {
                    String what = "an error listener failed, socket " + socket.id();
                    socket.io().log().error("error listener", what, again);
                }
            }
        }
    }
}
