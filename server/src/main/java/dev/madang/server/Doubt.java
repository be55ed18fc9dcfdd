package dev.madang.server;

import dev.madang.engine.Session;
import java.util.List;

/** What a client may have, and not have handled, when its connection ends. On the session's loop. */
final class Doubt {
    /*
     * A stock client that is closed before it has handled an event keeps the event, does not count it for its offset,
     * and handles it when it is connected again. So it has one that we would give it once more. It does so where the
     * end comes in one piece with the event: a poll's answer that ends its upgrade, while it waits for that to close;
     * or an answer with events and our close packet. And it does so where the end comes between what it missed and the
     * CONNECT reply.
     */
    private final Session session;
    private boolean now;

    Doubt(Session session) {
        this.session = session;
    }

    /** From now on an answer to a poll may be the one that ends an upgrade. */
    void upgrading() {
        now = true;
    }

    /** Which it was, if any, was one of those so far. */
    void upgraded(List<Socket> sockets) {
        now = false;
        for (Socket socket : sockets) {
            Standing standing = socket.standing();
            if (standing != null) {
                standing.doubt();
            }
        }
    }

    /** We are about to close the connection of a client that hears us. */
    void closing() {
        now |= polls() && session.bufferedBytes() > 0;
    }

    /** Whether it may have what it was sent last, if its connection ends now. */
    boolean now() {
        return now;
    }

    /** Whether all that is sent in one go now reaches it in one piece, or not at all. */
    boolean inOnePiece() {
        return polls() && session.bufferedBytes() == 0;
    }

    private boolean polls() {
        return session.transport().equals("polling");
    }
}
