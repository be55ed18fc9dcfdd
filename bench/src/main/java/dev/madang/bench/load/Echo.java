package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;

/** Each client keeps so many events in flight: it sends one for each that comes back. */
final class Echo extends Counting {
    private final Talk talk;
    private final int window;

    Echo(Talk talk, int window) {
        this.talk = talk;
        this.window = window;
    }

    @Override
    public void begin() {
        for (Peer peer : peers) {
            for (int i = 0; i < window; i++) {
                peer.say(talk.packet(), talk.stampAt(), System.nanoTime());
            }
        }
    }

    @Override
    public void message(Peer peer, ByteBuf in, int start, int end) {
        if (end - start != talk.packet().length) {
            tally.error();
        }
        long now = System.nanoTime();
        tally.message(now - Bytes.readStamp(in, start + talk.stampAt()));
        peer.say(talk.packet(), talk.stampAt(), now);
    }
}
