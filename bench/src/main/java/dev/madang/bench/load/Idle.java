package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;

/** Clients that say nothing but pong. */
final class Idle implements Play {
    private final Tally tally = new Tally();

    @Override
    public void begin() {}

    @Override
    public void joined(Peer peer) {
        tally.message(0);
    }

    @Override
    public void message(Peer peer, ByteBuf in, int start, int end) {
        tally.error();
    }

    @Override
    public void gone(Peer peer) {
        tally.error();
    }

    @Override
    public void reset() {}

    @Override
    public Count count() {
        return tally.count();
    }
}
