package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The monitors of a server as one, none of which can harm the others or the server. Any thread. */
final class Monitors implements Monitor {
    /*
     * What happens in the engine is told by the engine, to each monitor itself. Without monitors a call costs the look
     * at an empty array: nothing is made, and no clock is read.
     */
    private final Monitor[] all;
    private final ThrottledLog log;

    Monitors(List<Monitor> all, ThrottledLog log) {
        this.all = all.toArray(Monitor[]::new);
        this.log = log;
    }

    private void each(Consumer<Monitor> news) {
        for (Monitor monitor : all) {
            try {
                news.accept(monitor);
            } catch (Throwable failure) {
                log.error("monitor", "a monitor failed", failure);
            }
        }
    }

    @Override
    public void socketJoined(Socket socket) {
        if (all.length > 0) {
            each(monitor -> monitor.socketJoined(socket));
        }
    }

    @Override
    public void socketRefused(Socket socket) {
        if (all.length > 0) {
            each(monitor -> monitor.socketRefused(socket));
        }
    }

    @Override
    public void socketLeft(Socket socket, DisconnectReason reason) {
        if (all.length > 0) {
            each(monitor -> monitor.socketLeft(socket, reason));
        }
    }

    @Override
    public void eventReceived(Socket socket, String event) {
        if (all.length > 0) {
            each(monitor -> monitor.eventReceived(socket, event));
        }
    }

    @Override
    public void eventSent(Namespace namespace, String event, boolean broadcast) {
        if (all.length > 0) {
            each(monitor -> monitor.eventSent(namespace, event, broadcast));
        }
    }

    @Override
    public void eventDropped(Socket socket) {
        if (all.length > 0) {
            each(monitor -> monitor.eventDropped(socket));
        }
    }

    @Override
    public void eventStopped(Socket socket, String event) {
        if (all.length > 0) {
            each(monitor -> monitor.eventStopped(socket, event));
        }
    }

    @Override
    public void ackIgnored(Socket socket) {
        if (all.length > 0) {
            each(monitor -> monitor.ackIgnored(socket));
        }
    }

    /** Calls a handler, watched by all. */
    void call(Socket socket, String event, EventHandler handler, Arguments arguments, Ack ack) throws Exception {
        if (all.length == 0) {
            handler.handle(arguments, ack);
            return;
        }
        @Nullable Handling[] begun = new Handling[all.length];
        for (int i = 0; i < all.length; i++) {
            begun[i] = begin(all[i], socket, event);
        }
        Throwable failure = null;
        try {
            handler.handle(arguments, ack);
        } catch (Throwable thrown) {
            failure = thrown;
            throw thrown;
        } finally {
            for (int i = begun.length - 1; i >= 0; i--) {
                end(begun[i], failure);
            }
        }
    }

    private @Nullable Handling begin(Monitor monitor, Socket socket, String event) {
        try {
            return monitor.handlerCalled(socket, event);
        } catch (Throwable failure) {
            log.error("monitor", "a monitor failed", failure);
            return null;
        }
    }

    private void end(@Nullable Handling handling, @Nullable Throwable failure) {
        try {
            if (handling != null) {
                handling.ended(failure);
            }
        } catch (Throwable again) {
            log.error("monitor", "a monitor failed", again);
        }
    }
}
