package dev.madang.netty;

import io.netty.channel.ChannelConfig;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * What came over a connection and cannot start yet, in order; nothing more is read while there is any. On the
 * connection's loop.
 */
final class HeldInput {
    /*
     * A codec hands over all that was in its buffer even when reading has stopped, so more than one message may be
     * held. What was held starts in a task of its own: who gives the answer that sets it free may be in the middle of
     * something, another connection's message or a walk over the members of a room. Draining may come to itself again:
     * what starts may be answered at once, and an answer drains.
     *
     * Answers keep the order of their requests. Node's server would process a POST behind a waiting poll at once and keep
     * its answer back; here the poll is sent home, so that the POST, a pong perhaps, is not held for as long as it waits.
     */
    private final SocketIoHandler handler;
    private final Deque<Object> held = new ArrayDeque<>(4);
    private boolean paused;
    private boolean readsByItself;
    private boolean draining;
    private boolean drains;

    HeldInput(SocketIoHandler handler) {
        this.handler = handler;
    }

    boolean isEmpty() {
        return held.isEmpty();
    }

    /** Whether reading has stopped. */
    boolean paused() {
        return paused;
    }

    /** Holds a message behind all others. */
    void add(Object message) {
        held.add(message);
        pause();
    }

    /** Holds a message before all others. */
    void addFirst(Object message) {
        held.addFirst(message);
        pause();
    }

    private void pause() {
        if (!paused) {
            paused = true;
            handler.clock().stop();
            readsByItself = config().isAutoRead();
            config().setAutoRead(false);
        }
        watchAnswers();
    }

    private void watchAnswers() {
        handler.watchAnswers(
                held.element() instanceof HttpRequest next && next.method().equals(HttpMethod.POST));
    }

    /** Stops reading for good: the connection is about to become a WebSocket. */
    void pauseForUpgrade() {
        paused = true;
        config().setAutoRead(false);
    }

    /** Starts what was held back, as far as it may start then, in a task of its own; reads on if that is all. */
    void drain() {
        if (draining) {
            return;
        }
        if (held.isEmpty()) {
            readOn();
        } else if (!drains) {
            drains = true;
            handler.loop().execute(this::start);
        }
    }

    private void start() {
        drains = false;
        draining = true;
        try {
            while (!held.isEmpty() && handler.admits(held.element())) {
                handler.dispatch(held.remove());
            }
        } finally {
            draining = false;
        }
        if (held.isEmpty()) {
            readOn();
        } else {
            watchAnswers();
        }
        handler.settled();
    }

    private void readOn() {
        if (!paused || handler.upgrading() || handler.context().isRemoved()) {
            return;
        }
        paused = false;
        handler.resumed();
        if (readsByItself) {
            config().setAutoRead(true);
        } else {
            handler.context().read();
        }
    }

    private ChannelConfig config() {
        return handler.context().channel().config();
    }

    /** Hands over what is held. */
    List<Object> take() {
        List<Object> taken = List.copyOf(held);
        held.clear();
        return taken;
    }

    /** Drops what is held. */
    void release() {
        while (!held.isEmpty()) {
            ReferenceCountUtil.release(held.remove());
        }
    }
}
