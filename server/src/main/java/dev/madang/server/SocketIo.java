package dev.madang.server;

import dev.madang.engine.Engine;
import dev.madang.protocol.Arguments;
import dev.madang.protocol.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * A Socket.IO server. Any thread.
 *
 * <p>What it sends as a {@link Broadcaster}, its middlewares and its connection handlers are those of the main
 * namespace {@code /}.
 */
public final class SocketIo implements Broadcaster, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SocketIo.class);

    private final SocketIoOptions options;
    private final PacketEncoder encoder;
    private final Namespaces namespaces = new Namespaces(this);
    private final RandomIds errorIds = new RandomIds();
    private final ThrottledLog throttled = new ThrottledLog(log);
    private final Monitors monitor;
    private final HandlerThreads handlers;
    private final Shutdown shutdown = new Shutdown(this);
    private final Backpressure backpressure;
    private final Engine engine;
    private final Namespace main;

    private SocketIo(SocketIoOptions options) {
        this.options = options;
        this.encoder = options.parser().encoder();
        this.monitor = new Monitors(options.monitors(), throttled);
        this.backpressure = new Backpressure(options);
        this.handlers = new HandlerThreads(options.handlers(), backpressure);
        this.main = of("/");
        this.engine = new Engine(options.engine(), session -> new Client(this, session).opened());
    }

    /** A server with the defaults. */
    public static SocketIo create() {
        return builder().build();
    }

    /** A server with these options. */
    public static SocketIo create(SocketIoOptions options) {
        return new SocketIo(options);
    }

    /** A server with other options than the defaults: {@code SocketIo.builder()….build()}. */
    public static SocketIoOptions.Builder builder() {
        return SocketIoOptions.builder();
    }

    /**
     * The namespace of that name, made when it is first named: clients may join it from then on. One that a client has
     * brought about stays from then on ({@link SocketIoOptions.Builder#cleanupEmptyChildNamespaces}). The empty name is
     * the main namespace, and a missing leading slash is added.
     *
     * @throws IllegalStateException if there is none of that name and the server is closed: its adapters are, when the
     *     disconnect handlers have returned, and no other is made from then on
     */
    public Namespace of(String name) {
        String full = name.startsWith("/") ? name : "/" + name;
        if (full.indexOf(',') >= 0 || full.getBytes(StandardCharsets.UTF_8).length > options.maxNameBytes()) {
            throw new IllegalArgumentException(
                    "a namespace's name has no comma and at most " + options.maxNameBytes() + " bytes: " + name);
        }
        return namespaces.of(full);
    }

    /**
     * Makes each namespace in whose name the pattern is found when a client first asks for it, or {@link #of(String)}
     * does. The pattern is searched for, so it begins with {@code ^} and ends with {@code $} where the whole name is
     * meant. Names are as short as the decoder's limit, and a match that backtracks excessively counts as none: no
     * client can make a pattern run for long.
     *
     * <p>Parents are asked in the order in which they were made. A namespace that clients have brought about stays, or
     * goes when it is empty: see {@link SocketIoOptions.Builder#cleanupEmptyChildNamespaces}.
     */
    public ParentNamespace of(Pattern pattern) {
        return namespaces.add(new NamePattern(pattern, throttled));
    }

    /**
     * Makes each namespace for whose name, and the client's {@code auth}, the function says yes when a client asks for
     * it. The function is called on a handler thread.
     *
     * <p>As in the reference, it is asked while there is no namespace of that name. Who comes later joins the one
     * that is there and is not asked about: who may come in is for the middlewares to say, which {@link
     * ParentNamespace#use} gives to all children.
     */
    public ParentNamespace of(BiPredicate<String, JsonNode> allows) {
        return namespaces.add((name, auth, answer) -> answer.accept(allows.test(name, auth)));
    }

    /** As {@link #of(BiPredicate)}, for a function that answers later. */
    public ParentNamespace of(NamespaceGate gate) {
        return namespaces.add(gate);
    }

    /**
     * Adds a listener that gets each namespace when it is made, before any client can join it; {@code /} is there
     * already. On the thread that makes the namespace: of a dynamic one, a handler thread. Until all listeners have
     * returned no other namespace is made; one that throws prevents this one.
     */
    public SocketIo onNewNamespace(Consumer<Namespace> listener) {
        namespaces.onNew(listener);
        return this;
    }

    /**
     * Handles an event that another server sends with {@link #serverSideEmit}; other methods for such events are those
     * of {@code of("/")}.
     */
    public SocketIo on(String event, EventHandler handler) {
        main.on(event, handler);
        return this;
    }

    /** Sends an event to the main namespace of all other servers; see {@link Namespace#serverSideEmit}. */
    public void serverSideEmit(String event, @Nullable Object... arguments) {
        main.serverSideEmit(event, arguments);
    }

    /** As {@link #serverSideEmit}, and gathers the answers; see {@link Namespace#serverSideEmitWithAck}. */
    public CompletableFuture<List<Arguments>> serverSideEmitWithAck(
            Duration timeout, String event, @Nullable Object... arguments) {
        return main.serverSideEmitWithAck(timeout, event, arguments);
    }

    /** Adds a middleware to the main namespace. */
    public Namespace use(Middleware middleware) {
        return main.use(middleware);
    }

    /** Adds a handler that gets each socket which joins the main namespace. */
    public Namespace onConnection(ConnectionHandler handler) {
        return main.onConnection(handler);
    }

    @Override
    public BroadcastOperator everyone() {
        return main.everyone();
    }

    /**
     * Listens on a port of all addresses; 0 takes a free one.
     *
     * @throws java.io.UncheckedIOException if the port cannot be bound
     * @throws IllegalStateException if no {@link ListenerProvider} is there, or the server is closed
     */
    public ListenerProvider.Listener listen(int port) {
        return listen(ListenOptions.port(port));
    }

    /** Listens on a port of one address; see {@link #listen(int)}. */
    public ListenerProvider.Listener listen(String host, int port) {
        return listen(ListenOptions.at(host, port));
    }

    /**
     * Listens as the options say; see {@link #listen(int)}. The client bundles are served if both these and the server's
     * own options want it.
     */
    public ListenerProvider.Listener listen(ListenOptions listen) {
        ListenerProvider provider = ServiceLoader.load(ListenerProvider.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no listener on the class path: add dev.madang:madang-netty"));
        ListenOptions both = listen.withServeClient(listen.serveClient() && options.serveClient());
        return shutdown.open(() -> provider.listen(engine, both));
    }

    /** The engine, for an HTTP server that this library did not start. */
    public Engine engine() {
        return engine;
    }

    /**
     * Whether the server takes new clients: the answer to a load balancer's question. No longer, once {@link #drain} or
     * {@link #shutdown} has begun.
     */
    public boolean ready() {
        return !engine.retired();
    }

    /**
     * Takes leave of all clients, then shuts down. From now on new clients are refused with 503 and {@code Retry-After},
     * and {@link #ready} says no. The connections are closed one after the other, evenly spread over the time given,
     * each when its handlers and acks are done, for which it is given 5 s at most. Stock clients come back by
     * themselves: to another server, or to this one's successor.
     *
     * @param spread how long the farewell takes, a year at most; zero tells all at once. {@link #shutdown} cuts it
     *     short.
     * @return complete when nothing of this server is left; 6 s after that time the shutdown begins in any case, also
     *     if event loops have ended that were to tell their clients
     * @throws IllegalArgumentException if the time is negative or too long; then nothing has changed
     */
    public CompletableFuture<Void> drain(Duration spread) {
        return shutdown.drain(spread);
    }

    /**
     * Closes all sessions in order, waits for the disconnect handlers (for {@code shutdownTimeout} at most), closes
     * the listeners and ends the threads.
     *
     * @return complete when nothing of this server is left
     */
    public CompletableFuture<Void> shutdown() {
        return shutdown.start();
    }

    /** Complete when nothing of this server is left, whoever shut it down: for what lives as long as the server. */
    public CompletableFuture<Void> closed() {
        return shutdown.complete();
    }

    /** Shuts down and waits for it. Not to be called by an event loop or a handler, for which it would wait. */
    @Override
    public void close() {
        shutdown().join();
    }

    /** What this server holds now; for gauges, O(sockets). Completed by one of the loops, or by the caller. */
    public CompletableFuture<Load> load() {
        return Load.of(this);
    }

    /** Who watches. */
    Monitors monitor() {
        return monitor;
    }

    /** Where failures of user code are told, one line per reason and second. */
    ThrottledLog log() {
        return throttled;
    }

    /** The options. */
    public SocketIoOptions options() {
        return options;
    }

    HandlerThreads handlers() {
        return handlers;
    }

    /** The namespaces there are, children of parents among them: a live view, which never changes under an iteration's feet. */
    public Collection<Namespace> namespaces() {
        return Collections.unmodifiableCollection(namespaces.all());
    }

    /** The namespace that a client asks for, or null: it must have been named before. */
    @Nullable
    Namespace find(String name) {
        return namespaces.find(name);
    }

    Namespaces namespacesByName() {
        return namespaces;
    }

    Backpressure backpressure() {
        return backpressure;
    }

    /** A socket's handlers have begun. */
    void began() {
        shutdown.began();
    }

    /** The last handler of a socket has ended. */
    void ended() {
        shutdown.ended();
    }

    /** What connects an answer that tells nothing with the log that tells all. */
    String newErrorId() {
        return errorIds.get().substring(0, 10);
    }

    PacketEncoder encoder() {
        return encoder;
    }
}
