package dev.madang.server;

import dev.madang.engine.Engine;
import dev.madang.engine.EngineOptions;
import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestGate;
import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.JacksonJson;
import dev.madang.protocol.Json;
import dev.madang.protocol.PacketEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
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

    private final Options options;
    private final PacketEncoder encoder;
    private final ConcurrentHashMap<String, Namespace> namespaces = new ConcurrentHashMap<>();
    private final List<ListenerProvider.Listener> listeners = new CopyOnWriteArrayList<>();
    private final RandomIds errorIds = new RandomIds();
    private final HandlerThreads handlers;
    private final Shutdown shutdown = new Shutdown(this);
    private final Backpressure backpressure = new Backpressure();
    private final Engine engine;
    private final Namespace main;

    private SocketIo(Options options) {
        this.options = options;
        this.encoder = new PacketEncoder(options.json());
        this.handlers = new HandlerThreads(options.handlers());
        this.main = of("/");
        this.engine = new Engine(options.engine(), session -> new Client(this, session));
    }

    /** A server with the defaults. */
    public static SocketIo create() {
        return builder().build();
    }

    /** A server with other options than the defaults. */
    public static Builder builder() {
        return new Builder();
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

    private static void uncaught(String source, Throwable failure) {
        log.error("{} failed", source, failure);
    }

    Options options() {
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

    /** The options of a server; each setter names what the option bounds. Not thread-safe. */
    public static final class Builder {
        private final EngineOptions.Builder engine =
                EngineOptions.builder().path("/socket.io").uncaughtHandler(SocketIo::uncaught);
        private Duration connectTimeout = Duration.ofSeconds(45);
        private Duration attachmentTimeout = Duration.ofSeconds(30);
        private Duration ackTimeout = Duration.ofSeconds(10);
        private Duration shutdownTimeout = Duration.ofSeconds(10);
        private int maxRooms = 1024;
        private int maxNamespaces = 32;
        private int maxPendingAcks = 1024;
        private int maxWaitingEvents = 256;
        private int maxWaitingBytes = 1024 * 1024;
        private DecoderLimits decoderLimits = DecoderLimits.DEFAULT;
        private HandlerMode handlers = HandlerMode.VIRTUAL_THREADS;
        private Json json = new JacksonJson();
        private AdapterFactory adapter = AdapterFactory.IN_MEMORY;
        private boolean serveClient = true;
        private Supplier<String> ids = new RandomIds();

        private Builder() {}

        /** Where clients connect; {@code /socket.io} by default. */
        public Builder path(String value) {
            engine.path(value);
            return this;
        }

        /** Whether requests must have a slash behind the path; yes by default. */
        public Builder addTrailingSlash(boolean value) {
            engine.addTrailingSlash(value);
            return this;
        }

        /** Who decides about handshakes beside the server's own rules; nobody by default. */
        public Builder allowRequest(RequestGate value) {
            engine.requestGate(value);
            return this;
        }

        /** Between a pong and the next ping; 25 s by default. */
        public Builder pingInterval(Duration value) {
            engine.pingInterval(value);
            return this;
        }

        /** How long a pong may take; 20 s by default. A client that is gone is noticed after both together. */
        public Builder pingTimeout(Duration value) {
            engine.pingTimeout(value);
            return this;
        }

        /** How long an upgrade may take; 10 s by default. */
        public Builder upgradeTimeout(Duration value) {
            engine.upgradeTimeout(value);
            return this;
        }

        /** How long a client may stay in no namespace after it connected; 45 s by default. */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /** How long the attachments of a packet may take; 30 s by default. */
        public Builder attachmentTimeout(Duration value) {
            attachmentTimeout = value;
            return this;
        }

        /** How long {@code emitWithAck} waits where no other timeout is given; 10 s by default. */
        public Builder ackTimeout(Duration value) {
            ackTimeout = value;
            return this;
        }

        /** How long a shutdown waits for handlers; 10 s by default. Then they are interrupted. */
        public Builder shutdownTimeout(Duration value) {
            shutdownTimeout = value;
            return this;
        }

        /** Bytes of one message from a client; 1,000,000 by default. The reference calls it maxHttpBufferSize. */
        public Builder maxPayload(int value) {
            engine.maxPayload(value);
            return this;
        }

        /** What clients may use: {@code polling}, {@code websocket}; both by default. */
        public Builder transports(String... values) {
            engine.transports(values);
            return this;
        }

        /** Whether a polling client may move to WebSocket; yes by default. */
        public Builder allowUpgrades(boolean value) {
            engine.allowUpgrades(value);
            return this;
        }

        /** Which pages may connect; those of the same host by default. */
        public Builder origins(OriginPolicy value) {
            engine.origins(value);
            return this;
        }

        /** Packets of one polling request; 4,096 by default. */
        public Builder maxPacketsPerPayload(int value) {
            engine.maxPacketsPerPayload(value);
            return this;
        }

        /** Bytes that may wait for one client before it is closed as slow; 1 MiB by default. */
        public Builder maxQueuedBytes(int value) {
            engine.maxQueuedBytes(value);
            return this;
        }

        /** Packets that may wait for one client before it is closed as slow; 1,024 by default. */
        public Builder maxQueuedPackets(int value) {
            engine.maxQueuedPackets(value);
            return this;
        }

        /** Rooms of one socket; 1,024 by default. A join beyond it fails. */
        public Builder maxRooms(int value) {
            maxRooms = value;
            return this;
        }

        /** Namespaces of one client; 32 by default. A client that asks for more is closed. */
        public Builder maxNamespaces(int value) {
            maxNamespaces = value;
            return this;
        }

        /** Answers that one socket may owe; 1,024 by default. A question beyond it fails. */
        public Builder maxPendingAcks(int value) {
            maxPendingAcks = value;
            return this;
        }

        /** Events of one socket that may wait for its handlers before reading pauses; 256 by default. */
        public Builder maxWaitingEvents(int value) {
            maxWaitingEvents = value;
            return this;
        }

        /** Bytes of one socket's events that may wait for its handlers before reading pauses; 1 MiB by default. */
        public Builder maxWaitingBytes(int value) {
            maxWaitingBytes = value;
            return this;
        }

        /** What one packet of a client may hold. */
        public Builder decoderLimits(DecoderLimits value) {
            decoderLimits = value;
            return this;
        }

        /** Which threads run handlers; virtual ones by default. */
        public Builder handlers(HandlerMode value) {
            handlers = value;
            return this;
        }

        /** What reads and writes JSON; Jackson by default. */
        public Builder json(Json value) {
            json = value;
            return this;
        }

        /** What carries broadcasts to other nodes; nothing by default. */
        public Builder adapter(AdapterFactory value) {
            adapter = value;
            return this;
        }

        /** Whether the browser's client is served under the path; yes by default. */
        public Builder serveClient(boolean value) {
            serveClient = value;
            return this;
        }

        Builder ids(Supplier<String> value) {
            ids = value;
            return this;
        }

        /**
         * The server.
         *
         * @throws IllegalArgumentException naming the option that is out of range
         */
        public SocketIo build() {
            positive("connectTimeout", connectTimeout);
            positive("attachmentTimeout", attachmentTimeout);
            positive("ackTimeout", ackTimeout);
            positive("shutdownTimeout", shutdownTimeout);
            atLeastOne("maxRooms", maxRooms);
            atLeastOne("maxNamespaces", maxNamespaces);
            atLeastOne("maxPendingAcks", maxPendingAcks);
            atLeastOne("maxWaitingEvents", maxWaitingEvents);
            atLeastOne("maxWaitingBytes", maxWaitingBytes);
            return new SocketIo(new Options(
                    engine.build(),
                    connectTimeout,
                    attachmentTimeout,
                    ackTimeout,
                    shutdownTimeout,
                    maxRooms,
                    maxNamespaces,
                    decoderLimits.nameBytes(),
                    maxPendingAcks,
                    maxWaitingEvents,
                    maxWaitingBytes,
                    decoderLimits,
                    handlers,
                    json,
                    adapter,
                    serveClient,
                    ids));
        }

        private static void positive(String name, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(name + " must be longer than zero, not " + value);
            }
        }

        private static void atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
        }
    }
}
