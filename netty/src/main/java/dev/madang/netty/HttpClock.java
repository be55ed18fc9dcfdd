package dev.madang.netty;

import dev.madang.engine.Timer;
import java.time.Duration;

/**
 * Watches how long a peer takes over the request it sends (a slow one costs a connection, and that is all it may
 * cost). An answer that we owe is not timed here, one that the
 * peer does not take is. On the connection's loop.
 */
final class HttpClock extends Timer {
    /*
     * The codec shows no partial heads. A read batch that ends without a request, on a connection that owes nothing,
     * holds the beginning of one.
     */
    private enum Phase {
        HEAD,
        BODY,
        ANSWER,
        IDLE
    }

    private final SocketIoHandler handler;
    private final NettyLoop loop;
    private final HttpLimits limits;
    private Phase phase = Phase.IDLE;
    private boolean requestInBatch;
    private boolean anyByte;

    HttpClock(SocketIoHandler handler, NettyLoop loop, HttpLimits limits) {
        this.handler = handler;
        this.loop = loop;
        this.limits = limits;
    }

    void connected() {
        enter(Phase.HEAD, limits.head());
    }

    void headArrived(boolean whole) {
        requestInBatch = true;
        anyByte = true;
        enter(whole ? Phase.ANSWER : Phase.BODY, whole ? Duration.ZERO : limits.body());
    }

    void requestArrived() {
        requestInBatch = true;
        if (phase == Phase.BODY) {
            enter(Phase.ANSWER, Duration.ZERO);
        }
    }

    void batchEnded(boolean nothingOwed) {
        if (!requestInBatch) {
            anyByte = true;
            if (nothingOwed && phase == Phase.IDLE) {
                enter(Phase.HEAD, limits.head());
            }
        }
        requestInBatch = false;
    }

    void idle() {
        enter(Phase.IDLE, limits.idle());
    }

    /** Whether a request has begun and not ended. */
    boolean inRequest() {
        return phase == Phase.BODY || (phase == Phase.HEAD && anyByte);
    }

    /** Stops; what is owed is not looked at while nothing is read. */
    void stop() {
        cancel();
    }

    /** The peer does not take what we sent: as long as it may idle, it may do that. */
    void stalled() {
        cancel();
        Duration time = limits.idle().isZero() ? limits.body() : limits.idle();
        loop.start(this, time.toNanos());
    }

    /** Goes on after a stop. */
    void resume() {
        cancel();
        if (phase == Phase.BODY) {
            enter(Phase.BODY, limits.body());
        }
    }

    private void enter(Phase next, Duration time) {
        phase = next;
        cancel();
        if (!time.isZero()) {
            loop.start(this, time.toNanos());
        }
    }

    @Override
    protected void expired() {
        handler.timedOut();
    }
}
