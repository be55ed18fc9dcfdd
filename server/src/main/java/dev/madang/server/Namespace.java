package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.protocol.Arguments;
import dev.madang.protocol.PacketEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A part of a server with its own middlewares, handlers, sockets and rooms, which clients join by name over their one
 * connection (Socket.IO protocol 5, "Connection to a namespace"). Any thread.
 */
public final class Namespace implements Broadcaster, EventTarget<Namespace> {
    /*
     * A broadcast goes to every loop that ever had a socket of this namespace: which of them have members of a room is
     * known to the loops only. The room of one socket's id goes to that socket's loop alone, unless somebody has
     * joined a room of the same name ("aliases").
     */
    private static final int GONE = -1;

    private final SocketIo io;
    private final String name;
    private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
    private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
    private final ConcurrentHashMap<String, Socket> sockets = new ConcurrentHashMap<>();
    private final AtomicLong ackIds = new AtomicLong();
    private final BroadcastOperator everyone = new BroadcastOperator(this, BroadcastTarget.ALL, null);
    private final ConcurrentHashMap<Loop, Shard> shardOfLoop = new ConcurrentHashMap<>();
    private volatile Shard[] shards = {};
    private volatile boolean aliases;
    private final ServerEvents serverEvents = new ServerEvents(this);
    private final InOrder events;
    private final RoomEvents roomEvents;
    private final @Nullable ParentNamespace parent;
    private volatile boolean fleeting;
    private final AtomicInteger users = new AtomicInteger();
    private final InMemoryAdapter local;
    private final Adapter adapter;
    private final ConcurrentHashMap<String, Socket> socketOfPid = new ConcurrentHashMap<>();
    private @Nullable CompletableFuture<Void> closed;

    /** A namespace; {@code byClient} if it came to be because a client asked for it. */
    Namespace(SocketIo io, String name, @Nullable ParentNamespace parent, boolean byClient) {
        this.io = io;
        this.name = name;
        this.parent = parent;
        this.fleeting = byClient && io.options().cleanupEmptyChildNamespaces();
        this.events = new InOrder(io.handlers());
        this.roomEvents = new RoomEvents(this, events);
        this.local = new InMemoryAdapter(this);
        this.adapter = io.options().adapter().create(this, local);
        if (options().connectionStateRecovery() != null && !adapter.supportsRecovery()) {
            close();
            throw new IllegalStateException("connectionStateRecovery is on, but the adapter "
                    + adapter.getClass().getName() + " keeps no sessions and events (see Adapter.supportsRecovery)");
        }
    }

    /** The name, with its leading slash. */
    public String name() {
        return name;
    }

    /** The server. */
    public SocketIo io() {
        return io;
    }

    /** Adds a middleware behind those that are there. */
    public Namespace use(Middleware middleware) {
        middlewares.add(middleware);
        return this;
    }

    /** Adds a handler that gets each socket which joins. */
    public Namespace onConnection(ConnectionHandler handler) {
        connectionHandlers.add(handler);
        return this;
    }

    /** The sockets of this process that have joined: a live view, which never changes under an iteration's feet. */
    public Collection<Socket> sockets() {
        return Collections.unmodifiableCollection(sockets.values());
    }

    /** The socket with that id, if it is connected to this process, or null. */
    public @Nullable Socket socket(String id) {
        return sockets.get(id);
    }

    /** The rooms of this process with the ids of their sockets, each socket's own id among them: a snapshot. */
    public Map<String, Set<String>> rooms() {
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        for (Socket socket : sockets.values()) {
            for (String room : socket.rooms()) {
                rooms.computeIfAbsent(room, unused -> new LinkedHashSet<>()).add(socket.id());
            }
        }
        return rooms;
    }

    /**
     * Encodes an event once, to be sent any number of times.
     *
     * @throws IllegalArgumentException if the name is reserved or an argument has no JSON form
     */
    public PreparedEvent prepare(String event, @Nullable Object... arguments) {
        EventNames.check(event);
        return new PreparedEvent(name, event, encoder().event(name, -1, event, Arrays.asList(arguments)));
    }

    @Override
    public BroadcastOperator everyone() {
        return everyone;
    }

    /** Tells a listener of the rooms of this process from now on. */
    public Namespace onRoom(RoomListener listener) {
        roomEvents.add(listener);
        return this;
    }

    /** Handles an event that other servers send with {@link #serverSideEmit}. */
    @Override
    public Namespace on(String event, EventHandler handler) {
        serverEvents.add(event, handler, false, false);
        return this;
    }

    @Override
    public Namespace once(String event, EventHandler handler) {
        serverEvents.add(event, handler, true, false);
        return this;
    }

    @Override
    public Namespace off(String event) {
        serverEvents.handlers().remove(event);
        return this;
    }

    @Override
    public Namespace off(String event, Object handler) {
        serverEvents.handlers().remove(event, handler);
        return this;
    }

    @Override
    public Namespace prepend(String event, EventHandler handler) {
        serverEvents.add(event, handler, false, true);
        return this;
    }

    @Override
    public Namespace prependOnce(String event, EventHandler handler) {
        serverEvents.add(event, handler, true, true);
        return this;
    }

    @Override
    public List<Object> listeners(String event) {
        return serverEvents.handlers().of(event);
    }

    /**
     * Sends an event to the namespace of this name on all other servers of the cluster, where {@link #on} handles it;
     * never to this one, and to no client.
     *
     * @throws IllegalArgumentException if the name is {@code connect}, {@code connection} or {@code new_namespace}
     */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        ServerEvents.check(event);
        adapter.serverSideEmit(event, Collections.unmodifiableList(Arrays.asList(arguments)));
    }

    /**
     * As {@link #serverSideEmit}, and gathers the answers, one of each other server.
     *
     * @return empty if there is no other server; exceptionally a {@link MissingServersException}, with the answers of
     *     the others, if one does not answer in time
     * @throws IllegalArgumentException if the name is {@code connect}, {@code connection} or {@code new_namespace}
     */
    public CompletableFuture<List<Arguments>> serverSideEmitWithAck(
            Duration timeout, String event, @Nullable Object... arguments) {
        ServerEvents.check(event);
        return adapter.serverSideEmitWithAck(
                        EventNames.positive(timeout), event, Collections.unmodifiableList(Arrays.asList(arguments)))
                .thenCompose(gathered -> gathered.missing().isEmpty()
                        ? CompletableFuture.completedFuture(gathered.answers())
                        : CompletableFuture.failedFuture(
                                new MissingServersException(List.of(), gathered.answers(), gathered.missing())));
    }

    /** How many servers of the cluster serve this namespace, this one included. */
    public CompletableFuture<Integer> serverCount() {
        return adapter.serverCount();
    }

    /**
     * For adapters: another server has sent an event with {@link #serverSideEmit}. Its handlers run on handler threads,
     * one event after the other, in the order of these calls.
     *
     * @param ack carries the answer back, if one was asked for
     */
    public void received(String event, Arguments arguments, Ack ack) {
        Arguments owned = arguments.owned();
        events.add(() -> serverEvents.dispatch(event, owned, ack));
    }

    Adapter adapter() {
        return adapter;
    }

    /** The in-memory adapter, if it is the one that keeps sessions and events; or null. */
    @Nullable
    InMemoryAdapter keeper() {
        return adapter == local && local.recovery() != null ? local : null;
    }

    /** The recoverable socket of this process with that private id, or null. */
    @Nullable
    Socket ofPid(String pid) {
        return socketOfPid.get(pid);
    }

    SocketIoOptions options() {
        return io.options();
    }

    PacketEncoder encoder() {
        return io.encoder();
    }

    List<Middleware> middlewares() {
        return middlewares;
    }

    List<ConnectionHandler> connectionHandlers() {
        return connectionHandlers;
    }

    /** The part of this namespace on that loop, made when the first socket comes. */
    Shard shard(Loop loop) {
        Shard shard = shardOfLoop.get(loop);
        return shard != null ? shard : shardOfLoop.computeIfAbsent(loop, this::newShard);
    }

    private synchronized Shard newShard(Loop loop) {
        Shard shard = new Shard(this, loop);
        Shard[] more = Arrays.copyOf(shards, shards.length + 1);
        more[more.length - 1] = shard;
        local.added(shard, () -> shards = more);
        return shard;
    }

    /** Where sockets of the target may be. */
    List<Shard> shards(BroadcastTarget target) {
        if (target.rooms().size() == 1 && !aliases) {
            Socket socket = sockets.get(target.rooms().iterator().next());
            if (socket != null) {
                return List.of(socket.shard());
            }
        }
        return Arrays.asList(shards);
    }

    /*
     * A socket that comes back may find its id taken for a room's name. Joining counts the room and then looks for the
     * socket; coming back enters the socket and then looks for the room: so one of the two sees the other.
     */

    /** A room of that name is about to be joined, or has been. */
    void named(String room) {
        if (sockets.containsKey(room)) {
            aliases = true;
        }
    }

    void add(Socket socket) {
        roomEvents.added(socket, () -> sockets.put(socket.id(), socket));
        if (roomEvents.known(socket.id())) {
            aliases = true;
        }
        socket.shard().add(socket);
        Standing standing = socket.standing();
        if (standing != null) {
            socketOfPid.put(standing.pid, socket);
        }
    }

    void remove(Socket socket) {
        roomEvents.removed(socket, () -> sockets.remove(socket.id(), socket));
        socket.shard().remove(socket);
    }

    /** A recoverable socket has left, and is kept if it can come back. */
    void forget(String pid, Socket socket) {
        socketOfPid.remove(pid, socket);
    }

    RoomEvents roomEvents() {
        return roomEvents;
    }

    @Nullable
    ParentNamespace parent() {
        return parent;
    }

    /*
     * "users" counts the sockets that have joined, are joining, or will in a moment; it matters only where an empty
     * namespace is unmade, and is GONE for good when it has been, or where it has kept events that nobody will miss.
     */

    /** Counts one more user; false if the namespace has been unmade. */
    boolean hold() {
        if (!fleeting && local.recovery() == null) {
            return true;
        }
        int now = users.get();
        while (now != GONE && !users.compareAndSet(now, now + 1)) {
            now = users.get();
        }
        return now != GONE;
    }

    /** Counts one user less. */
    void release() {
        if ((fleeting || local.recovery() != null) && users.decrementAndGet() == 0) {
            mayBeUnused();
        }
    }

    /** Nobody uses this namespace at this moment, or it looks so: what is there for nobody goes. */
    void mayBeUnused() {
        InMemoryRecovery kept = local.recovery();
        boolean awaited = kept != null && kept.forgetUnlessUsed();
        if (fleeting && !awaited && !used()) {
            io.namespacesByName().unused(this);
        }
    }

    /** Whether there are users; of a namespace that counts them. */
    boolean used() {
        return users.get() > 0;
    }

    /** Ends the use of this namespace for all, if nobody uses it or can come back. Under the lock of {@link Namespaces}. */
    boolean leave() {
        InMemoryRecovery kept = local.recovery();
        return fleeting && (kept == null ? end() : kept.unlessKept(this::end));
    }

    private boolean end() {
        return users.compareAndSet(0, GONE);
    }

    /** Whether this namespace goes when nobody uses it. */
    boolean fleeting() {
        return fleeting;
    }

    /** Code has named this namespace, so it stays. Under the lock of {@link Namespaces}. */
    void stay() {
        fleeting = false;
    }

    /** Closes the adapter, once. */
    synchronized CompletableFuture<Void> close() {
        CompletableFuture<Void> running = closed;
        if (running == null) {
            running = closeAdapter();
            closed = running;
        }
        return running;
    }

    private CompletableFuture<Void> closeAdapter() {
        try {
            return adapter.close();
        } catch (Throwable thrown) {
            return CompletableFuture.failedFuture(thrown);
        } finally {
            local.close();
        }
    }

    long nextAckId() {
        return ackIds.getAndIncrement();
    }

    void check(PreparedEvent event) {
        if (!event.namespace().equals(name)) {
            throw new IllegalArgumentException(
                    "the event was prepared for namespace " + event.namespace() + ", not for " + name);
        }
    }
}
