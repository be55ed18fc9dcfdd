package dev.madang.server;

import dev.madang.protocol.Arguments;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.Packet;
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
    private volatile State state = State.JOINING;
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

    Member(Client client, Namespace namespace, @Nullable Arguments auth) {
        this.client = client;
        this.namespace = namespace;
        this.shard = namespace.shard(client.loop());
        this.id = client.revision().socketId(namespace, client.session());
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
        if (client.loop().inLoop()) {
            depart(closeConnection);
        } else {
            client.execute(() -> depart(closeConnection));
        }
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
            write.run();
        } else {
            client.handOver(packet, write);
        }
    }

    /** Gives an event to the session. On the loop. */
    void write(EncodedPacket event, boolean isVolatile, boolean compress) {
        if (here() && (!isVolatile || client.session().writable())) {
            if (listeners.outgoing() && !client.lagging()) {
                mailbox.addLater(new Mailbox.Sent(event));
            }
            client.session().send(event, compress);
        }
    }

    /** Joins the namespace: the client is told first, then the handlers are. On the loop. */
    void enter() {
        state = State.JOINED;
        namespace.add(self());
        client.session().send(client.revision().connected(namespace.encoder(), namespace.name(), id, null));
        namespace.io().began();
        mailbox.add(new Mailbox.Connected());
    }

    /** Leaves the namespace. On the loop. */
    void exit(DisconnectReason reason, String description) {
        state = State.LEFT;
        namespace.remove(self());
        client.remove(self());
        release();
        mailbox.add(new Mailbox.Disconnected(new Listeners.Departure(reason, description)));
        mailbox.start();
        Passage thinking = passage;
        if (thinking != null) {
            thinking.abandon();
        }
        namespace.release();
    }

    /** Has not got into the namespace. On the loop. */
    void refused() {
        state = State.LEFT;
        roomless = true;
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
            handlers.call(event, arguments, ack, thrown -> listeners.failed(self(), event, thrown));
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
