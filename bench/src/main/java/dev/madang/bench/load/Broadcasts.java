package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * Events that one client has the server send to all. Either so many are in flight, and the next follows when the last client
 * has the oldest; or so many a second. A message is one delivery.
 */
final class Broadcasts extends Counting {
    private final Talk talk;
    private final int window;
    private final int perSecond;
    private final EventLoop loop;
    private long deliveries;
    private long due;

    /**
     * Broadcasts.
     *
     * @param perSecond how many a second, or 0 for as many as {@code window} lets through
     */
    Broadcasts(Talk talk, int window, int perSecond, EventLoop loop) {
        this.talk = talk;
        this.window = window;
        this.perSecond = perSecond;
        this.loop = loop;
    }

    @Override
    public void begin() {
        if (perSecond > 0) {
            due = System.nanoTime();
            loop.scheduleAtFixedRate(this::tick, 0, 500, TimeUnit.MICROSECONDS);
        } else {
            for (int i = 0; i < window; i++) {
                say(System.nanoTime());
            }
        }
    }

    private void tick() {
        long now = System.nanoTime();
        while (due <= now) {
            say(due);
            due += TimeUnit.SECONDS.toNanos(1) / perSecond;
        }
    }

    private void say(long nanos) {
        peers.get(0).say(talk.packet(), talk.stampAt(), nanos);
    }

    @Override
    public void message(Peer peer, ByteBuf in, int start, int end) {
        if (end - start != talk.packet().length) {
            tally.error();
        }
        long now = System.nanoTime();
        tally.message(now - Bytes.readStamp(in, start + talk.stampAt()));
        deliveries++;
        /* Those of one broadcast are not told from those of the next: on the average the window holds. */
        if (perSecond == 0 && deliveries % peers.size() == 0) {
            say(now);
        }
    }
}
