package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/**
 * So many events a second over all clients in turn, whether or not the earlier ones came back. Each is stamped with the moment
 * it was due.
 */
final class PacedEcho extends Counting {
    private final Talk talk;
    private final long gapNanos;
    private final EventLoop loop;
    private long due;
    private int next;

    PacedEcho(Talk talk, int perSecond, EventLoop loop) {
        this.talk = talk;
        this.gapNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
        this.loop = loop;
    }

    @Override
    public void begin() {
        due = System.nanoTime();
        loop.scheduleAtFixedRate(this::tick, 0, 500, TimeUnit.MICROSECONDS);
    }

    private void tick() {
        long now = System.nanoTime();
        while (due <= now) {
            peers.get(next).say(talk.packet(), talk.stampAt(), due);
            next = (next + 1) % peers.size();
            due += gapNanos;
        }
    }

    @Override
    public void message(Peer peer, ByteBuf in, int start, int end) {
        if (end - start != talk.packet().length) {
            tally.error();
        }
        tally.message(System.nanoTime() - Bytes.readStamp(in, start + talk.stampAt()));
    }
}
