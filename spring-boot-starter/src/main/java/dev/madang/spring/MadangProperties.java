package dev.madang.spring;

import dev.madang.engine.OriginPolicy;
import dev.madang.engine.PerMessageDeflate;
import dev.madang.engine.SessionCookie;
import dev.madang.engine.TrustedProxies;
import dev.madang.server.ConnectionStateRecovery;
import dev.madang.server.HandlerMode;
import dev.madang.server.SocketIoOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;

/**
 * The properties {@code madang.*} of the starter; what is not set keeps the library's default. Durations without a unit
 * are milliseconds, as in the JavaScript server's options, whose names bind too ({@code pingTimeout}, {@code
 * maxHttpBufferSize}, {@code cors.origin} …).
 *
 * @param path where clients connect; {@code /socket.io} by default
 * @param pingInterval between a pong and the next ping
 * @param pingTimeout how long a pong may take
 * @param upgradeTimeout how long an upgrade may take
 * @param connectTimeout how long a client may stay in no namespace
 * @param maxPayload bytes of one message from a client
 * @param maxHttpBufferSize the reference's name of {@code maxPayload}
 * @param maxQueuedBytes bytes that may wait for one client
 * @param maxQueuedPackets packets that may wait for one client
 * @param transports {@code polling}, {@code websocket}
 * @param allowUpgrades whether a polling client may move to WebSocket
 * @param allowEio3 whether clients of Socket.IO 1 and 2 (Engine.IO 3) may connect; false by default
 * @param perMessageDeflate whether and how messages over WebSocket are compressed
 * @param connectionStateRecovery whether and how long clients that lost their connection get back what they had
 * @param cleanupEmptyChildNamespaces whether namespaces that clients brought about go with their last socket; false by
 *     default
 * @param bindSessionToAddress whether a session belongs to the address that opened it; false by default
 * @param admin the Admin UI, where {@code dev.madang:madang-admin} is there
 * @param serveClient whether the browser's client is served under the path
 * @param handlers {@code virtual} (default) or {@code event-loop}
 * @param drain over how much time clients are taken leave of when the application stops, so that they do not come back
 *     all at once; zero, the default, closes all at once. Shorter than {@code spring.lifecycle.timeout-per-shutdown-phase}
 *     by the 5 s that answers under way are given
 * @param origins pages beside those of the same host that may connect; {@code *} for every page of the web
 * @param loopback whether pages of this machine itself may connect, on any port; false by default
 * @param proxies addresses and networks of the proxies whose {@code X-Forwarded-For} is believed
 * @param forwarded whether the proxies set {@code Forwarded} (RFC 7239) instead; false by default
 * @param addTrailingSlash whether requests must have a slash behind the path
 * @param admissionTimeout how long allowRequest, generateId and HTTP middlewares may take over one request
 * @param httpCompression whether polling answers are compressed
 * @param httpCompressionThreshold bytes of a polling answer from which it is
 * @param jsonp whether clients may poll through script tags
 * @param initialPacket a text message behind every open packet
 * @param cookie the cookie for load balancers; none unless it has a name
 * @param cors the JavaScript server's {@code cors} options
 * @param reconnection an option of clients: accepted, warned about, without effect
 * @param reconnectionAttempts an option of clients: accepted, warned about, without effect
 * @param reconnectionDelay an option of clients: accepted, warned about, without effect
 * @param reconnectionDelayMax an option of clients: accepted, warned about, without effect
 */
@ConfigurationProperties("madang")
public record MadangProperties(
        @Nullable String path,
        @Nullable Duration pingInterval,
        @Nullable Duration pingTimeout,
        @Nullable Duration upgradeTimeout,
        @Nullable Duration connectTimeout,
        @Nullable Integer maxPayload,
        @Nullable Integer maxHttpBufferSize,
        @Nullable Integer maxQueuedBytes,
        @Nullable Integer maxQueuedPackets,
        @Nullable List<String> transports,
        @Nullable Boolean allowUpgrades,
        @Nullable Boolean allowEio3,
        @DefaultValue Deflate perMessageDeflate,
        @DefaultValue Recovery connectionStateRecovery,
        @Nullable Boolean cleanupEmptyChildNamespaces,
        @Nullable Boolean bindSessionToAddress,
        @DefaultValue Admin admin,
        @DefaultValue("true") boolean serveClient,
        @DefaultValue("virtual") Handlers handlers,
        @DefaultValue("0") Duration drain,
        @DefaultValue List<String> origins,
        @DefaultValue("false") boolean loopback,
        @DefaultValue List<String> proxies,
        @DefaultValue("false") boolean forwarded,
        @Nullable Boolean addTrailingSlash,
        @Nullable Duration admissionTimeout,
        @Nullable Boolean httpCompression,
        @Nullable Integer httpCompressionThreshold,
        @Nullable Boolean jsonp,
        @Nullable String initialPacket,
        @Nullable Cookie cookie,
        @DefaultValue Cors cors,
        @Nullable String reconnection,
        @Nullable String reconnectionAttempts,
        @Nullable String reconnectionDelay,
        @Nullable String reconnectionDelayMax) {

    private static final String ADMIN_UI = "dev.madang.admin.AdminUi";

    /** Which threads run handlers. */
    public enum Handlers {
        /** Virtual threads, so handlers may block. */
        VIRTUAL,
        /** The connection's event loop, for handlers that never block. */
        EVENT_LOOP
    }

    /**
     * The JavaScript server's {@code cors} options.
     *
     * @param origin the same as {@code madang.origins}
     * @param credentials whether pages may send cookies with their polls; true by default
     * @param methods what a preflight answers
     * @param allowedHeaders request headers a page may set
     * @param exposedHeaders response headers a page may read
     * @param maxAge how long browsers may remember a preflight's answer; without a unit: milliseconds
     * @param optionsSuccessStatus the status of a preflight's answer
     * @param preflightContinue whether preflights are left to HTTP middlewares
     * @param transports misplaced in the tutorial: accepted, warned about, without effect
     */
    public record Cors(
            @DefaultValue List<String> origin,
            @DefaultValue("true") boolean credentials,
            @DefaultValue List<String> methods,
            @DefaultValue List<String> allowedHeaders,
            @DefaultValue List<String> exposedHeaders,
            @Nullable Duration maxAge,
            @Nullable Integer optionsSuccessStatus,
            @DefaultValue("false") boolean preflightContinue,
            @Nullable List<String> transports) {}

    /**
     * The JavaScript server's {@code cookie} options; what is not set keeps {@link SessionCookie}'s default.
     *
     * @param name its name; without one there is no cookie
     * @param path where browsers send it
     * @param domain whose hosts all get it
     * @param httpOnly whether scripts are kept from reading it
     * @param secure whether it is sent over TLS only
     * @param sameSite when pages of other sites send it
     * @param maxAge how long it is kept; without a unit: milliseconds
     */
    public record Cookie(
            @Nullable String name,
            @Nullable String path,
            @Nullable String domain,
            @Nullable Boolean httpOnly,
            @Nullable Boolean secure,
            SessionCookie.@Nullable SameSite sameSite,
            @Nullable Duration maxAge) {

        private @Nullable SessionCookie sessionCookie() {
            if (name == null) {
                return null;
            }
            SessionCookie made = SessionCookie.named(name);
            made = path == null ? made : made.path(path);
            made = domain == null ? made : made.domain(domain);
            made = httpOnly == null ? made : made.httpOnly(httpOnly);
            made = secure == null ? made : made.secure(secure);
            made = sameSite == null ? made : made.sameSite(sameSite);
            return maxAge == null ? made : made.maxAge(maxAge);
        }
    }

    /**
     * The JavaScript server's {@code perMessageDeflate} option.
     *
     * @param enabled whether compression is agreed on with clients that offer it; false by default
     * @param threshold bytes of a message from which it is compressed; 1,024 by default, 0 for all
     * @param level from 1, fast, to 9, small; zlib's own by default
     */
    public record Deflate(
            @DefaultValue("false") boolean enabled,
            @DefaultValue("1024") int threshold,
            @DefaultValue("-1") int level) {}

    /**
     * The JavaScript server's {@code connectionStateRecovery} option.
     *
     * @param enabled whether sockets are kept for clients that come back; false by default
     * @param maxDisconnectionDuration how long one is kept; two minutes by default
     * @param skipMiddlewares whether a socket that comes back passes no middlewares; true by default
     */
    public record Recovery(
            @DefaultValue("false") boolean enabled,
            @Nullable Duration maxDisconnectionDuration,
            @Nullable Boolean skipMiddlewares) {

        private @Nullable ConnectionStateRecovery connectionStateRecovery() {
            if (!enabled) {
                return null;
            }
            ConnectionStateRecovery made = ConnectionStateRecovery.DEFAULT;
            made = maxDisconnectionDuration == null
                    ? made
                    : made.withMaxDisconnectionDuration(maxDisconnectionDuration);
            return skipMiddlewares == null ? made : made.withSkipMiddlewares(skipMiddlewares);
        }
    }

    /**
     * The server's side of the official Admin UI.
     *
     * @param enabled whether administrators may join at all; false by default
     * @param username who may; must be set
     * @param password the bcrypt hash of the password; must be set
     * @param namespace the namespace of administrators; {@code /admin} by default
     * @param readonly whether they may only look; false by default
     * @param mode {@code development} (default): every event; {@code production}: numbers only
     * @param serverId the name of this server among others; the host's by default
     */
    public record Admin(
            @DefaultValue("false") boolean enabled,
            @Nullable String username,
            @Nullable String password,
            @Nullable String namespace,
            @DefaultValue("false") boolean readonly,
            @DefaultValue("development") Mode mode,
            @Nullable String serverId) {

        /** How much administrators see. */
        public enum Mode {
            /** Every socket, room and event. */
            DEVELOPMENT,
            /** Numbers only. */
            PRODUCTION
        }
    }

    /** Sets what is set. */
    void apply(SocketIoOptions.Builder builder) {
        if (drain.isNegative()) {
            throw new IllegalArgumentException("madang.drain must not be negative: " + drain);
        }
        set(path, builder::path);
        set(pingInterval, builder::pingInterval);
        set(pingTimeout, builder::pingTimeout);
        set(upgradeTimeout, builder::upgradeTimeout);
        set(connectTimeout, builder::connectTimeout);
        set(maxPayload == null ? maxHttpBufferSize : maxPayload, builder::maxPayload);
        set(maxQueuedBytes, builder::maxQueuedBytes);
        set(maxQueuedPackets, builder::maxQueuedPackets);
        set(transports, names -> builder.transports(names.toArray(String[]::new)));
        set(allowUpgrades, builder::allowUpgrades);
        set(allowEio3, builder::allowEIO3);
        if (perMessageDeflate.enabled) {
            builder.perMessageDeflate(
                    PerMessageDeflate.threshold(perMessageDeflate.threshold).level(perMessageDeflate.level));
        }
        set(connectionStateRecovery.connectionStateRecovery(), builder::connectionStateRecovery);
        set(cleanupEmptyChildNamespaces, builder::cleanupEmptyChildNamespaces);
        set(bindSessionToAddress, builder::bindSessionToAddress);
        set(addTrailingSlash, builder::addTrailingSlash);
        set(admissionTimeout, builder::admissionTimeout);
        set(httpCompression, builder::httpCompression);
        set(httpCompressionThreshold, builder::httpCompressionThreshold);
        set(jsonp, builder::jsonp);
        set(initialPacket, builder::initialPacket);
        set(cookie == null ? null : cookie.sessionCookie(), builder::cookie);
        TrustedProxies trusted = TrustedProxies.of(proxies);
        builder.trustedProxies(forwarded ? trusted.readingForwarded() : trusted);
        builder.serveClient(serveClient)
                .handlers(
                        switch (handlers) {
                            case VIRTUAL -> HandlerMode.VIRTUAL_THREADS;
                            case EVENT_LOOP -> HandlerMode.EVENT_LOOP;
                        })
                .origins(originPolicy());
    }

    /** Options that mean nothing on a server, each with the reason. */
    List<String> warnings() {
        var warnings = new ArrayList<String>();
        Map<String, @Nullable String> ofClients = new LinkedHashMap<>();
        ofClients.put("reconnection", reconnection);
        ofClients.put("reconnectionAttempts", reconnectionAttempts);
        ofClients.put("reconnectionDelay", reconnectionDelay);
        ofClients.put("reconnectionDelayMax", reconnectionDelayMax);
        ofClients.forEach((name, value) -> {
            if (value != null) {
                warnings.add("madang." + name + " is an option of Socket.IO clients; on the server it does nothing");
            }
        });
        if (admin.enabled && !ClassUtils.isPresent(ADMIN_UI, getClass().getClassLoader())) {
            warnings.add("madang.admin.enabled does nothing without the dependency dev.madang:madang-admin");
        }
        if (cors.transports != null) {
            warnings.add("madang.cors.transports does nothing, transports are no part of CORS; use madang.transports");
        }
        for (String origin : allOrigins()) {
            if (origin.endsWith("/")) {
                warnings.add("the origin " + origin + " ends with a slash, which browsers never send; taken as "
                        + withoutSlash(origin));
            }
        }
        return warnings;
    }

    private OriginPolicy originPolicy() {
        List<String> origins =
                allOrigins().stream().map(MadangProperties::withoutSlash).toList();
        OriginPolicy policy = origins.contains("*") ? OriginPolicy.allowAnyOrigin() : listed(origins);
        if (!cors.methods.isEmpty()) {
            policy = policy.methods(cors.methods.toArray(String[]::new));
        }
        if (!cors.allowedHeaders.isEmpty()) {
            policy = policy.allowedHeaders(cors.allowedHeaders.toArray(String[]::new));
        }
        if (!cors.exposedHeaders.isEmpty()) {
            policy = policy.exposedHeaders(cors.exposedHeaders.toArray(String[]::new));
        }
        if (cors.optionsSuccessStatus != null) {
            policy = policy.optionsSuccessStatus(cors.optionsSuccessStatus);
        }
        policy = policy.preflightContinue(cors.preflightContinue);
        return cors.maxAge == null ? policy : policy.maxAge(Objects.requireNonNull(cors.maxAge));
    }

    private OriginPolicy listed(List<String> origins) {
        OriginPolicy own = loopback ? OriginPolicy.sameHostAndLoopback() : OriginPolicy.sameHost();
        return (origins.isEmpty() ? own : own.and(origins)).credentials(cors.credentials);
    }

    private List<String> allOrigins() {
        var all = new ArrayList<>(origins);
        all.addAll(cors.origin);
        return all;
    }

    private static String withoutSlash(String origin) {
        return origin.endsWith("/") ? origin.substring(0, origin.length() - 1) : origin;
    }

    private static <T> void set(@Nullable T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }
}
