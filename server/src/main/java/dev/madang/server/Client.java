package dev.madang.server;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Loop;
import dev.madang.engine.Session;
import dev.madang.engine.SessionListener;
import dev.madang.engine.Timer;
import dev.madang.protocol.Arguments;
import dev.madang.protocol.Decoded;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.Packet;
import dev.madang.protocol.PacketDecoder;
import dev.madang.protocol.Violation;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and its sockets, one for each namespace it has joined or is joining. On the session's loop, unless a
 * method says otherwise.
 */
final class Client implements SessionListener {
    private static final Logger log = LoggerFactory.getLogger(Client.class);

    private final SocketIo io;
    private final Session session;
    private final Revision revision;
    private final PacketDecoder decoder;
    private final Presence presence;
    private final Lag lag;
    private final Ahead ahead;
    private final Tally handed = new Tally();
    private @Nullable Deadline connectDeadline = new Deadline("CONNECT_TIMEOUT", "no namespace was joined in time");
    private @Nullable Deadline attachmentDeadline;
    private final AtomicInteger owed = new AtomicInteger();
    private boolean inBatch;
    private boolean closed;
    private final Doubt doubt;
    private volatile boolean slow;

    Client(SocketIo io, Session session) {
        this.io = io;
        this.session = session;
        this.presence = new Presence(io.options().maxNamespaces());
        this.lag = new Lag(this);
        this.doubt = new Doubt(session);
        this.revision = Revision.of(session);
        this.decoder =
                io.options().parser().decoder(revision.limits(io.options().decoderLimits()));
        this.ahead = io.backpressure().of(session.loop());
        session.loop()
                .start(
                        Objects.requireNonNull(connectDeadline),
                        io.options().connectTimeout().toNanos());
    }

    /** The session is about to open: a client of protocol 4 joins the main namespace unasked. */
    Client opened() {
        if (revision == Revision.FOUR) {
            connect("/", null);
        }
        return this;
    }

    /** A step of the protocol that the client owes. */
    private final class Deadline extends Timer {
        private final String rule;
        private final String complaint;

        Deadline(String rule, String complaint) {
            this.rule = rule;
            this.complaint = complaint;
        }

        @Override
        protected void expired() {
            broke(rule, complaint);
        }
    }

    Session session() {
        return session;
    }

    SocketIo io() {
        return io;
    }

    boolean closed() {
        return closed;
    }

    Loop loop() {
        return session.loop();
    }

    /** What the client speaks. Any thread. */
    Revision revision() {
        return revision;
    }

    @Override
    public void text(byte[] array, int offset, int length) {
        if (!closed) {
            inBatch = true;
            decoded(decoder.text(array, offset, length));
        }
    }

    @Override
    public void binary(byte[] array, int offset, int length) {
        if (!closed) {
            inBatch = true;
            decoded(decoder.binary(array, offset, length));
        }
    }

    @Override
    public void upgrading() {
        doubt.upgrading();
    }

    @Override
    public void upgraded() {
        doubt.upgraded(presence.sockets());
    }

    /** What the client may have, and not have handled. */
    Doubt doubt() {
        return doubt;
    }

    @Override
    public void readComplete() {
        inBatch = false;
        for (Socket socket : presence.sockets()) {
            socket.mailbox().start();
        }
    }

    @Override
    public void closed(CloseReason reason, String description) {
        if (!closed) {
            end(DisconnectReason.of(reason), description);
        }
    }

    private void decoded(Decoded decoded) {
        switch (decoded) {
            case Decoded.NeedMore more -> awaitAttachments();
            case Violation violation -> {
                io.options()
                        .engine()
                        .monitor()
                        .ruleBroken(session, violation.rule().name());
                close(DisconnectReason.PARSE_ERROR, violation.rule().sentence());
            }
            case Packet packet -> {
                if (attachmentDeadline != null) {
                    attachmentDeadline.cancel();
                }
                received(packet);
            }
        }
    }

    private void awaitAttachments() {
        Deadline deadline = attachmentDeadline;
        if (deadline == null) {
            deadline = new Deadline("ATTACHMENT_TIMEOUT", "attachments did not come in time");
            attachmentDeadline = deadline;
        }
        if (!deadline.running()) {
            loop().start(deadline, io.options().attachmentTimeout().toNanos());
        }
    }

    private void received(Packet packet) {
        String namespace = revision.namespace(packet);
        Socket member = presence.socket(namespace);
        switch (packet) {
            case Packet.Connect connect -> {
                if (member == null && !presence.returns(namespace)) {
                    connect(namespace, revision.auth(connect));
                } else {
                    outOfOrder();
                }
            }
            case Packet.Event event -> {
                Socket socket = joined(member, namespace);
                if (socket != null) {
                    io.monitor().eventReceived(socket, event.name());
                    socket.mailbox().event(event.name(), event.arguments(), event.ackId());
                }
            }
            case Packet.Ack ack -> {
                Socket socket = joined(member, namespace);
                if (socket != null) {
                    socket.answers().answered(ack.ackId(), ack.arguments());
                }
            }
            case Packet.Disconnect disconnect -> {
                Socket socket = joined(member, namespace);
                if (socket != null) {
                    socket.exit(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT, "");
                }
            }
            case Packet.ConnectError error -> outOfOrder();
        }
    }

    /*
     * A packet that was on its way when we took the socket out of its namespace is nobody's fault, and ignored. One for
     * a namespace that the client never joined, or that it is still joining, ends the connection.
     */
    private @Nullable Socket joined(@Nullable Socket member, String namespace) {
        if (member != null && member.joined()) {
            return member;
        }
        if (member != null || !presence.hasLeft(namespace)) {
            outOfOrder();
        }
        return null;
    }

    private void outOfOrder() {
        broke("OUT_OF_ORDER", "a packet came that its namespace does not expect now");
    }

    /** The client broke a rule, and is closed for it. */
    private void broke(String rule, String description) {
        io.options().engine().monitor().ruleBroken(session, rule);
        close(DisconnectReason.FORCED_SERVER_CLOSE, description);
    }

    private void connect(String name, @Nullable Arguments auth) {
        Namespace namespace = io.find(name);
        if (namespace == null && io.namespacesByName().parents().isEmpty()) {
            unknown(name);
        } else if (presence.full()) {
            broke("TOO_MANY_NAMESPACES", "too many namespaces");
        } else if (presence.resolves(name)) {
            outOfOrder();
        } else if (namespace != null && namespace.hold()) {
            join(namespace, auth);
        } else {
            presence.resolving(name);
            new Naming(this, io, name, auth).start();
        }
    }

    private void unknown(String name) {
        session.send(revision.refused(io.encoder(), name, "Invalid namespace", null));
    }

    /** The namespace of a name that was not there, held for this client; or null, if it is not to be. */
    void resolved(String name, @Nullable Arguments auth, @Nullable Namespace namespace) {
        if (!presence.resolved(name)) {
            if (namespace != null) {
                namespace.release();
            }
        } else if (namespace == null) {
            unknown(name);
        } else {
            join(namespace, auth);
        }
    }

    private void join(Namespace namespace, @Nullable Arguments auth) {
        Returning back = Returning.of(this, namespace, auth);
        if (back == null) {
            take(new Socket(this, namespace, auth, null));
        } else {
            presence.returning(back);
            back.start();
        }
    }

    /** What a client wanted to come back to has been looked up: whether the client is still here. */
    boolean returned(Returning back) {
        return presence.returned(back);
    }

    /** Lets the middlewares decide about a socket. */
    void take(Socket socket) {
        presence.add(socket);
        if (socket.passesMiddlewares()) {
            joined(socket);
        } else {
            new Joining(this, socket).start();
        }
    }

    /** A socket that was to go on cannot: its client gets a new one. */
    void anew(Socket socket) {
        if (socket.namespace().hold()) {
            presence.remove(socket);
            socket.refused(false);
            take(new Socket(this, socket.namespace(), socket.auth, null));
        }
    }

    boolean has(Socket socket) {
        return presence.has(socket);
    }

    /** The middlewares have let the socket in. */
    void joined(Socket socket) {
        RestoredSession session = socket.restored();
        if (!has(socket)) {
            return;
        }
        if (session == null) {
            entered(socket, socket::enter);
        } else {
            Returning.enter(this, socket, session);
        }
    }

    /** A socket enters its namespace. */
    void entered(Socket socket, Runnable enter) {
        inTime();
        presence.entered(socket.namespace().name());
        enter.run();
        if (!inBatch) {
            socket.mailbox().start();
        }
    }

    private void inTime() {
        Deadline deadline = connectDeadline;
        if (deadline != null) {
            deadline.cancel();
            connectDeadline = null;
        }
    }

    /** A middleware has refused the socket. */
    void refused(Socket socket, EncodedPacket error) {
        if (presence.remove(socket)) {
            socket.refused(false);
            io.monitor().socketRefused(socket);
            session.send(error);
        }
    }

    /** The socket has left its namespace. */
    void remove(Socket socket) {
        presence.left(socket);
    }

    /** Takes all sockets out of their namespaces and closes the connection. */
    void disconnect() {
        for (Socket socket : presence.sockets()) {
            if (socket.joined()) {
                session.send(io.encoder().disconnect(socket.namespace().name()));
                socket.exit(DisconnectReason.SERVER_NAMESPACE_DISCONNECT, "");
            }
        }
        close(DisconnectReason.FORCED_SERVER_CLOSE, "disconnected by the server");
    }

    void close(DisconnectReason reason, String description) {
        if (closed) {
            return;
        }
        log.debug("closing the connection of {}: {}", session.request().remoteAddress(), description);
        doubt.closing();
        end(reason, description);
        session.close(reason.closeReason(), description);
    }

    /** The client has come back over another connection: nothing will be heard of it over this one. */
    void superseded() {
        String description = "the client has come back over another connection";
        if (!closed) {
            log.debug("closing the connection of {}: {}", session.request().remoteAddress(), description);
            end(DisconnectReason.TRANSPORT_CLOSE, description);
        }
        session.discard(DisconnectReason.TRANSPORT_CLOSE.closeReason(), description);
    }

    private void end(DisconnectReason reason, String description) {
        closed = true;
        inTime();
        if (attachmentDeadline != null) {
            attachmentDeadline.cancel();
        }
        decoder.reset();
        List<Socket> all = presence.sockets();
        presence.end();
        for (Socket socket : all) {
            if (socket.joined()) {
                socket.exit(reason, description);
            } else if (socket.here()) {
                socket.refused(true);
            }
        }
    }

    /** Runs a task on the loop, behind those given before by the same thread; false if the loop has ended. Any thread. */
    boolean execute(Runnable task) {
        return loop().execute(task);
    }

    /** What an event to this client is refused with, where the calling loop is too far ahead of this one; or null. */
    @Nullable
    IllegalStateException refusal() {
        Ahead sender = loop().inLoop() ? null : io.backpressure().here();
        return sender == null || !sender.refuses(loop()) ? null : sender.refusal();
    }

    /** Hands a packet's task to the loop within the client's limits; false if it will not run. Any thread. */
    boolean handOver(EncodedPacket packet, Runnable task) {
        if (!admit(packet)) {
            return false;
        }
        Ahead sender = io.backpressure().here();
        if (sender != null) {
            sender.gives(loop(), packet.bytes());
        }
        boolean given = execute(() -> {
            if (sender != null) {
                sender.taken(loop(), packet.bytes());
            }
            arrived(packet);
            task.run();
        });
        if (!given && sender != null) {
            sender.taken(loop(), packet.bytes());
        }
        return given;
    }

    /**
     * Counts a packet that is about to be handed to the loop. A thread that is ahead of the loop waits for it; where
     * that cannot be, the client is closed as slow. Any thread.
     */
    boolean admit(EncodedPacket packet) {
        while (!slow) {
            if (!tooMuch(handed.add(packet.bytes()))) {
                return true;
            }
            handed.remove(packet.bytes());
            if (!io.backpressure().await(loop())) {
                slow = true;
                execute(() -> close(DisconnectReason.SLOW_CLIENT, "too much was sent at once"));
            }
        }
        return false;
    }

    private boolean tooMuch(long both) {
        return Tally.count(both) > 1
                && (Tally.count(both) > io.options().engine().maxQueuedPackets()
                        || Tally.bytes(both) > io.options().engine().maxQueuedBytes());
    }

    /** A packet counted by {@link #admit} is no longer on its way. Any thread. */
    void arrived(EncodedPacket packet) {
        handed.remove(packet.bytes());
    }

    /** How far the client's loop is ahead of others. */
    Ahead ahead() {
        return ahead;
    }

    /** How far this client's handlers are behind. Any thread. */
    Lag lag() {
        return lag;
    }

    /** Whether handlers are at work, or an answer is due in either direction. On the loop. */
    boolean busy() {
        return lag.busy() || owed.get() > 0;
    }

    /** The client awaits that many answers more, or less. Any thread. */
    void owes(int more) {
        owed.addAndGet(more);
    }
}
