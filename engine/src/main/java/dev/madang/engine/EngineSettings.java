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
 * Collects the options of an engine, for builders of engines and of what stands on them. Each method refuses a value by
 * the option's name. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract class EngineSettings<B extends EngineSettings<B>> {
    private static final Set<String> KNOWN_TRANSPORTS = Set.of("polling", "websocket");
    private static final RequestGate OPEN_GATE = head -> CompletableFuture.completedFuture(Optional.empty());

    String path = "/engine.io";
    boolean addTrailingSlash = true;
    Duration pingInterval = Duration.ofSeconds(25);
    Duration pingTimeout = Duration.ofSeconds(20);
    Duration upgradeTimeout = Duration.ofSeconds(10);
    int maxPayload = 1_000_000;
    Set<String> transports = KNOWN_TRANSPORTS;
    boolean allowUpgrades = true;
    boolean allowEIO3;
    int maxPacketsPerPayload = 4_096;
    int maxQueuedBytes = 1 << 20;
    int maxQueuedPackets = 1_024;
    PerMessageDeflate perMessageDeflate = PerMessageDeflate.OFF;
    OriginPolicy origins = OriginPolicy.sameHost();
    RequestGate requestGate = OPEN_GATE;
    boolean gated;
    List<EngineMonitor> monitors = List.of();

    @Nullable
    SessionCookie cookie;

    SessionIds sessionIds = new RandomSessionIds();
    Duration admissionTimeout = Duration.ofSeconds(20);

    @Nullable
    EncodedMessage initialPacket;

    boolean httpCompression;
    int httpCompressionThreshold = 1_024;
    boolean jsonp;
    TrustedProxies trustedProxies = TrustedProxies.none();
    boolean bindSessionToAddress;
    UncaughtHandler uncaughtHandler = (source, failure) -> {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    };

    /** The defaults. */
    protected EngineSettings() {}

    /** The builder itself. */
    protected abstract B self();

    /** Takes over all options of another. */
    protected final void copyOf(EngineSettings<?> other) {
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
        this.bindSessionToAddress = other.bindSessionToAddress;
        this.uncaughtHandler = other.uncaughtHandler;
    }

    /** The engine's options as they are now. */
    protected final EngineOptions engineOptions() {
        return new EngineOptions(this);
    }

    /**
     * Where the engine answers; a trailing slash is dropped. Default {@code /engine.io}; Socket.IO uses {@code
     * /socket.io}. {@code /} answers everywhere.
     */
    public final B path(String value) {
        boolean plain = value.startsWith("/") && value.chars().noneMatch(c -> c == '?' || c == '#' || c <= ' ');
        require(plain, "path", value, "must begin with '/' and hold no '?', '#' or blank");
        this.path = value.endsWith("/") ? value.substring(0, value.length() - 1) : value;
        return self();
    }

    /** Whether requests must have a slash behind the path, as official clients send it. Default true. */
    public final B addTrailingSlash(boolean value) {
        this.addTrailingSlash = value;
        return self();
    }

    /**
     * Between a pong and the next ping, in whole milliseconds; announced to clients. Default 25 s, at least 1 ms.
     * Bounds, together with {@link #pingTimeout}, how long a vanished client is kept.
     */
    public final B pingInterval(Duration value) {
        this.pingInterval = positive("pingInterval", value);
        return self();
    }

    /**
     * How long a pong may take before the session closes, in whole milliseconds; announced to clients. Default 20
     * s, at least 1 ms.
     */
    public final B pingTimeout(Duration value) {
        this.pingTimeout = positive("pingTimeout", value);
        return self();
    }

    /**
     * How long a WebSocket may probe a polling session before it is closed. Default 10 s, at least 1 ms. Bounds
     * connections held by upgrades that never end.
     */
    public final B upgradeTimeout(Duration value) {
        this.upgradeTimeout = positive("upgradeTimeout", value);
        return self();
    }

    /**
     * Bytes of one WebSocket message or polling body from a client; announced to clients. Default 1,000,000, at
     * least 1. Bounds the memory one request can take. The reference calls it maxHttpBufferSize.
     */
    public final B maxPayload(int value) {
        this.maxPayload = atLeastOne("maxPayload", value);
        return self();
    }

    /** What clients may use: {@code polling}, {@code websocket} or both, the default. */
    public final B transports(String... names) {
        Set<String> set = new LinkedHashSet<>(List.of(names));
        require(!set.isEmpty(), "transports", set, "must name at least one transport");
        require(KNOWN_TRANSPORTS.containsAll(set), "transports", set, "may hold polling and websocket only");
        this.transports = Set.copyOf(set);
        return self();
    }

    /** Whether polling sessions may move to WebSocket. Default true. */
    public final B allowUpgrades(boolean value) {
        this.allowUpgrades = value;
        return self();
    }

    /**
     * Whether clients of Engine.IO protocol 3 may connect beside those of protocol 4: socket.io-client 1 and 2.
     * Default false. They must name it, as they do, by {@code EIO=3}: a handshake without that is refused with code
     * 5 in any case. The public socket ids of such clients hold the id of the session, as in the reference: whoever is
     * told one can take part in that session over polling.
     */
    public final B allowEIO3(boolean value) {
        this.allowEIO3 = value;
        return self();
    }

    /**
     * Packets of one polling body. Default 4,096, at least 1. Bounds the work that one small request can cause; a
     * body with more ends its session with a parse error.
     */
    public final B maxPacketsPerPayload(int value) {
        this.maxPacketsPerPayload = atLeastOne("maxPacketsPerPayload", value);
        return self();
    }

    /**
     * Bytes that may wait for one client until it takes them. Default 1 MiB, at least 1; one larger packet may
     * enter an empty queue. Bounds the memory that a slow client holds: beyond, it is closed.
     */
    public final B maxQueuedBytes(int value) {
        this.maxQueuedBytes = atLeastOne("maxQueuedBytes", value);
        return self();
    }

    /** Packets that may wait for one client until it takes them. Default 1,024, at least 1. As {@link #maxQueuedBytes}. */
    public final B maxQueuedPackets(int value) {
        this.maxQueuedPackets = atLeastOne("maxQueuedPackets", value);
        return self();
    }

    /**
     * How messages over WebSocket are compressed, for clients that offer it. Default {@link PerMessageDeflate#OFF};
     * a threshold of 0 compresses every message. What a client's compressed message may become is bounded by {@link
     * #maxPayload}, counted while it is inflated.
     */
    public final B perMessageDeflate(PerMessageDeflate value) {
        this.perMessageDeflate = value;
        return self();
    }

    /**
     * Which pages may connect, on all transports. Default {@link OriginPolicy#sameHost()}. Keeps foreign pages from
     * using their visitors' cookies and network position (cross-site WebSocket hijacking).
     */
    public final B origins(OriginPolicy value) {
        this.origins = value;
        return self();
    }

    /** Who decides about handshakes beside the engine's own rules. Default: nobody. */
    public final B allowRequest(RequestGate value) {
        this.requestGate = value;
        this.gated = true;
        return self();
    }

    /** Who else watches what happens to sessions, behind those given before. Default: nobody, which costs nothing. */
    public final B monitor(EngineMonitor... more) {
        this.monitors = Stream.concat(monitors.stream(), Arrays.stream(more)).toList();
        return self();
    }

    /**
     * The cookie that a polling session's first answer sets, for load balancers. Default: none. Nothing reads it
     * here: a session is found by the parameter {@code sid} alone.
     */
    public final B cookie(SessionCookie value) {
        this.cookie = value;
        return self();
    }

    /** Who makes the ids of sessions. Default: 15 random bytes as base64url, 20 characters that nobody can guess. */
    public final B generateId(SessionIds value) {
        this.sessionIds = value;
        return self();
    }

    /**
     * How long middlewares, gate and id generator may take over one request, together. Default 20 s, at least 1 ms.
     * Bounds the connections that an answer which never comes would hold: they are answered 503.
     */
    public final B admissionTimeout(Duration value) {
        this.admissionTimeout = positive("admissionTimeout", value);
        return self();
    }

    /**
     * A text message right behind every session's open packet, in the same answer. Default: none. A Socket.IO
     * client takes it for a Socket.IO packet, and closes if it is none.
     */
    public final B initialPacket(String text) {
        this.initialPacket = EngineCodec.textMessage(text).first();
        return self();
    }

    /** A binary message right behind every session's open packet; as {@link #initialPacket(String)}. */
    public final B initialPacket(byte[] bytes) {
        this.initialPacket = EngineCodec.message(true, bytes, 0, bytes.length).first();
        return self();
    }

    /**
     * Whether polling answers are compressed, with gzip or deflate, where the client accepts it. Default false: it
     * costs the loop time, and compressing secrets together with text of others gives them away (BREACH).
     */
    public final B httpCompression(boolean value) {
        this.httpCompression = value;
        return self();
    }

    /** Bytes of a polling answer from which it is compressed, if it is at all. Default 1,024; zero compresses all. */
    public final B httpCompressionThreshold(int value) {
        require(value >= 0, "httpCompressionThreshold", value, "must not be negative");
        this.httpCompressionThreshold = value;
        return self();
    }

    /**
     * Whether clients may poll through script tags (JSONP), with the parameter {@code j}. Default false: a script
     * tag says no {@code Origin}, so any page of the web can open sessions with its visitors' cookies.
     */
    public final B jsonp(boolean value) {
        this.jsonp = value;
        return self();
    }

    /**
     * The proxies before the server, whose word about a client's address is believed. Default: none, the client is
     * the TCP peer.
     */
    public final B trustedProxies(TrustedProxies value) {
        this.trustedProxies = value;
        return self();
    }

    /**
     * Whether a session belongs to the address that opened it: requests with its id from any other are answered as if
     * there were no such session, and do it no harm. Default false. Bounds what a stolen session id is good for.
     *
     * <p>A phone that changes networks, or a client that has IPv4 and IPv6 and uses the other one for its next request,
     * loses its session over polling and connects anew; a WebSocket that is open stays. Behind a proxy, {@link
     * #trustedProxies} must say what a client's address is, or all of its clients are one.
     */
    public final B bindSessionToAddress(boolean value) {
        this.bindSessionToAddress = value;
        return self();
    }

    /** Who hears of exceptions of user code. Default: the thread's own uncaught exception handler. */
    public final B uncaughtHandler(UncaughtHandler value) {
        this.uncaughtHandler = value;
        return self();
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
