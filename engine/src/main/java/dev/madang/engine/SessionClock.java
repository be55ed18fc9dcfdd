package dev.madang.engine;

import java.util.concurrent.TimeUnit;

/** The one timer of a session: the heartbeat while it is open, the bounded wait for a last GET while it closes. */
final class SessionClock extends Timer {
    /*
     * While the session does not read, an answer to a ping could not be seen, so none is waited for. Pings still go
     * out at the interval: a client that hears none for interval + timeout gives the server up.
     *
     * A process that was stopped or starved itself has not read the pongs that came meanwhile: a timeout that is noticed
     * late gives its client one more, instead of throwing all clients out together. A timer may also be a little late
     * because others keep the processor busy: a GET that comes behind the deadline does not find the session alive.
     */
    private static final long LATE = TimeUnit.SECONDS.toNanos(1);

    private final Session session;
    private final long pingInterval;
    private final long pingTimeout;
    private Wait waitsFor = Wait.PING;
    private long answered;
    private boolean reading = true;

    private enum Wait {
        /** The time of the next ping. */
        PING,
        /** A pong, or that it is missing. */
        PONG,
        /** The GET that takes the close packet. */
        LAST_POLL
    }

    SessionClock(Session session, EngineOptions options) {
        this.session = session;
        this.pingInterval = options.pingInterval().toNanos();
        this.pingTimeout = options.pingTimeout().toNanos();
    }

    /** The session has opened, or a pong has come: the next ping is due an interval from now. */
    void pong() {
        answered = session.loop().nanoTime();
        waitFor(Wait.PING, pingInterval);
    }

    /** Whether the pong is missing, though the timer that says so is still on its way. */
    boolean overdue() {
        long over = session.loop().nanoTime() - answered - pingInterval - pingTimeout;
        return waitsFor != Wait.LAST_POLL && reading && over >= 0 && over < LATE;
    }

    /** The session closes, and waits for a GET no longer than this. */
    void lastPollWithin(long nanos) {
        waitFor(Wait.LAST_POLL, nanos);
    }

    /** The session stops or resumes reading. */
    void reading(boolean on) {
        reading = on;
        if (waitsFor == Wait.PONG) {
            waitFor(Wait.PONG, on ? pingTimeout : pingInterval);
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
            case PONG -> {
                if (!reading) {
                    ping();
                } else if (session.loop().nanoTime() - deadline >= Math.min(LATE, pingTimeout)) {
                    waitFor(Wait.PONG, pingTimeout);
                } else {
                    timeout();
                }
            }
            case LAST_POLL -> session.closeWithoutPoll();
        }
    }

    /** Ends the session for a missing pong. */
    void timeout() {
        session.end(CloseReason.PING_TIMEOUT, "no pong within " + pingTimeout / 1_000_000 + " ms");
    }

    private void ping() {
        waitFor(Wait.PONG, reading ? pingTimeout : pingInterval);
        session.ping();
    }
}
