package dev.madang.bench.load;

import io.netty.buffer.ByteBuf;

/** What a scenario does with its clients. On the generator's one loop only. */
interface Play {
    /** The clients are there; the play begins. */
    void begin();

    /** A client has joined the namespace. */
    void joined(Peer peer);

    /** A client was sent an event or an ack, which lies in the buffer during the call. */
    void message(Peer peer, ByteBuf in, int start, int end);

    /** A connection has ended. */
    void gone(Peer peer);

    /** Forgets what was counted: what comes now counts. */
    void reset();

    /** What was counted since. */
    Count count();
}
