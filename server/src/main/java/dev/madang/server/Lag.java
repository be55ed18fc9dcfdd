package dev.madang.server;

/** How far the handlers of a client are behind its events, and whether reading pauses for it. */
final class Lag {
    /*
     * What waits for handlers is counted per connection, not per socket: the bound on a peer must hold however often it
     * leaves a namespace and joins it again. Reading pauses above the high mark and resumes below the low one. It is
     * not paused while an answer is awaited, because a handler may be blocked until that answer is read; only at four
     * times the mark it is paused all the same, and the handler waits for its timeout.
     */
    private static final int HARD = 4;

    private final Client client;
    private final int maxEvents;
    private final int maxBytes;
    private final Tally waiting = new Tally();
    private int awaitedAnswers;
    private volatile boolean paused;

    Lag(Client client) {
        this.client = client;
        this.maxEvents = client.io().options().maxWaitingEvents();
        this.maxBytes = client.io().options().maxWaitingBytes();
    }

    /** What waits for handlers. Any thread. */
    Tally waiting() {
        return waiting;
    }

    /** Whether handlers are at work, or an answer of the client is due. On the loop. */
    boolean busy() {
        return waiting.both() != 0 || awaitedAnswers > 0;
    }

    /** Whether handlers lag so far behind that nothing more should wait for them. Any thread. */
    boolean hard() {
        return above(waiting.both(), HARD);
    }

    /** Something waits for a handler. On the loop. */
    void waits(int bytes) {
        long both = waiting.add(bytes);
        if (!paused && above(both, 1)) {
            updateReading();
        }
    }

    /** A handler is done with what waited. Any thread. */
    void served(int bytes) {
        long both = waiting.remove(bytes);
        if (paused && low(both)) {
            client.execute(this::updateReading);
        }
    }

    /** That many answers more, or less, are awaited. On the loop. */
    void awaits(int more) {
        awaitedAnswers += more;
        updateReading();
    }

    private void updateReading() {
        if (client.closed()) {
            return;
        }
        long both = waiting.both();
        boolean pause = awaitedAnswers > 0 ? above(both, HARD) : above(both, 1) || (paused && !low(both));
        if (pause != paused) {
            paused = pause;
            client.session().reading(!pause);
            if (pause && low(waiting.both())) {
                updateReading();
            }
        }
    }

    private boolean above(long both, int times) {
        return Tally.count(both) >= maxEvents * times || Tally.bytes(both) >= (long) maxBytes * times;
    }

    private boolean low(long both) {
        return Tally.count(both) <= maxEvents / 4 && Tally.bytes(both) <= maxBytes / 4;
    }
}
