package dev.madang.server;

import dev.madang.protocol.ArgumentException;
import dev.madang.protocol.Arguments;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The handlers of one socket. Any thread adds; the socket's handler thread calls. */
final class Listeners {
    /*
     * One array for all kinds: a socket has a handful of handlers, so a scan beats a map in time and in memory, and a
     * copy at each change lets the handler thread read without a lock.
     */
    private static final Listener[] NONE = {};

    private volatile Listener[] all = NONE;
    private @Nullable DisconnectReason ended;

    private sealed interface Listener {}

    private record OnEvent(String event, EventHandler handler, boolean once) implements Listener {}

    private record OnDisconnecting(Consumer<DisconnectReason> consumer) implements Listener {}

    private record OnDisconnect(Consumer<DisconnectReason> consumer) implements Listener {}

    private record OnError(Consumer<Throwable> consumer) implements Listener {}

    void onEvent(String event, EventHandler handler, boolean once) {
        EventNames.check(event);
        add(new OnEvent(event, handler, once));
    }

    void onDisconnecting(Consumer<DisconnectReason> consumer) {
        add(new OnDisconnecting(consumer));
    }

    void onError(Consumer<Throwable> consumer) {
        add(new OnError(consumer));
    }

    /** Adds, or answers the reason for which it is too late. */
    synchronized @Nullable DisconnectReason onDisconnect(Consumer<DisconnectReason> consumer) {
        if (ended == null) {
            add(new OnDisconnect(consumer));
        }
        return ended;
    }

    private synchronized void add(Listener listener) {
        Listener[] more = Arrays.copyOf(all, all.length + 1);
        more[more.length - 1] = listener;
        all = more;
    }

    synchronized void off(String event) {
        all = Arrays.stream(all)
                .filter(listener ->
                        !(listener instanceof OnEvent on && on.event().equals(event)))
                .toArray(Listener[]::new);
    }

    private synchronized void remove(Listener gone) {
        all = Arrays.stream(all).filter(listener -> listener != gone).toArray(Listener[]::new);
    }

    void event(Socket socket, String event, Arguments arguments, Ack ack) {
        for (Listener listener : all) {
            if (listener instanceof OnEvent on && on.event().equals(event)) {
                if (on.once()) {
                    remove(on);
                }
                try {
                    socket.io().monitor().call(socket, event, on.handler(), arguments, ack);
                } catch (Throwable thrown) {
                    failed(socket, event, thrown);
                }
            }
        }
    }

    void disconnecting(Socket socket, DisconnectReason reason) {
        for (Listener listener : all) {
            if (listener instanceof OnDisconnecting on) {
                call(socket, "disconnecting", on.consumer(), reason);
            }
        }
    }

    void disconnect(Socket socket, DisconnectReason reason) {
        Listener[] last;
        synchronized (this) {
            ended = reason;
            last = all;
        }
        for (Listener listener : last) {
            if (listener instanceof OnDisconnect on) {
                call(socket, "disconnect", on.consumer(), reason);
            }
        }
    }

    void call(Socket socket, String what, Consumer<DisconnectReason> consumer, DisconnectReason reason) {
        try {
            consumer.accept(reason);
        } catch (Throwable thrown) {
            failed(socket, what, thrown);
        }
    }

    /** Logs what a handler threw and tells the error listeners, whose own exceptions are logged only. */
    void failed(Socket socket, String what, Throwable thrown) {
        String who = what + ", socket " + socket.id() + ", error " + socket.io().newErrorId();
        ThrottledLog log = socket.io().log();
        if (thrown instanceof ArgumentException mistake) {
            String text = "an event is not as its handler asks: " + who + ": " + mistake.getMessage();
            log.log(Level.INFO, "arguments of " + what, text, null);
        } else {
            log.error("handler of " + what, "a handler failed: " + who, thrown);
        }
        for (Listener listener : all) {
            if (listener instanceof OnError on) {
                try {
                    on.consumer().accept(thrown);
                } catch (Throwable again) {
                    log.error("error listener", "an error listener failed: " + who, again);
                }
            }
        }
    }
}
