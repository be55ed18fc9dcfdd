package dev.madang.bench.load;

import java.util.ArrayList;
import java.util.List;

/** What the plays have in common whose clients stay: who is there, and what was counted. */
abstract class Counting implements Play {
    final List<Peer> peers = new ArrayList<>();
    final Tally tally = new Tally();

    @Override
    public final void joined(Peer peer) {
        peers.add(peer);
    }

    @Override
    public final void gone(Peer peer) {
        tally.error();
    }

    @Override
    public final void reset() {
        tally.reset();
    }

    @Override
    public final Count count() {
        return tally.count();
    }
}
