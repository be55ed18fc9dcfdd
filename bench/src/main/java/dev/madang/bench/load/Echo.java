package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Each client keeps so many events in flight: it sends one for each that comes back. */
final class Echo implements Play {
    private final Talk talk;
    private final int window;
    private final List<Peer> peers = new ArrayList<>();
    private final Tally tally = new Tally();

    Echo(Talk talk, int window) {
        this.talk = talk;
        this.window = window;
    }

    @Override
    public void joined(Peer peer) {
        peers.add(peer);
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

    @Override
    public void gone(Peer peer) {
        tally.error();
    }

    @Override
    public void reset() {
        tally.reset();
    }

    @Override
    public Count count() {
        return tally.count();
    }
}
