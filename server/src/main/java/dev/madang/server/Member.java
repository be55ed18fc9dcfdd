package dev.madang.server;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.Packet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** What the library does with a {@link Socket}; what users do with it stands there. */
abstract sealed class Member permits Socket {
    private static final AtomicReferenceFieldUpdater<Member, Membership> MEMBERSHIP =
            AtomicReferenceFieldUpdater.newUpdater(Member.class, Membership.class, "membership");

    final Client client;
    final Namespace namespace;
    final Shard shard;
    final String id;
    final long issued = System.currentTimeMillis();
    final @Nullable Arguments auth;
    final EventHandlers handlers = new EventHandlers();
    final Listeners listeners = new Listeners();
    final Mailbox mailbox;
    final Answers answers;
    private final @Nullable RestoredSession restored;
    private volatile @Nullable Standing standing;
    private volatile State state = State.JOINING;
    private volatile boolean kept;
    private volatile boolean greeted;
    private volatile boolean muted;
    private volatile boolean roomless;
    private volatile @Nullable Membership membership;
    private volatile @Nullable Map<String, Object> data;
    private volatile @Nullable Passage passage;

    /** Where the shard has this socket. On the loop. */
    int memberIndex;

    /** The last walk of the shard that came by. On the loop. */
    long walk;

    private enum State {
        /** The middlewares decide. Leads to JOINED or LEFT. */
        JOINING,
        /** In the namespace. Leads to LEFT. */
        JOINED,
        /** Out of the namespace for ever. */
        LEFT
    }

    Member(Client client, Namespace namespace, @Nullable Arguments auth, @Nullable RestoredSession restored) {
        this.client = client;
        this.namespace = namespace;
        this.shard = namespace.shard(client.loop());
        this.restored = restored;
        this.id = restored == null
                ? client.revision().socketId(namespace, client.session())
                : restored.session().sid();
        if (restored != null) {
            Map<String, Object> kept = restored.session().data();
            this.data = kept instanceof ConcurrentHashMap ? kept : new ConcurrentHashMap<>(kept);
        }
        this.auth = auth == null ? null : auth.owned();
        this.mailbox = new Mailbox(self(), namespace.io().handlers().inPlace());
        this.answers = new Answers(self());
    }

    final Socket self() {
        return (Socket) this;
    }

    Map<String, Object> attributes() {
        Map<String, Object> map = data;
        if (map == null) {
            synchronized (listeners) {
                map = data;
                if (map == null) {
                    map = new ConcurrentHashMap<>(4);
                    data = map;
                }
            }
        }
        return map;
    }

    /** What other servers may know of this socket. */
    SocketDetails details() {
        Map<String, Object> own = data;
        return new SocketDetails(id, self().handshake(), self().rooms(), own == null ? Map.of() : own);
    }

    void leave(boolean closeConnection) {
        if (!present() || !joined()) {
            return;
        }
        muted = true;
        shard.run(() -> depart(closeConnection));
    }

    private void depart(boolean closeConnection) {
        if (closeConnection) {
            client.disconnect();
        } else if (joined()) {
            client.session().send(namespace.encoder().disconnect(namespace.name()));
            exit(DisconnectReason.SERVER_NAMESPACE_DISCONNECT, "");
        }
    }

    Client client() {
        return client;
    }

    Shard shard() {
        return shard;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Answers answers() {
        return answers;
    }

    Membership membership() {
        Membership made = membership;
        if (made == null) {
            made = new Membership(self());
            if (!MEMBERSHIP.compareAndSet(this, null, made)) {
                made = Objects.requireNonNull(membership);
            }
        }
        return made;
    }

    /** Whether the socket is in its namespace. Exact on the loop, a hint elsewhere. */
    boolean joined() {
        return state == State.JOINED;
    }

    /** Whether the socket is in its namespace or on its way into it. */
    boolean here() {
        return state != State.LEFT;
    }

    /** Whether calls still do something. */
    boolean present() {
        return here() && !muted;
    }

    Listeners listeners() {
        return listeners;
    }

    /** Sends the answer to an event. Any thread. */
    void answer(EncodedPacket packet) {
        hand(packet, () -> {
            if (here()) {
                client.session().send(packet, true);
            }
        });
    }

    final void hand(EncodedPacket packet, Runnable write) {
        if (!present()) {
            return;
        }
        if (client.loop().inLoop()) {
            shard.run(write);
        } else {
            client.handOver(packet, write);
        }
    }

    /** Sends an event to this socket. Any thread. */
    final void send(PreparedEvent event, BroadcastTarget flags) {
        Standing at = standing;
        if (at != null && !flags.isVolatile() && (joined() || kept) && !muted) {
            namespace.adapter().broadcast(flags.compress() ? at.own : at.own.withCompress(false), event);
        } else {
            hand(event.packet(), () -> write(event.packet(), flags.isVolatile(), flags.compress()));
        }
    }

    /** Gives an event to the session. On the loop. */
    void write(EncodedPacket event, boolean isVolatile, boolean compress) {
        if (!here()) {
            return;
        }
        if (isVolatile && !client.session().writable()) {
            namespace.io().monitor().eventDropped(self());
            return;
        }
        write(event, event, compress);
    }

    /** Gives an event that is kept to the session. On the loop. */
    void write(EncodedPacket event, EncodedPacket plain, String offset, boolean compress) {
        if (here()) {
            Standing at = standing;
            if (at != null) {
                at.sent(offset);
            }
            write(event, plain, compress);
        }
    }

    private void write(EncodedPacket event, EncodedPacket plain, boolean compress) {
        if (listeners.outgoing() && !client.lag().hard()) {
            mailbox.addLater(new Mailbox.Sent(plain));
        }
        client.session().send(event, compress);
    }

    /** Where this socket stands among the events, or null if it cannot be recovered. Any thread. */
    @Nullable
    Standing standing() {
        return standing;
    }

    /** The session that this socket goes on with, or null. */
    @Nullable
    RestoredSession restored() {
        return restored;
    }

    /** Whether no middleware is asked about this socket. */
    boolean passesMiddlewares() {
        ConnectionStateRecovery recovery = namespace.options().connectionStateRecovery();
        return namespace.middlewares().isEmpty() || restored != null && recovery != null && recovery.skipMiddlewares();
    }

    /** Joins the namespace: the client is told first, then the handlers are. On the loop. */
    void enter() {
        if (recoverable()) {
            String offset = namespace.adapter().offset(client.loop());
            Standing fresh = new Standing(id, new RandomIds().get(), offset);
            Membership early = membership;
            if (early != null) {
                early.enter(fresh, offset);
            }
            standing = fresh;
        }
        begin();
        tell();
    }

    /** Joins the namespace again, where it had left off. On the loop. */
    void enterAgain(PersistedSession session, List<RestoredSession.Missed> missed) {
        Standing again = new Standing(session);
        Membership early = membership;
        if (early != null) {
            early.enter(again, namespace.adapter().offset(client.loop()));
        }
        standing = again;
        begin();
        if (!session.rooms().isEmpty()) {
            membership().restore(session.rooms());
        }
        boolean inOnePiece = client.doubt().inOnePiece();
        for (RestoredSession.Missed event : missed) {
            again.sent(event.offset());
            client.session().send(event.packet());
        }
        if (!inOnePiece && !missed.isEmpty()) {
            again.doubt();
        }
        tell();
    }

    private void begin() {
        state = State.JOINED;
        namespace.add(self());
        namespace.io().began();
    }

    private void tell() {
        Standing at = standing;
        String pid = at == null ? null : at.pid;
        client.session().send(client.revision().connected(namespace.encoder(), namespace.name(), id, pid));
        namespace.io().monitor().socketJoined(self());
        mailbox.add(new Mailbox.Connected());
    }

    private boolean recoverable() {
        return namespace.options().connectionStateRecovery() != null && client.revision() == Revision.FIVE;
    }

    /** Leaves the namespace. On the loop. */
    void exit(DisconnectReason reason, String description) {
        Standing at = standing;
        boolean keep = at != null && reason.recoverable() && settled();
        kept = keep;
        state = State.LEFT;
        namespace.remove(self());
        client.remove(self());
        if (at != null && keep) {
            String offset = namespace.adapter().offset(client.loop());
            if (client.doubt().now()) {
                at.doubt();
            }
            namespace.adapter().persistSession(at.session(attributes(), offset), client.loop());
        }
        if (at != null) {
            namespace.forget(at.pid, self());
        }
        namespace.io().monitor().socketLeft(self(), reason);
        release();
        mailbox.add(new Mailbox.Disconnected(new Listeners.Departure(reason, description)));
        mailbox.start();
        Passage thinking = passage;
        if (thinking != null) {
            thinking.abandon();
        }
        namespace.release();
    }

    /*
     * Whoever goes on is not greeted as new: the application takes it for a socket that its connection handlers, and the
     * calls they made, have made complete. One that broke off before that must come back as a new one.
     */
    boolean settled() {
        Membership joining = membership;
        return (greeted || restored != null) && (joining == null || !joining.changing());
    }

    /**
     * Has not got into the namespace. On the loop.
     *
     * @param lost whether its connection broke: then what it was about to go on with is kept
     */
    void refused(boolean lost) {
        state = State.LEFT;
        roomless = true;
        RestoredSession waiting = restored;
        if (waiting != null && lost) {
            namespace.adapter().persistSession(waiting.session(), client.loop());
        }
        release();
        namespace.release();
    }

    private void release() {
        Membership joined = membership;
        if (joined != null) {
            joined.end();
        }
        answers.end();
    }

    /** On the handler thread. */
    void connectionHandlers() {
        for (ConnectionHandler handler : namespace.connectionHandlers()) {
            try {
                handler.connected(self());
            } catch (Throwable thrown) {
                listeners.failed(self(), "connection", thrown);
            }
        }
        greeted = true;
    }

    /** On the handler thread; false if a middleware thinks. */
    boolean dispatch(String event, Arguments arguments, long ackId) {
        if (muted) {
            return true;
        }
        if (listeners.incoming()) {
            listeners.any(self(), false, event, arguments);
        }
        Ack ack = ackId < 0 ? AckReply.NONE : new AckReply(self(), ackId);
        EventMiddleware[] middlewares = listeners.middlewares();
        if (middlewares.length == 0) {
            deliver(event, arguments, ack);
            return true;
        }
        Passage way = new Passage(self(), event, arguments.owned(), ack, middlewares);
        passage = way;
        return way.advance();
    }

    /** On the handler thread. */
    void deliver(String event, Arguments arguments, Ack ack) {
        if (!muted) {
            handlers.call(event, new Delivery(self(), event, arguments, ack));
        }
    }

    private record Delivery(Socket socket, String event, Arguments arguments, Ack ack)
            implements EventHandlers.Delivery {
        @Override
        public void to(EventHandler handler) throws Exception {
            socket.io().monitor().call(socket, event, handler, arguments, ack);
        }

        @Override
        public void failed(Throwable thrown) {
            socket.listeners().failed(socket, event, thrown);
        }
    }

    /** An event has gone out. On the handler thread. */
    void sent(EncodedPacket packet) {
        Packet.Event event = Reading.event(packet, namespace.options().parser());
        listeners.any(self(), true, event.name(), event.arguments());
    }

    /** On the handler thread. */
    void disconnectHandlers(Listeners.Departure departure) {
        listeners.disconnecting(self(), departure);
        roomless = true;
        listeners.disconnect(self(), departure);
        namespace.io().ended();
    }

    /** No thread takes the handlers. On the loop. */
    void abandoned() {
        namespace.io().ended();
        client.close(DisconnectReason.FORCED_SERVER_CLOSE, "no thread takes the handlers");
    }

    boolean roomless() {
        return roomless;
    }

    @Nullable
    Membership joinedRooms() {
        return membership;
    }
}
