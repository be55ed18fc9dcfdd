package dev.madang.engine;

import dev.madang.engine.SessionState.Event;
import org.jspecify.annotations.Nullable;

/**
 * The end of a session that both sides are to hear of: asked for by the server, or said by the client. On the session's
 * loop, unless a method says otherwise.
 */
final class Farewell {
    /*
     * Over polling our close packet needs a GET to go out with; if none is open, it waits for the next one.
     *
     * A client that leaves may have sent its next GET at the same moment, over another connection. If that one comes
     * second it is answered as if it had come first; until then the answer to the POST waits, for 200 ms at most.
     */
    private final Session session;
    private final SessionClock clock;
    private volatile @Nullable Ending asked;
    private boolean leaving;

    Farewell(Session session, SessionClock clock) {
        this.session = session;
        this.clock = clock;
    }

    /** Whether the session is to end. Any thread, as a hint. */
    boolean begun() {
        return asked != null;
    }

    /** Why the session is to end, if that has been said, or else this. */
    Ending or(Ending other) {
        Ending ending = asked;
        return ending == null ? other : ending;
    }

    /** The server wants the session to end; one that is just opening ends when it is open. */
    void begin(Ending ending) {
        asked = ending;
        goOn();
    }

    /** The session has opened, or is to end: it ends now, if it is to and can. */
    void goOn() {
        Ending ending = asked;
        if (ending == null || session.state() == SessionState.OPENING) {
            return;
        }
        Polling polling = session.polling();
        if (polling != null) {
            if (!polling.waiting()) {
                session.change(Event.CLOSE_ASKED);
                polling.release();
                awaitPoll(polling, ending.reason());
                return;
            }
            polling.send(ControlPackets.CLOSE, true);
        }
        finish(ending);
    }

    private void awaitPoll(Polling polling, CloseReason reason) {
        clock.lastPollWithin(SessionClock.lastPollWait(reason, polling.silence()));
    }

    /** The server shuts down: a last GET is waited for no longer than any other session's. */
    void hurry() {
        Polling polling = session.polling();
        if (polling != null && session.state() != SessionState.CLOSED && begun() && !leaving) {
            awaitPoll(polling, CloseReason.SERVER_SHUTTING_DOWN);
        }
    }

    /** A GET has come: whether it was the last one. */
    boolean polled(Polling polling) {
        Ending ending = asked;
        if (ending == null) {
            return false;
        }
        if (leaving || polling.backlog().isEmpty()) {
            polling.send(ControlPackets.NOOP, true);
        }
        if (!leaving) {
            polling.send(ControlPackets.CLOSE, true);
        }
        finish(ending);
        return true;
    }

    /** A WebSocket has taken the session over: whether that was all it was waited for. */
    boolean upgraded() {
        Ending ending = asked;
        if (ending != null) {
            finish(ending);
        }
        return ending != null;
    }

    /** The client has said that it leaves. */
    void said() {
        if (session.state() == SessionState.CLOSED || leaving) {
            return;
        }
        Ending ending = or(new Ending(CloseReason.TRANSPORT_CLOSE, "close packet from client"));
        Polling polling = session.polling();
        if (session.state().open() && polling != null && !polling.waiting()) {
            leaving = true;
            asked = ending;
            polling.backlog().clear();
            session.change(Event.CLOSE_ASKED);
            clock.lastPollWithin(SessionClock.CROSSING_WAIT);
        } else {
            session.lastWord(ControlPackets.NOOP);
            session.finish(ending, true, 1000);
        }
    }

    /** Whether the client has said that it leaves, and a GET of its may still be on its way. */
    boolean leaving() {
        return leaving && session.state() != SessionState.CLOSED;
    }

    /** No GET came in time to take the close packet. */
    void unheard() {
        Ending ending = asked;
        if (ending != null) {
            finish(ending);
        }
    }

    private void finish(Ending ending) {
        session.finish(ending, true, ending.reason().webSocketCode());
    }
}
