package dev.madang.netty;

import dev.madang.engine.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Watches how long a peer takes over the request it sends (a slow one costs a connection, and that is all it may
 * cost). A body has its time as a whole, and must come at {@link #MIN_RATE} from {@link #GRACE} on. An answer that we
 * owe is not timed here, one that the peer does not take is. On the connection's loop.
 */
final class HttpClock extends Timer {
    /*
     * The codec shows no partial heads. A read batch that ends without a request, on a connection that owes nothing,
     * holds the beginning of one.
     */
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /** How long a body may come as slowly as it likes. */
    static final Duration GRACE = Duration.ofSeconds(5);

    /** Bytes per second of a body since its beginning. */
    static final int MIN_RATE = 500;

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
    private boolean stalled;
    private long bodySince;
    private long bodyBytes;

    HttpClock(SocketIoHandler handler, NettyLoop loop, HttpLimits limits) {
        this.handler = handler;
        this.loop = loop;
        this.limits = limits;
    }

    void connected() {
        enter(Phase.HEAD, limits.first());
    }

    /** A handler before this one serves the connection: that it is used is known. */
    void served() {
        enter(Phase.IDLE, Duration.ZERO);
    }

    void headArrived(boolean whole) {
        requestInBatch = true;
        anyByte = true;
        enter(whole ? Phase.ANSWER : Phase.BODY, whole ? Duration.ZERO : limits.body());
    }

    void bodyArrived(int bytes) {
        bodyBytes += bytes;
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
        stalled = true;
        Duration time = limits.idle().isZero() ? limits.body() : limits.idle();
        loop.start(this, time.toNanos());
    }

    /** Goes on after a stop. A connection that has become idle meanwhile is timed already. */
    void resume() {
        if (phase == Phase.BODY) {
            enter(Phase.BODY, limits.body());
        } else if (phase != Phase.IDLE || stalled) {
            cancel();
        }
    }

    private void enter(Phase next, Duration time) {
        phase = next;
        stalled = false;
        cancel();
        if (!time.isZero()) {
            bodySince = loop.nanoTime();
            bodyBytes = 0;
            boolean graceFirst = next == Phase.BODY && time.compareTo(GRACE) > 0;
            loop.start(this, (graceFirst ? GRACE : time).toNanos());
        }
    }

    @Override
    protected void expired() {
        if (phase == Phase.BODY && !stalled && goesOn()) {
            loop.start(this, SECOND);
        } else {
            handler.timedOut();
        }
    }

    /** Whether there is time left for the body, and it comes fast enough. */
    private boolean goesOn() {
        long elapsed = loop.nanoTime() - bodySince;
        return elapsed < limits.body().toNanos() && bodyBytes * 1_000 >= MIN_RATE * (elapsed / 1_000_000);
    }
}
