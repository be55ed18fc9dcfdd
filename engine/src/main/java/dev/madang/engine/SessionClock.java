package dev.madang.engine;

import java.util.concurrent.TimeUnit;

/** The one timer of a session: the heartbeat while it is open, the bounded wait for a last GET while it closes. */
final class SessionClock extends Timer {
    /*
     * While the session does not read, an answer to a ping could not be seen, so none is waited for. Pings still go
     * out at the interval: a client that hears none for interval + timeout gives the server up. A client that pings by
     * itself (protocol 3) is given the whole interval and timeout again when reading resumes.
     *
     * A process that was stopped or starved itself has not read the pongs that came meanwhile: a timeout that is noticed
     * late gives its client one more, instead of throwing all clients out together. A timer may also be a little late
     * because others keep the processor busy: a GET that comes behind the deadline does not find the session alive.
     *
     * A client that polls sends its next GET as soon as it has an answer. One that has been silent for longer than that
     * takes is gone, or never polled: a server that shuts down does not wait for it.
     */
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);

    private static final long CLOSE_WAIT = TimeUnit.SECONDS.toNanos(30);
    private static final long SHUTDOWN_WAIT = TimeUnit.SECONDS.toNanos(2);

    /** How long a GET may take that crossed the client's own close packet. */
    static final long CROSSING_WAIT = TimeUnit.MILLISECONDS.toNanos(200);

    private final Session session;
    private final long pingInterval;
    private final long silence;
    private final boolean clientPings;
    private final long patience;
    private Wait waitsFor = Wait.PING;
    private long answered;
    private boolean reading = true;

    private enum Wait {
        /** The time of the next ping. */
        PING,
        /** A pong, or the client's own ping, or that it is missing. */
        LIFE_SIGN,
        /** The GET that takes the close packet. */
        LAST_POLL
    }

    /** How long the last GET of a session may take that is closed for this reason, {@code silence} after its last answer. */
    static long lastPollWait(CloseReason reason, long silence) {
        return reason == CloseReason.SERVER_SHUTTING_DOWN ? Math.max(0, SHUTDOWN_WAIT - silence) : CLOSE_WAIT;
    }

    SessionClock(Session session, EngineOptions options, boolean clientPings) {
        this.session = session;
        this.clientPings = clientPings;
        this.pingInterval = options.pingInterval().toNanos();
        this.silence = pingInterval + options.pingTimeout().toNanos();
        this.patience = clientPings ? silence : silence - pingInterval;
    }

    /** The session has opened, or a life sign has come: the next ping is due an interval from now. */
    void alive() {
        answered = session.loop().nanoTime();
        if (clientPings) {
            waitFor(Wait.LIFE_SIGN, patience);
        } else {
            waitFor(Wait.PING, pingInterval);
        }
    }

    /** Whether the life sign is missing, though the timer that says so is still on its way. */
    boolean overdue() {
        long over = session.loop().nanoTime() - answered - silence;
        return waitsFor != Wait.LAST_POLL && reading && over >= 0 && over < LATE;
    }

    /** The session closes, and waits for a GET no longer than this. */
    void lastPollWithin(long nanos) {
        waitFor(Wait.LAST_POLL, nanos);
    }

    /** The session stops or resumes reading. */
    void reading(boolean on) {
        reading = on;
        if (waitsFor == Wait.LIFE_SIGN) {
            waitFor(Wait.LIFE_SIGN, on ? patience : pingInterval);
            if (on) {
                answered = session.loop().nanoTime() + patience - silence;
            }
        }
    }

    private void waitFor(Wait what, long nanos) {
        waitsFor = what;
        session.loop().start(this, nanos);
    }

    @Override
    protected void expired() {
        session.guard(this::act);
    }

    private void act() {
        switch (waitsFor) {
            case PING -> ping();
            case LIFE_SIGN -> {
                if (!reading) {
                    ping();
                } else if (session.loop().nanoTime() - deadline >= Math.min(LATE, patience)) {
                    waitFor(Wait.LIFE_SIGN, patience);
                } else {
                    timeout();
                }
            }
            case LAST_POLL -> session.closeWithoutPoll();
        }
    }

    /** Ends the session for a missing life sign. */
    void timeout() {
        String missing = clientPings ? "no ping within " : "no pong within ";
        session.end(CloseReason.PING_TIMEOUT, missing + patience / 1_000_000 + " ms");
    }

    private void ping() {
        waitFor(Wait.LIFE_SIGN, reading ? patience : pingInterval);
        if (!clientPings) {
            session.ping();
        }
    }
}
