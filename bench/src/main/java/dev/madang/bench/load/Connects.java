package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Clients that come and go, so many at a time: connect, join the namespace, leave. A message is one such life. Over WebSocket
 * alone, or with a handshake over polling and an upgrade, after which one echo shows that it is done.
 */
final class Connects implements Play {
    private static final byte[] ASK = Bytes.ascii("420[\"echo\",\"here\"]");

    private final Dialer dialer;
    private final int atOnce;
    private final boolean polling;
    private final Tally tally = new Tally();
    private final Map<Peer, Long> begun = new HashMap<>();
    private final Deque<Long> dialled = new ArrayDeque<>();
    private final PollingDoor door;
    private boolean over;

    Connects(Dialer dialer, int atOnce, boolean polling) {
        this.dialer = dialer;
        this.atOnce = atOnce;
        this.polling = polling;
        this.door = new PollingDoor(dialer, this::upgrade, this::failed);
    }

    @Override
    public void begin() {
        for (int i = 0; i < atOnce; i++) {
            next();
        }
    }

    private void next() {
        if (over) {
            return;
        }
        dialled.add(System.nanoTime());
        if (polling) {
            door.handshake();
        } else {
            connect(null);
        }
    }

    private void upgrade(String sid) {
        connect(sid);
    }

    private void connect(@Nullable String sid) {
        long at = dialled.remove();
        dialer.dial(
                () -> {
                    Peer peer = new Peer(this, sid);
                    begun.put(peer, at);
                    return peer;
                },
                this::failed);
    }

    private void failed() {
        tally.error();
        dialer.loop().schedule(this::next, 10, java.util.concurrent.TimeUnit.MILLISECONDS);
    }

    @Override
    public void joined(Peer peer) {
        if (polling) {
            peer.say(ASK, -1, 0);
        } else {
            done(peer);
        }
    }

    @Override
    public void message(Peer peer, ByteBuf in, int start, int end) {
        done(peer);
    }

    private void done(Peer peer) {
        Long at = begun.remove(peer);
        if (at != null) {
            tally.message(System.nanoTime() - at);
        }
        peer.close();
    }

    @Override
    public void gone(Peer peer) {
        if (begun.remove(peer) != null) {
            tally.error();
        }
        next();
    }

    @Override
    public void reset() {
        tally.reset();
    }

    @Override
    public Count count() {
        over = true;
        return tally.count();
    }
}
