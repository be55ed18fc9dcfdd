package dev.madang.engine;

import dev.madang.protocol.EncodedPacket;

/**
 * One Engine.IO session: a client, whatever transport carries it. All methods on {@link #loop()} only, unless they
 * say otherwise.
 */
public abstract class Session {
    Session() {}

    /** The session's id: the transport's secret, 20 characters. Any thread. */
    public abstract String id();

    /** The loop this session lives on, for its whole life. Any thread. */
    public abstract Loop loop();

    /** Engine.IO protocol: 4 (or 3). Any thread. */
    public abstract int protocol();

    /** The request that opened the session. Any thread. */
    public abstract RequestHead request();

    /** {@code polling} or {@code websocket}: what carries the session now. Any thread, as a hint. */
    public abstract String transport();

    /**
     * Sends a packet: written at once over an open transport, else buffered within the queue's limits. A queue that
     * runs over closes the session with {@link CloseReason#SLOW_CLIENT}. Does nothing once the session closes.
     */
    public abstract void send(EncodedPacket packet);

    /** Whether a packet would go out now: what volatile packets ask. */
    public abstract boolean writable();

    /** Bytes sent but not yet taken by the network or a poll. */
    public abstract long bufferedBytes();

    /**
     * Closes the session in order: what was sent before is flushed first. The listener hears of it when it is done.
     */
    public abstract void close(CloseReason reason, String description);

    /** Stops or resumes reading events; the heartbeat's clock stands still meanwhile. */
    public abstract void reading(boolean on);

    /** Whether the session still takes packets. */
    public abstract boolean open();
}
