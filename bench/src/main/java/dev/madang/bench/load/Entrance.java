package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;

/** A play whose clients are still coming: tells of each that has joined. */
record Entrance(Play play, Runnable entered) implements Play {
    @Override
    public void begin() {
        play.begin();
    }

    @Override
    public void joined(Peer peer) {
        play.joined(peer);
        entered.run();
    }

    @Override
    public void message(Peer peer, ByteBuf in, int start, int end) {
        play.message(peer, in, start, end);
    }

    @Override
    public void gone(Peer peer) {
        play.gone(peer);
    }

    @Override
    public void reset() {
        play.reset();
    }

    @Override
    public Count count() {
        return play.count();
    }
}
