package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineCodec;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The engine's options: immutable, made by {@link #builder()}, which documents each.
 */
public final class EngineOptions {
    private static final Set<String> KNOWN_TRANSPORTS = Set.of("polling", "websocket");

    private final Builder values;
    private final String prefix;
    private final EngineMonitor monitor;

    private EngineOptions(Builder builder) {
        this.values = new Builder(builder);
        this.prefix = values.addTrailingSlash ? values.path + "/" : values.path;
        this.monitor = Monitors.of(values.monitors, values.uncaughtHandler);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these options, to change some of them. */
    public Builder toBuilder() {
        return new Builder(values);
    }

    /** Where the engine answers, without the trailing slash. */
    public String path() {
        return values.path;
    }

    /** Whether {@link #matches} asks for a slash behind the path. */
    public boolean addTrailingSlash() {
        return values.addTrailingSlash;
    }

    /**
     * Whether a request belongs to the engine. Anything below the path does, as in the reference; the path itself only
     * with {@code addTrailingSlash(false)}.
     *
     * @param requestPath the decoded path of the request, without the query
     */
    public boolean matches(String requestPath) {
        return requestPath.startsWith(prefix)
                && (values.addTrailingSlash
                        || requestPath.length() == prefix.length()
                        || requestPath.charAt(prefix.length()) == '/');
    }

    /** Between a pong and the next ping. */
    public Duration pingInterval() {
        return values.pingInterval;
    }

    /** How long a pong may take. */
    public Duration pingTimeout() {
        return values.pingTimeout;
    }

    /** How long a probing WebSocket may take until its upgrade packet. */
    public Duration upgradeTimeout() {
        return values.upgradeTimeout;
    }

    /** Bytes of one incoming message or polling body. */
    public int maxPayload() {
        return values.maxPayload;
    }

    /** What clients may use: {@code polling}, {@code websocket} or both. */
    public Set<String> transports() {
        return values.transports;
    }

    /** Whether polling sessions may move to WebSocket. */
    public boolean allowUpgrades() {
        return values.allowUpgrades;
    }

    /** Whether clients of Engine.IO protocol 3 may connect. */
    public boolean allowEIO3() {
        return values.allowEIO3;
    }

    /** Whether polling sessions have anything to move to. */
    boolean upgrades() {
        return values.allowUpgrades && values.transports.contains("websocket");
    }

    /** Packets of one polling body. */
    public int maxPacketsPerPayload() {
        return values.maxPacketsPerPayload;
    }

    /** Bytes that may wait for one client. */
    public int maxQueuedBytes() {
        return values.maxQueuedBytes;
    }

    /** Packets that may wait for one client. */
    public int maxQueuedPackets() {
        return values.maxQueuedPackets;
    }

    /** How messages over WebSocket are compressed. */
    public PerMessageDeflate perMessageDeflate() {
        return values.perMessageDeflate;
    }

    /** Which pages may connect, on all transports. */
    public OriginPolicy origins() {
        return values.origins;
    }

    /** Who decides about handshakes. */
    public RequestGate requestGate() {
        return values.requestGate;
    }

    /** The cookie of polling sessions, or null. */
    public @Nullable SessionCookie cookie() {
        return values.cookie;
    }

    /** Who makes the ids of sessions. */
    public SessionIds sessionIds() {
        return values.sessionIds;
    }

    /** How long middlewares, gate and id generator may take over one request, together. */
    public Duration admissionTimeout() {
        return values.admissionTimeout;
    }

    /** Whether polling answers are compressed. */
    public boolean httpCompression() {
        return values.httpCompression;
    }

    /** Bytes from which they are. */
    public int httpCompressionThreshold() {
        return values.httpCompressionThreshold;
    }

    /** Whether clients may poll through script tags. */
    public boolean jsonp() {
        return values.jsonp;
    }

    /** The proxies before the server. */
    public TrustedProxies trustedProxies() {
        return values.trustedProxies;
    }

    /** A message behind every open packet, or null. */
    @Nullable
    EncodedMessage initialPacket() {
        return values.initialPacket;
    }

    /** Who hears of exceptions of user code. */
    public UncaughtHandler uncaughtHandler() {
        return values.uncaughtHandler;
    }

    /** All monitors as one, which throws nothing. */
    public EngineMonitor monitor() {
        return monitor;
    }

    /** Whether a gate was given at all: without one, handshakes need not wait for an answer. */
    boolean gated() {
        return values.gated;
    }

    /** Collects options. Each method refuses a value by the option's name. Not thread-safe. */
    public static final class Builder {
        private static final RequestGate OPEN_GATE = head -> CompletableFuture.completedFuture(Optional.empty());

        private String path = "/engine.io";
        private boolean addTrailingSlash = true;
        private Duration pingInterval = Duration.ofSeconds(25);
        private Duration pingTimeout = Duration.ofSeconds(20);
        private Duration upgradeTimeout = Duration.ofSeconds(10);
        private int maxPayload = 1_000_000;
        private Set<String> transports = KNOWN_TRANSPORTS;
        private boolean allowUpgrades = true;
        private boolean allowEIO3;
        private int maxPacketsPerPayload = 4_096;
        private int maxQueuedBytes = 1 << 20;
        private int maxQueuedPackets = 1_024;
        private PerMessageDeflate perMessageDeflate = PerMessageDeflate.OFF;
        private OriginPolicy origins = OriginPolicy.sameHost();
        private RequestGate requestGate = OPEN_GATE;
        private boolean gated;
        private List<EngineMonitor> monitors = List.of();
        private @Nullable SessionCookie cookie;
        private SessionIds sessionIds = new RandomSessionIds();
        private Duration admissionTimeout = Duration.ofSeconds(20);
        private @Nullable EncodedMessage initialPacket;
        private boolean httpCompression;
        private int httpCompressionThreshold = 1_024;
        private boolean jsonp;
        private TrustedProxies trustedProxies = TrustedProxies.none();
        private UncaughtHandler uncaughtHandler = (source, failure) -> {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
        };

        private Builder() {}

        private Builder(Builder other) {
            this.path = other.path;
            this.addTrailingSlash = other.addTrailingSlash;
            this.pingInterval = other.pingInterval;
            this.pingTimeout = other.pingTimeout;
            this.upgradeTimeout = other.upgradeTimeout;
            this.maxPayload = other.maxPayload;
            this.transports = other.transports;
            this.allowUpgrades = other.allowUpgrades;
            this.allowEIO3 = other.allowEIO3;
            this.maxPacketsPerPayload = other.maxPacketsPerPayload;
            this.maxQueuedBytes = other.maxQueuedBytes;
            this.maxQueuedPackets = other.maxQueuedPackets;
            this.perMessageDeflate = other.perMessageDeflate;
            this.origins = other.origins;
            this.requestGate = other.requestGate;
            this.gated = other.gated;
            this.monitors = other.monitors;
            this.cookie = other.cookie;
            this.sessionIds = other.sessionIds;
            this.admissionTimeout = other.admissionTimeout;
            this.initialPacket = other.initialPacket;
            this.httpCompression = other.httpCompression;
            this.httpCompressionThreshold = other.httpCompressionThreshold;
            this.jsonp = other.jsonp;
            this.trustedProxies = other.trustedProxies;
            this.uncaughtHandler = other.uncaughtHandler;
        }

        /**
         * Where the engine answers; a trailing slash is dropped. Default {@code /engine.io}; Socket.IO uses {@code
         * /socket.io}. {@code /} answers everywhere.
         */
        public Builder path(String value) {
            boolean plain = value.startsWith("/") && value.chars().noneMatch(c -> c == '?' || c == '#' || c <= ' ');
            require(plain, "path", value, "must begin with '/' and hold no '?', '#' or blank");
            this.path = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
            return this;
        }

        /** Whether requests must have a slash behind the path, as official clients send it. Default true. */
        public Builder addTrailingSlash(boolean value) {
            this.addTrailingSlash = value;
            return this;
        }

        /**
         * Between a pong and the next ping, in whole milliseconds; announced to clients. Default 25 s, at least 1 ms.
         * Bounds, together with {@link #pingTimeout}, how long a vanished client is kept.
         */
        public Builder pingInterval(Duration value) {
            this.pingInterval = positive("pingInterval", value);
            return this;
        }

        /**
         * How long a pong may take before the session closes, in whole milliseconds; announced to clients. Default 20
         * s, at least 1 ms.
         */
        public Builder pingTimeout(Duration value) {
            this.pingTimeout = positive("pingTimeout", value);
            return this;
        }

        /**
         * How long a WebSocket may probe a polling session before it is closed. Default 10 s, at least 1 ms. Bounds
         * connections held by upgrades that never end.
         */
        public Builder upgradeTimeout(Duration value) {
            this.upgradeTimeout = positive("upgradeTimeout", value);
            return this;
        }

        /**
         * Bytes of one WebSocket message or polling body from a client; announced to clients. Default 1,000,000, at
         * least 1. Bounds the memory one request can take.
         */
        public Builder maxPayload(int value) {
            this.maxPayload = atLeastOne("maxPayload", value);
            return this;
        }

        /** What clients may use: {@code polling}, {@code websocket} or both, the default. */
        public Builder transports(String... names) {
            Set<String> set = new LinkedHashSet<>(List.of(names));
            require(!set.isEmpty(), "transports", set, "must name at least one transport");
            require(KNOWN_TRANSPORTS.containsAll(set), "transports", set, "may hold polling and websocket only");
            this.transports = Set.copyOf(set);
            return this;
        }

        /** Whether polling sessions may move to WebSocket. Default true. */
        public Builder allowUpgrades(boolean value) {
            this.allowUpgrades = value;
            return this;
        }

        /**
         * Whether clients of Engine.IO protocol 3 may connect beside those of protocol 4: socket.io-client 1 and 2.
         * Default false. They must name it, as they do, by {@code EIO=3}: a handshake without that is refused with code
         * 5 in any case.
         */
        public Builder allowEIO3(boolean value) {
            this.allowEIO3 = value;
            return this;
        }

        /**
         * Packets of one polling body. Default 4,096, at least 1. Bounds the work that one small request can cause; a
         * body with more ends its session with a parse error.
         */
        public Builder maxPacketsPerPayload(int value) {
            this.maxPacketsPerPayload = atLeastOne("maxPacketsPerPayload", value);
            return this;
        }

        /**
         * Bytes that may wait for one client until it takes them. Default 1 MiB, at least 1; one larger packet may
         * enter an empty queue. Bounds the memory that a slow client holds: beyond, it is closed.
         */
        public Builder maxQueuedBytes(int value) {
            this.maxQueuedBytes = atLeastOne("maxQueuedBytes", value);
            return this;
        }

        /** Packets that may wait for one client until it takes them. Default 1,024, at least 1. As {@link #maxQueuedBytes}. */
        public Builder maxQueuedPackets(int value) {
            this.maxQueuedPackets = atLeastOne("maxQueuedPackets", value);
            return this;
        }

        /**
         * How messages over WebSocket are compressed, for clients that offer it. Default {@link PerMessageDeflate#OFF};
         * a threshold of 0 compresses every message. What a client's compressed message may become is bounded by {@link
         * #maxPayload}, counted while it is inflated.
         */
        public Builder perMessageDeflate(PerMessageDeflate value) {
            this.perMessageDeflate = value;
            return this;
        }

        /**
         * Which pages may connect, on all transports. Default {@link OriginPolicy#sameHost()}. Keeps foreign pages from
         * using their visitors' cookies and network position (cross-site WebSocket hijacking).
         */
        public Builder origins(OriginPolicy value) {
            this.origins = value;
            return this;
        }

        /** Who decides about handshakes beside the engine's own rules. Default: nobody. */
        public Builder requestGate(RequestGate value) {
            this.requestGate = value;
            this.gated = true;
            return this;
        }

        /** Who else watches what happens to sessions, behind those given before. Default: nobody, which costs nothing. */
        public Builder monitor(EngineMonitor... more) {
            this.monitors =
                    Stream.concat(monitors.stream(), Arrays.stream(more)).toList();
            return this;
        }

        /**
         * The cookie that a polling session's first answer sets, for load balancers. Default: none. Nothing reads it
         * here: a session is found by the parameter {@code sid} alone.
         */
        public Builder cookie(SessionCookie value) {
            this.cookie = value;
            return this;
        }

        /** Who makes the ids of sessions. Default: 15 random bytes as base64url, 20 characters that nobody can guess. */
        public Builder generateId(SessionIds value) {
            this.sessionIds = value;
            return this;
        }

        /**
         * How long middlewares, gate and id generator may take over one request, together. Default 20 s, at least 1 ms.
         * Bounds the connections that an answer which never comes would hold: they are answered 503.
         */
        public Builder admissionTimeout(Duration value) {
            this.admissionTimeout = positive("admissionTimeout", value);
            return this;
        }

        /**
         * A text message right behind every session's open packet, in the same answer. Default: none. A Socket.IO
         * client takes it for a Socket.IO packet, and closes if it is none.
         */
        public Builder initialPacket(String text) {
            this.initialPacket = EngineCodec.textMessage(text).first();
            return this;
        }

        /** A binary message right behind every session's open packet; as {@link #initialPacket(String)}. */
        public Builder initialPacket(byte[] bytes) {
            this.initialPacket =
                    EngineCodec.message(true, bytes, 0, bytes.length).first();
            return this;
        }

        /**
         * Whether polling answers are compressed, with gzip or deflate, where the client accepts it. Default false: it
         * costs the loop time, and compressing secrets together with text of others gives them away (BREACH).
         */
        public Builder httpCompression(boolean value) {
            this.httpCompression = value;
            return this;
        }

        /** Bytes of a polling answer from which it is compressed, if it is at all. Default 1,024; zero compresses all. */
        public Builder httpCompressionThreshold(int value) {
            require(value >= 0, "httpCompressionThreshold", value, "must not be negative");
            this.httpCompressionThreshold = value;
            return this;
        }

        /**
         * Whether clients may poll through script tags (JSONP), with the parameter {@code j}. Default false: a script
         * tag says no {@code Origin}, so any page of the web can open sessions with its visitors' cookies.
         */
        public Builder jsonp(boolean value) {
            this.jsonp = value;
            return this;
        }

        /**
         * The proxies before the server, whose word about a client's address is believed. Default: none, the client is
         * the TCP peer.
         */
        public Builder trustedProxies(TrustedProxies value) {
            this.trustedProxies = value;
            return this;
        }

        /** Who hears of exceptions of user code. Default: the thread's own uncaught exception handler. */
        public Builder uncaughtHandler(UncaughtHandler value) {
            this.uncaughtHandler = value;
            return this;
        }

        /** The options. */
        public EngineOptions build() {
            return new EngineOptions(this);
        }

        private static Duration positive(String option, Duration value) {
            boolean fits = value.compareTo(Duration.ofMillis(1)) >= 0 && value.compareTo(Duration.ofDays(365)) <= 0;
            require(fits, option, value, "must be between 1 ms and 365 days");
            return value;
        }

        private static int atLeastOne(String option, int value) {
            require(value >= 1, option, value, "must be at least 1");
            return value;
        }

        private static void require(boolean fits, String option, Object value, String rule) {
            if (!fits) {
                throw new IllegalArgumentException(option + " " + rule + ", not " + value);
            }
        }
    }
}
