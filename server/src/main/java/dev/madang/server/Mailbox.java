package dev.madang.server;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the handlers of one socket, in order: first the connection, then events, last the disconnect. Filled
 * on the loop; emptied by one handler thread at a time.
 */
final class Mailbox implements Runnable {
    /*
     * A thread takes the whole list at once and runs it, again and again until the list is empty; so one start serves
     * everything that arrives meanwhile. The loop starts it once per read batch, not per event. In EVENT_LOOP mode the
     * caller's own thread plays that part, and an item that comes up while another one runs waits for its end.
     *
     * An event whose middleware thinks parks the mailbox: it counts as running, without a thread, until unpark(). In
     * EVENT_LOOP mode a loop that is ahead of others parks it before the next item, until it may go on.
     */
    private final Socket socket;
    private final boolean inPlace;
    private @Nullable Item head;
    private @Nullable Item tail;
    private boolean running;
    private @Nullable Item current;
    private @Nullable Item next;

    Mailbox(Socket socket, boolean inPlace) {
        this.socket = socket;
        this.inPlace = inPlace;
    }

    /** One thing to do on the handler thread. */
    abstract static class Item {
        private @Nullable Item next;
        private final int bytes;

        Item(int bytes) {
            this.bytes = bytes;
        }

        /** False if the item is not done yet and parks the mailbox. */
        abstract boolean run(Socket socket);
    }

    private static final class Event extends Item {
        private final String name;
        private final Arguments arguments;
        private final long ackId;

        Event(String name, Arguments arguments, long ackId) {
            super(arguments.bytes());
            this.name = name;
            this.arguments = arguments;
            this.ackId = ackId;
        }

        @Override
        boolean run(Socket socket) {
            return socket.dispatch(name, arguments, ackId);
        }
    }

    /** The socket has joined. */
    static final class Connected extends Item {
        Connected() {
            super(0);
        }

        @Override
        boolean run(Socket socket) {
            socket.connectionHandlers();
            return true;
        }
    }

    /** The socket has left. */
    static final class Disconnected extends Item {
        private final Listeners.Departure departure;

        Disconnected(Listeners.Departure departure) {
            super(0);
            this.departure = departure;
        }

        @Override
        boolean run(Socket socket) {
            socket.disconnectHandlers(departure);
            return true;
        }
    }

    /** An event has gone out, and somebody wants to see it. */
    static final class Sent extends Item {
        private final EncodedPacket packet;

        Sent(EncodedPacket packet) {
            super(packet.bytes());
            this.packet = packet;
        }

        @Override
        boolean run(Socket socket) {
            socket.sent(packet);
            return true;
        }
    }

    /** On the loop. Outside EVENT_LOOP mode, {@link #start} must follow. */
    void event(String name, Arguments arguments, long ackId) {
        if (inPlace && !ahead().waits() && begin()) {
            current = null;
            if (socket.dispatch(name, arguments, ackId)) {
                run();
            }
        } else {
            add(new Event(name, arguments.owned(), ackId));
        }
    }

    /** On the loop. Outside EVENT_LOOP mode, {@link #start} must follow. */
    void add(Item item) {
        append(item);
        if (inPlace) {
            start();
        }
    }

    /** On the loop, within a walk over sockets: handlers run in a later task. */
    void addLater(Item item) {
        append(item);
        socket.client().execute(this::start);
    }

    private synchronized boolean begin() {
        if (running) {
            return false;
        }
        running = true;
        return true;
    }

    private void append(Item item) {
        socket.client().lag().waits(item.bytes);
        synchronized (this) {
            if (tail == null) {
                head = item;
            } else {
                tail.next = item;
            }
            tail = item;
        }
    }

    /** Sees to it that a thread empties the mailbox. On the loop. */
    void start() {
        synchronized (this) {
            if (running || head == null) {
                return;
            }
            running = true;
        }
        if (inPlace) {
            run();
        } else if (!socket.io().handlers().run(socket.client().loop(), this)) {
            socket.abandoned();
        }
    }

    @Override
    public void run() {
        for (Item item = take(); item != null; item = take()) {
            if (!run(item)) {
                return;
            }
        }
    }

    private boolean run(@Nullable Item first) {
        for (Item each = first; each != null; each = each.next) {
            if (inPlace && ahead().waits()) {
                next = each;
                ahead().putOff(this::goOn);
                return false;
            }
            current = each;
            if (!each.run(socket)) {
                return false;
            }
            socket.client().lag().served(each.bytes);
        }
        return true;
    }

    /** The other loops have caught up. On the loop. */
    private void goOn() {
        Item first = next;
        next = null;
        if (run(first)) {
            run();
        }
    }

    private Ahead ahead() {
        return socket.client().ahead();
    }

    /** The event that parked the mailbox is done. On the handlers' thread. */
    void unpark() {
        Item done = current;
        if (done != null) {
            socket.client().lag().served(done.bytes);
            if (!run(done.next)) {
                return;
            }
        }
        run();
    }

    private synchronized @Nullable Item take() {
        Item first = head;
        head = null;
        tail = null;
        if (first == null) {
            current = null;
            running = false;
        }
        return first;
    }
}
