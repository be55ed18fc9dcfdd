package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The engine's options: immutable, made by {@link #builder()}, which documents each.
 */
public final class EngineOptions {
    private final Builder values;
    private final String prefix;
    private final EngineMonitor monitor;

    EngineOptions(EngineSettings<?> settings) {
        this.values = new Builder(settings);
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
    public RequestGate allowRequest() {
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

    /** Whether a session belongs to the address that opened it. */
    public boolean bindSessionToAddress() {
        return values.bindSessionToAddress;
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

    /** Collects options. Not thread-safe. */
    public static final class Builder extends EngineSettings<Builder> {
        private Builder() {}

        private Builder(EngineSettings<?> other) {
            copyOf(other);
        }

        @Override
        protected Builder self() {
            return this;
        }

        /** The options. */
        public EngineOptions build() {
            return engineOptions();
        }
    }
}
