package dev.madang.engine;

import org.jspecify.annotations.Nullable;

/**
 * Where a session stands: its life and its transport in one. Every change goes through {@link #after}.
 *
 * <p>{@code ENDED} leads from every state but {@link #CLOSED} to {@link #CLOSED}; the other events are listed at their
 * states.
 */
enum SessionState {
    /** The acceptor is being asked for a listener. Out: POLLING_OPENED to POLLING, WEBSOCKET_OPENED to WEBSOCKET. */
    OPENING,
    /**
     * Polls carry the session. In: POLLING_OPENED, PROBE_ENDED. Out: PROBE_BEGUN to PROBING, CLOSE_ASKED (with no GET
     * open) to CLOSING.
     */
    POLLING,
    /**
     * Polls carry the session, and a WebSocket probes to take over. In: PROBE_BEGUN. Out: PROBE_ENDED to POLLING,
     * UPGRADED to WEBSOCKET, CLOSE_ASKED (with no GET open) to CLOSING_PROBING.
     */
    PROBING,
    /** A WebSocket carries the session. In: WEBSOCKET_OPENED, UPGRADED. Out: by ENDED only. */
    WEBSOCKET,
    /** The next GET, for which it waits, will take what is queued and the close packet. In: CLOSE_ASKED, PROBE_ENDED. */
    CLOSING,
    /**
     * As CLOSING, while a WebSocket probes that may carry the last packets instead of a GET. In: CLOSE_ASKED. Out:
     * PROBE_ENDED to CLOSING.
     */
    CLOSING_PROBING,
    /** Over; nothing leads out. In: ENDED. */
    CLOSED;

    /** What changes the state of a session. */
    enum Event {
        POLLING_OPENED,
        WEBSOCKET_OPENED,
        PROBE_BEGUN,
        PROBE_ENDED,
        UPGRADED,
        CLOSE_ASKED,
        ENDED
    }

    /** The state behind the event; an event that the state does not know is a bug of ours. */
    SessionState after(Event event) {
        SessionState next = next(event);
        if (next == null) {
            throw new IllegalStateException(event + " in " + this);
        }
        return next;
    }

    private @Nullable SessionState next(Event event) {
        return switch (event) {
            case POLLING_OPENED -> this == OPENING ? POLLING : null;
            case WEBSOCKET_OPENED -> this == OPENING ? WEBSOCKET : null;
            case PROBE_BEGUN -> this == POLLING ? PROBING : null;
            case PROBE_ENDED -> this == PROBING ? POLLING : this == CLOSING_PROBING ? CLOSING : null;
            case UPGRADED -> this == PROBING ? WEBSOCKET : null;
            case CLOSE_ASKED -> this == POLLING ? CLOSING : this == PROBING ? CLOSING_PROBING : null;
            case ENDED -> this == CLOSED ? null : CLOSED;
        };
    }

    /** Whether the session takes and delivers packets. */
    boolean open() {
        return switch (this) {
            case OPENING, POLLING, PROBING, WEBSOCKET -> true;
            case CLOSING, CLOSING_PROBING, CLOSED -> false;
        };
    }

    /**
     * The same in the reference's words.
     *
     * @param closeAsked whether the session is to be closed as soon as it can
     */
    ReadyState ready(boolean closeAsked) {
        return switch (this) {
            case OPENING -> ReadyState.OPENING;
            case POLLING, PROBING, WEBSOCKET -> closeAsked ? ReadyState.CLOSING : ReadyState.OPEN;
            case CLOSING, CLOSING_PROBING -> ReadyState.CLOSING;
            case CLOSED -> ReadyState.CLOSED;
        };
    }
}
