package dev.madang.server;

import dev.madang.protocol.Arguments;

/** Who waits for the answer of a socket. On the socket's loop; told once. */
interface Awaiting {
    /** The answer; valid during the call only unless owned. */
    void answered(Arguments arguments);

    /** The socket has disconnected and will not answer. */
    void disconnected();
}
