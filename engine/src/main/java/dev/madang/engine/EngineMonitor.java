package dev.madang.engine;

/**
 * Watches an engine: what happens to its sessions, told at the moment it happens. Every method does nothing unless it is
 * overridden.
 *
 * <p>Called on the loop of the session or of the connection, so it must return at once: no locks that others hold for
 * long, no I/O. What it throws is reported to the {@link UncaughtHandler} and harms nobody else. Messages are Engine.IO
 * packets that carry data; heartbeats and the packets of the handshake are none. Bytes are those of a WebSocket
 * message, the type digit of texts included, whatever the transport.
 */
public interface EngineMonitor {
    /** A session is open; {@link Session#transport()} says over what. */
    default void sessionOpened(Session session) {}

    /** A WebSocket probes to take a polling session over: it may still fail, and polling goes on until it is upgraded. */
    default void sessionUpgrading(Session session) {}

    /** A session has moved from polling to a WebSocket. */
    default void sessionUpgraded(Session session) {}

    /** A session that was opened has ended; told once. {@link CloseReason#SLOW_CLIENT}: its queue ran over. */
    default void sessionClosed(Session session, CloseReason reason) {}

    /** The client has shown that it lives: a pong, or its own ping if it speaks protocol 3. */
    default void heartbeat(Session session) {}

    /** A message came in. */
    default void messageReceived(Session session, int bytes) {}

    /**
     * Messages of one packet were given to the transport, to be written or queued.
     *
     * @param messages one, and one more for each attachment
     * @param bytes their length together
     */
    default void messagesSent(Session session, int messages, int bytes) {}

    /** All that was sent, heartbeats among it, has been taken by the network, or by the poll that waited for it. */
    default void sessionDrained(Session session) {}

    /** Nothing more is read from the client for now, because its handlers lag; or it is read again. */
    default void readingChanged(Session session, boolean on) {}

    /**
     * The client broke a rule, and its session ends for it.
     *
     * @param rule one of a fixed set of names in upper case: {@link dev.madang.protocol.Rule}'s, and those of the layers
     *     above
     */
    default void ruleBroken(Session session, String rule) {}

    /**
     * A request was refused before any session took it.
     *
     * @param code the code on the wire, 0 to 5: transport unknown, session id unknown, bad handshake method, bad request,
     *     forbidden, unsupported protocol version
     */
    default void requestRefused(RequestHead request, int code) {}

    /** An {@link HttpMiddleware} answered a request in the engine's place, with that status. */
    default void requestAnswered(RequestHead request, int status) {}
}
