package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineCodec;
import dev.madang.protocol.EngineType;
import java.util.concurrent.TimeUnit;

/** A WebSocket that probes to take over a polling session, until it does or fails. On the session's loop only. */
final class Upgrade {
    private static final long NOOP_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);

    private static final EncodedMessage PROBE_PONG = EngineCodec.control(EngineType.PONG, "probe");

    private final Session session;
    private final WebSocketLink link;
    private final EngineMonitor monitor;
    private boolean begun;

    private final Timer timeout = new Timer() {
        @Override
        protected void expired() {
            session.guard(() -> session.probeFailed(Upgrade.this));
        }
    };

    private final Timer noop = new Timer() {
        @Override
        protected void expired() {
            session.guard(() -> {
                session.loop().start(noop, NOOP_INTERVAL);
                session.sendPollHome();
            });
        }
    };

    Upgrade(Session session, WebSocketLink link, EngineOptions options) {
        this.session = session;
        this.link = link;
        this.monitor = options.monitor();
        session.loop().start(timeout, options.upgradeTimeout().toNanos());
    }

    WebSocketLink link() {
        return link;
    }

    /**
     * A packet on the probing WebSocket: {@code 2probe} is answered {@code 3probe} and sends waiting polls home, {@code
     * 5} takes the session over, anything else ends the probe (Engine.IO protocol 4, "Upgrade"), and so does a client
     * that asks on and on without reading the answers.
     */
    void packet(EngineType type, boolean binary, byte[] array, int offset, int length) {
        if (type == EngineType.PING && probe(array, offset, length) && link.takesAnswers()) {
            if (!begun) {
                begun = true;
                monitor.sessionUpgrading(session);
            }
            link.send(PROBE_PONG, false);
            session.loop().start(noop, NOOP_INTERVAL);
            SessionListener up = session.listener();
            if (up != null) {
                up.upgrading();
            }
        } else if (type == EngineType.UPGRADE && !binary) {
            session.upgrade(this);
        } else {
            session.probeFailed(this);
        }
    }

    private static boolean probe(byte[] array, int offset, int length) {
        return length == 5
                && array[offset] == 'p'
                && array[offset + 1] == 'r'
                && array[offset + 2] == 'o'
                && array[offset + 3] == 'b'
                && array[offset + 4] == 'e';
    }

    /** Stops the timers. */
    void stop() {
        timeout.cancel();
        noop.cancel();
    }
}
