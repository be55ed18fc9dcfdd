package dev.madang.server;

import dev.madang.engine.EngineOptions;
import dev.madang.engine.EngineSettings;
import dev.madang.protocol.DecoderLimits;
import dev.madang.protocol.Json;
import dev.madang.protocol.JsonParser;
import dev.madang.protocol.Parser;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The options of a server: immutable, made by {@link #builder()}, which documents each. */
public final class SocketIoOptions {
    private final Builder values;
    private final EngineOptions engine;
    private final Parser parser;

    private SocketIoOptions(Builder builder) {
        this.values = new Builder(builder);
        this.engine = values.engine();
        this.parser = values.parser();
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these options, to change some of them. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** The options of the layer below: transports, heartbeat, sizes, origins. */
    public EngineOptions engine() {
        return engine;
    }

    /** How long a client may stay in no namespace after it connected. */
    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    /** How long the attachments of a packet may take. */
    public Duration attachmentTimeout() {
        return values.attachmentTimeout;
    }

    /** How long {@code emitWithAck} waits where no other timeout is given. */
    public Duration ackTimeout() {
        return values.ackTimeout;
    }

    /** How long a shutdown waits for handlers. */
    public Duration shutdownTimeout() {
        return values.shutdownTimeout;
    }

    /** Rooms of one socket. */
    public int maxRooms() {
        return values.maxRooms;
    }

    /** Namespaces of one client. */
    public int maxNamespaces() {
        return values.maxNamespaces;
    }

    /** Namespaces that clients bring about by asking for them. */
    public int maxDynamicNamespaces() {
        return values.maxDynamicNamespaces;
    }

    /** Whether a namespace that a client brought about goes when it is empty. */
    public boolean cleanupEmptyChildNamespaces() {
        return values.cleanupEmptyChildNamespaces;
    }

    /** Answers that one socket may owe. */
    public int maxPendingAcks() {
        return values.maxPendingAcks;
    }

    /** Events of one client that may wait for its handlers before reading pauses. */
    public int maxWaitingEvents() {
        return values.maxWaitingEvents;
    }

    /** Bytes of one client's events that may wait for its handlers before reading pauses. */
    public int maxWaitingBytes() {
        return values.maxWaitingBytes;
    }

    /** What one packet of a client may hold. */
    public DecoderLimits decoderLimits() {
        return values.decoderLimits;
    }

    /** Which threads run handlers. */
    public HandlerMode handlers() {
        return values.handlers;
    }

    /** What turns packets into messages and back. */
    public Parser parser() {
        return parser;
    }

    /** What carries broadcasts to other nodes. */
    public AdapterFactory adapter() {
        return values.adapter;
    }

    /** Who watches what happens. */
    public List<Monitor> monitors() {
        return values.monitors;
    }

    /** How lost sockets are recovered, or null if they are not. */
    public @Nullable ConnectionStateRecovery connectionStateRecovery() {
        return values.connectionStateRecovery;
    }

    /** Whether the browser's client is served under the path. */
    public boolean serveClient() {
        return values.serveClient;
    }

    /** Bytes of a name of a room or a namespace. */
    int maxNameBytes() {
        return values.decoderLimits.nameBytes();
    }

    Supplier<String> ids() {
        return values.ids;
    }

    /**
     * Collects options. Each method says what its option bounds. None that is added here takes zero: a time is longer,
     * a year at most, and a count is at least 1. Not thread-safe.
     */
    public static final class Builder extends EngineSettings<Builder> {
        private Duration connectTimeout = Duration.ofSeconds(45);
        private Duration attachmentTimeout = Duration.ofSeconds(30);
        private Duration ackTimeout = Duration.ofSeconds(10);
        private Duration shutdownTimeout = Duration.ofSeconds(10);
        private int maxRooms = 1024;
        private int maxNamespaces = 32;
        private int maxDynamicNamespaces = 10_000;
        private boolean cleanupEmptyChildNamespaces;
        private int maxPendingAcks = 1024;
        private int maxWaitingEvents = 256;
        private int maxWaitingBytes = 1024 * 1024;
        private DecoderLimits decoderLimits = DecoderLimits.DEFAULT;
        private HandlerMode handlers = HandlerMode.VIRTUAL_THREADS;
        private @Nullable Json json;
        private @Nullable Parser parser;
        private AdapterFactory adapter = AdapterFactory.IN_MEMORY;
        private @Nullable ConnectionStateRecovery connectionStateRecovery;
        private boolean serveClient = true;
        private Supplier<String> ids = new RandomIds();
        private List<Monitor> monitors = List.of();

        private Builder() {
            ThrottledLog log = new ThrottledLog(LoggerFactory.getLogger(SocketIo.class));
            path("/socket.io").uncaughtHandler((source, failure) -> log.error(source, source + " failed", failure));
        }

        private Builder(Builder other) {
            copyOf(other);
            this.connectTimeout = other.connectTimeout;
            this.attachmentTimeout = other.attachmentTimeout;
            this.ackTimeout = other.ackTimeout;
            this.shutdownTimeout = other.shutdownTimeout;
            this.maxRooms = other.maxRooms;
            this.maxNamespaces = other.maxNamespaces;
            this.maxDynamicNamespaces = other.maxDynamicNamespaces;
            this.cleanupEmptyChildNamespaces = other.cleanupEmptyChildNamespaces;
            this.maxPendingAcks = other.maxPendingAcks;
            this.maxWaitingEvents = other.maxWaitingEvents;
            this.maxWaitingBytes = other.maxWaitingBytes;
            this.decoderLimits = other.decoderLimits;
            this.handlers = other.handlers;
            this.json = other.json;
            this.parser = other.parser;
            this.adapter = other.adapter;
            this.connectionStateRecovery = other.connectionStateRecovery;
            this.serveClient = other.serveClient;
            this.ids = other.ids;
            this.monitors = other.monitors;
        }

        @Override
        protected Builder self() {
            return this;
        }

        private EngineOptions engine() {
            return engineOptions();
        }

        /**
         * How long a client may stay in no namespace after it connected; 45 s by default. Bounds connections held by
         * clients that never say what they want: then they are closed.
         */
        public Builder connectTimeout(Duration value) {
            connectTimeout = value;
            return this;
        }

        /**
         * How long the attachments of a packet may take; 30 s by default. Bounds how long a part of a packet is kept:
         * then its client is closed.
         */
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

        /**
         * Namespaces that clients bring about by asking for them, where a parent namespace allows it; 10,000 by default.
         * A client that asks for one more hears that the namespace is invalid. It bounds what peers can make the server
         * remember; namespaces that code has named do not count.
         */
        public Builder maxDynamicNamespaces(int value) {
            maxDynamicNamespaces = value;
            return this;
        }

        /**
         * Whether a namespace that a client brought about goes when its last socket has left, or was refused, and
         * none can be recovered; no by default. A namespace that {@code of(name)} made or named stays in any case, with
         * what was added to it.
         */
        public Builder cleanupEmptyChildNamespaces(boolean value) {
            cleanupEmptyChildNamespaces = value;
            return this;
        }

        /** Answers that one socket may owe; 1,024 by default. A question beyond it fails. */
        public Builder maxPendingAcks(int value) {
            maxPendingAcks = value;
            return this;
        }

        /**
         * Events of one client, in all of its namespaces together, that may wait for handlers before reading pauses; 256
         * by default.
         */
        public Builder maxWaitingEvents(int value) {
            maxWaitingEvents = value;
            return this;
        }

        /**
         * Bytes of one client's events, in all of its namespaces together, that may wait for handlers before reading
         * pauses; 1 MiB by default.
         */
        public Builder maxWaitingBytes(int value) {
            maxWaitingBytes = value;
            return this;
        }

        /**
         * What one packet of a client may hold; {@link DecoderLimits#DEFAULT} by default. A packet beyond it is a parse
         * error, which ends its client.
         */
        public Builder decoderLimits(DecoderLimits value) {
            decoderLimits = value;
            return this;
        }

        /** Which threads run handlers; virtual ones by default. */
        public Builder handlers(HandlerMode value) {
            handlers = value;
            return this;
        }

        /**
         * What reads and writes the JSON of the default parser; Jackson by default. Not together with {@link
         * #parser}, which brings its own.
         */
        public Builder json(Json value) {
            json = value;
            return this;
        }

        /**
         * What turns packets into messages and back: {@link JsonParser} by default, or one that all of the clients
         * name in their {@code parser} option.
         */
        public Builder parser(Parser value) {
            parser = value;
            return this;
        }

        /** What carries broadcasts to other nodes; nothing by default. */
        public Builder adapter(AdapterFactory value) {
            adapter = value;
            return this;
        }

        /**
         * Gives sockets whose connection broke back to their clients; off by default. Every event that is kept then
         * carries its offset, a string, as one more last argument: all but volatile and local ones and those that ask
         * for an answer. The adapter must be able to keep sessions and events, or no server can be made.
         */
        public Builder connectionStateRecovery(ConnectionStateRecovery value) {
            connectionStateRecovery = value;
            return this;
        }

        /** As {@link #connectionStateRecovery(ConnectionStateRecovery)}, with the default bounds. */
        public Builder connectionStateRecovery(Duration maxDisconnectionDuration, boolean skipMiddlewares) {
            return connectionStateRecovery(ConnectionStateRecovery.DEFAULT
                    .withMaxDisconnectionDuration(maxDisconnectionDuration)
                    .withSkipMiddlewares(skipMiddlewares));
        }

        /** Whether the browser's client is served under the path; yes by default. */
        public Builder serveClient(boolean value) {
            serveClient = value;
            return this;
        }

        /**
         * Who else watches what happens, behind those given before; nobody by default, which costs nothing. See {@link
         * Monitor} for what is told.
         */
        public Builder monitor(Monitor... more) {
            super.monitor(more);
            monitors = Stream.concat(monitors.stream(), Arrays.stream(more)).toList();
            return this;
        }

        Builder ids(Supplier<String> value) {
            ids = value;
            return this;
        }

        /**
         * The options, to make servers of with {@link SocketIo#create(SocketIoOptions)}.
         *
         * @throws IllegalArgumentException naming the option that is out of range
         */
        public SocketIoOptions options() {
            positive("connectTimeout", connectTimeout);
            positive("attachmentTimeout", attachmentTimeout);
            positive("ackTimeout", ackTimeout);
            positive("shutdownTimeout", shutdownTimeout);
            atLeastOne("maxRooms", maxRooms);
            atLeastOne("maxNamespaces", maxNamespaces);
            atLeastOne("maxDynamicNamespaces", maxDynamicNamespaces);
            atLeastOne("maxPendingAcks", maxPendingAcks);
            atLeastOne("maxWaitingEvents", maxWaitingEvents);
            atLeastOne("maxWaitingBytes", maxWaitingBytes);
            if (json != null && parser != null) {
                throw new IllegalArgumentException("json is an option of the default parser; a parser brings its own");
            }
            return new SocketIoOptions(this);
        }

        /**
         * A server with these options.
         *
         * @throws IllegalArgumentException naming the option that is out of range
         */
        public SocketIo build() {
            return SocketIo.create(options());
        }

        private Parser parser() {
            return parser != null ? parser : json != null ? new JsonParser(json) : new JsonParser();
        }

        private static void positive(String name, Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(EventNames.LONGEST) > 0) {
                throw new IllegalArgumentException(
                        name + " must be longer than zero and not longer than a year, not " + value);
            }
        }

        private static void atLeastOne(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
        }
    }
}
