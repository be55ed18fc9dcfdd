package dev.madang.server;

import dev.madang.engine.Engine;
import dev.madang.protocol.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final ConcurrentHashMap<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final List<ListenerProvider.Listener> listeners = new CopyOnWriteArrayList<>();
    private final RandomIds errorIds = new RandomIds();
    private final ThrottledLog throttled = new ThrottledLog(log);
    private final Monitors monitor;
    private final HandlerThreads handlers;
    private final Shutdown shutdown = new Shutdown(this);
    private final Backpressure backpressure = new Backpressure();
    private final Engine engine;
    private final Namespace main;

    private SocketIo(SocketIoOptions options) {
        this.options = options;
        this.encoder = options.parser().encoder();
        this.monitor = new Monitors(options.monitors(), throttled);
        this.handlers = new HandlerThreads(options.handlers());
        this.main = of("/");
        this.engine = new Engine(options.engine(), session -> new Client(this, session));
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
     * The namespace of that name, made when it is first named: clients may join it from then on. The empty name is the
     * main namespace, and a missing leading slash is added.
     */
    public Namespace of(String name) {
        String full = name.startsWith("/") ? name : "/" + name;
        if (full.indexOf(',') >= 0 || full.getBytes(StandardCharsets.UTF_8).length > options.maxNameBytes()) {
            throw new IllegalArgumentException(
                    "a namespace's name has no comma and at most " + options.maxNameBytes() + " bytes: " + name);
        }
        return namespaces.computeIfAbsent(full, key -> new Namespace(this, key));
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
        return listen(ListenOptions.port(port).withServeClient(options.serveClient()));
    }

    /** Listens on a port of one address; see {@link #listen(int)}. */
    public ListenerProvider.Listener listen(String host, int port) {
        return listen(ListenOptions.at(host, port).withServeClient(options.serveClient()));
    }

    /** Listens as the options say; see {@link #listen(int)}. */
    public ListenerProvider.Listener listen(ListenOptions listen) {
        ListenerProvider provider = ServiceLoader.load(ListenerProvider.class)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("no listener on the class path: add dev.madang:madang-netty"));
        shutdown.checkOpen();
        ListenerProvider.Listener listener = provider.listen(engine, listen);
        listeners.add(listener);
        return listener;
    }

    /** The engine, for an HTTP server that this library did not start. */
    public Engine engine() {
        return engine;
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

    SocketIoOptions options() {
        return options;
    }

    HandlerThreads handlers() {
        return handlers;
    }

    Collection<Namespace> namespaces() {
        return namespaces.values();
    }

    List<ListenerProvider.Listener> listeners() {
        return listeners;
    }

    /** The namespace that a client asks for, or null: it must have been named before. */
    @Nullable
    Namespace find(String name) {
        return namespaces.get(name);
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
