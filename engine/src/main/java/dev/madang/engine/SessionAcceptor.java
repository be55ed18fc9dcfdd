package dev.madang.engine;

/** Makes the listener of each new session. */
@FunctionalInterface
public interface SessionAcceptor {
    /** On the new session's loop, before its open packet is written: what is sent here comes right behind it. */
    SessionListener opened(Session session);
}
