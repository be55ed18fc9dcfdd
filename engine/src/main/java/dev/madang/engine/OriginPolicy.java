package dev.madang.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect, on polling and WebSocket alike, and the CORS headers they get. Immutable: each method that
 * adds something returns a new policy.
 *
 * <p>A request without {@code Origin} comes from no browser page, or from a page of the same host, and passes. A
 * refused one is answered 403. Pages of origins beside the own host get CORS headers (Fetch, 3.2), and their preflight
 * requests are answered 204; without such origins the policy says nothing about CORS.
 *
 * <p>All of it is decided at once, on the connection's loop. Who must ask somebody else first lets the origin pass here
 * and refuses with a {@link RequestGate} or an {@link HttpMiddleware}.
 */
public final class OriginPolicy {
    private static final OriginPolicy SAME_HOST =
            new OriginPolicy(false, true, false, Set.of(), List.of(), Cors.DEFAULT);

    private final boolean any;
    private final boolean sameHost;
    private final boolean loopback;
    private final Set<Origin> listed;
    private final List<BiPredicate<String, RequestHead>> rules;
    private final Cors cors;

    private OriginPolicy(
            boolean any,
            boolean sameHost,
            boolean loopback,
            Set<Origin> listed,
            List<BiPredicate<String, RequestHead>> rules,
            Cors cors) {
        this.any = any;
        this.sameHost = sameHost;
        this.loopback = loopback;
        this.listed = listed;
        this.rules = rules;
        this.cors = cors;
    }

    private record Cors(
            boolean credentials,
            String methods,
            @Nullable String allowedHeaders,
            @Nullable String exposedHeaders,
            @Nullable String maxAge,
            int preflightStatus,
            boolean preflightContinues) {
        static final Cors DEFAULT = new Cors(false, "GET,POST", null, null, null, 204, false);

        Cors credentials(boolean value) {
            return new Cors(
                    value, methods, allowedHeaders, exposedHeaders, maxAge, preflightStatus, preflightContinues);
        }

        Cors methods(String value) {
            return new Cors(
                    credentials, value, allowedHeaders, exposedHeaders, maxAge, preflightStatus, preflightContinues);
        }

        Cors allowedHeaders(String value) {
            return new Cors(credentials, methods, value, exposedHeaders, maxAge, preflightStatus, preflightContinues);
        }

        Cors exposedHeaders(String value) {
            return new Cors(credentials, methods, allowedHeaders, value, maxAge, preflightStatus, preflightContinues);
        }

        Cors maxAge(String value) {
            return new Cors(
                    credentials, methods, allowedHeaders, exposedHeaders, value, preflightStatus, preflightContinues);
        }

        Cors preflight(int status, boolean continues) {
            return new Cors(credentials, methods, allowedHeaders, exposedHeaders, maxAge, status, continues);
        }
    }

    /** Pages of the host that the request names in {@code Host}, and no others; no CORS headers. The default. */
    public static OriginPolicy sameHost() {
        return SAME_HOST;
    }

    /** Pages of the same host, and pages that this machine itself serves on any port (for development). */
    public static OriginPolicy sameHostAndLoopback() {
        return new OriginPolicy(false, true, true, Set.of(), List.of(), Cors.DEFAULT);
    }

    /**
     * Pages of these origins, and no others, not even of the own host.
     *
     * @param origins each like {@code https://example.com} or {@code http://localhost:3000}
     * @throws IllegalArgumentException if there is none, or one is not an origin: a trailing slash or a path would never match
     */
    public static OriginPolicy allow(String... origins) {
        return allow(List.of(origins));
    }

    /** Pages of these origins, as {@link #allow(String...)}. */
    public static OriginPolicy allow(Collection<String> origins) {
        if (origins.isEmpty()) {
            throw new IllegalArgumentException("origins: the list is empty, nobody could connect from a page");
        }
        return new OriginPolicy(false, false, false, parse(origins), List.of(), Cors.DEFAULT);
    }

    /**
     * Every page of the web may connect, with {@code Access-Control-Allow-Origin: *}. Only for servers without cookies,
     * logins by network address or anything else a foreign page must not reach through its visitor.
     */
    public static OriginPolicy allowAnyOrigin() {
        return new OriginPolicy(true, false, false, Set.of(), List.of(), Cors.DEFAULT);
    }

    /** This policy, and pages of these origins as well. */
    public OriginPolicy and(Collection<String> origins) {
        Set<Origin> all = new LinkedHashSet<>(listed);
        all.addAll(parse(origins));
        return new OriginPolicy(any, sameHost, loopback, Set.copyOf(all), rules, cors);
    }

    /** This policy, and pages of these origins as well. */
    public OriginPolicy and(String... origins) {
        return and(List.of(origins));
    }

    /**
     * Pages whose origin one of the patterns matches as a whole, and no others. It is matched as browsers write it: in
     * lower case, without the scheme's default port. Mind that a dot in a pattern stands for any character.
     */
    public static OriginPolicy matching(Pattern... patterns) {
        return new OriginPolicy(false, false, false, Set.of(), List.of(), Cors.DEFAULT).and(patterns);
    }

    /** This policy, and pages of these origins as well; as {@link #matching}. */
    public OriginPolicy and(Pattern... patterns) {
        List<Pattern> all = List.of(patterns);
        return andIf((origin, request) ->
                all.stream().anyMatch(pattern -> pattern.matcher(origin).matches()));
    }

    /**
     * Pages whose origin the rule accepts, and no others. It is asked on the connections' loops, for every request
     * with an origin, so it must be fast; what it throws refuses.
     */
    public static OriginPolicy allowIf(BiPredicate<String, RequestHead> rule) {
        return new OriginPolicy(false, false, false, Set.of(), List.of(), Cors.DEFAULT).andIf(rule);
    }

    /** This policy, and pages whose origin the rule accepts as well; as {@link #allowIf}. */
    public OriginPolicy andIf(BiPredicate<String, RequestHead> rule) {
        List<BiPredicate<String, RequestHead>> all = new ArrayList<>(rules);
        all.add(rule);
        return new OriginPolicy(any, sameHost, loopback, listed, List.copyOf(all), cors);
    }

    /**
     * Whether pages may send cookies with their polls: {@code Access-Control-Allow-Credentials}. Default false.
     *
     * @throws IllegalArgumentException if any origin is allowed: browsers refuse the pair, and so do we
     */
    public OriginPolicy credentials(boolean allowed) {
        if (allowed && any) {
            throw new IllegalArgumentException("credentials: not together with allowAnyOrigin(), list the origins");
        }
        return with(cors.credentials(allowed));
    }

    /** What a preflight answers in {@code Access-Control-Allow-Methods}. Default GET and POST: the engine needs no others. */
    public OriginPolicy methods(String... methods) {
        return with(cors.methods(tokens("methods", methods)));
    }

    /** Request headers a page may set. Default: those the preflight asks for. */
    public OriginPolicy allowedHeaders(String... names) {
        return with(cors.allowedHeaders(tokens("allowedHeaders", names)));
    }

    /** Response headers a page may read. Default: none beside those that Fetch always shows. */
    public OriginPolicy exposedHeaders(String... names) {
        return with(cors.exposedHeaders(tokens("exposedHeaders", names)));
    }

    /** How long browsers may remember a preflight's answer, in whole seconds. Default: not said. Zero: not at all. */
    public OriginPolicy maxAge(Duration age) {
        if (age.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, not " + age);
        }
        return with(cors.maxAge("" + age.toSeconds()));
    }

    /** The status of a preflight's answer: 204 by default; some very old browsers want 200. */
    public OriginPolicy optionsSuccessStatus(int status) {
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException("optionsSuccessStatus must be between 200 and 299, not " + status);
        }
        return with(cors.preflight(status, cors.preflightContinues));
    }

    /**
     * Whether preflights are left to the {@link HttpMiddleware}s, with the CORS headers already there; false by
     * default. One that no middleware answers is refused.
     */
    public OriginPolicy preflightContinue(boolean on) {
        return with(cors.preflight(cors.preflightStatus, on));
    }

    private OriginPolicy with(Cors changed) {
        return new OriginPolicy(any, sameHost, loopback, listed, rules, changed);
    }

    private static Set<Origin> parse(Collection<String> origins) {
        Set<Origin> parsed = new LinkedHashSet<>();
        for (String text : origins) {
            Origin origin = Origin.parse(text);
            if (origin == null) {
                throw new IllegalArgumentException("origins: \"" + text
                        + "\" is not an origin; write scheme://host or scheme://host:port, without a trailing slash");
            }
            parsed.add(origin);
        }
        return Set.copyOf(parsed);
    }

    private static String tokens(String option, String... names) {
        for (String name : names) {
            if (!HttpGrammar.token(name)) {
                throw new IllegalArgumentException(option + ": \"" + name + "\" is not an HTTP token");
            }
        }
        return String.join(",", names);
    }

    /** Whether the request's page may connect. */
    public boolean allows(RequestHead head) {
        String header = head.header("Origin");
        if (header == null || any) {
            return true;
        }
        Origin origin = Origin.parse(header);
        return origin != null && (foreign(origin, head) || sameHost && sameHost(origin, head));
    }

    private boolean foreign(Origin origin, RequestHead head) {
        return listed.contains(origin)
                || loopback && origin.http() && origin.loopback()
                || rules.stream().anyMatch(rule -> accepts(rule, origin, head));
    }

    private static boolean accepts(BiPredicate<String, RequestHead> rule, Origin origin, RequestHead head) {
        try {
            return rule.test(origin.text(), head);
        } catch (Throwable refused) {
            return false;
        }
    }

    /*
     * Behind a proxy that ends TLS the connection is plain, though the page's origin is https: a Host without a port
     * then means the default port of the page's scheme. Over our own TLS it can only mean 443.
     */
    private static boolean sameHost(Origin origin, RequestHead head) {
        String host = head.header("Host");
        if (host == null || !origin.http()) {
            return false;
        }
        Origin own = Origin.parse((head.secure() ? "https" : origin.scheme()) + "://" + host);
        return own != null && own.host().equals(origin.host()) && own.port() == origin.port();
    }

    /** Whether pages of other hosts are let in, so that preflight requests are answered. */
    boolean cors() {
        return any || loopback || !listed.isEmpty() || !rules.isEmpty();
    }

    int preflightStatus() {
        return cors.preflightStatus;
    }

    boolean preflightContinues() {
        return cors.preflightContinues;
    }

    /**
     * The CORS headers for the answer to {@code head}, names and values in turn: those of a preflight if the method is
     * OPTIONS. Empty without CORS; only {@code Vary} if the page's origin is its own host or refused.
     */
    public List<String> headers(RequestHead head) {
        if (!cors()) {
            return List.of();
        }
        List<String> headers = new ArrayList<>();
        boolean preflight = head.method().equals("OPTIONS");
        String asked = preflight && cors.allowedHeaders == null ? head.header("Access-Control-Request-Headers") : null;
        vary(headers, asked != null);
        String admitted = admitted(head);
        if (admitted == null) {
            return headers;
        }
        add(headers, "Access-Control-Allow-Origin", admitted);
        add(headers, "Access-Control-Allow-Credentials", cors.credentials ? "true" : null);
        if (preflight) {
            add(headers, "Access-Control-Allow-Methods", cors.methods);
            add(headers, "Access-Control-Allow-Headers", asked == null ? cors.allowedHeaders : listOfTokens(asked));
            add(headers, "Access-Control-Max-Age", cors.maxAge);
        }
        add(headers, "Access-Control-Expose-Headers", cors.exposedHeaders);
        return headers;
    }

    private void vary(List<String> headers, boolean reflects) {
        String origin = any ? null : "Origin";
        String names = reflects ? "Access-Control-Request-Headers" : null;
        if (origin != null || names != null) {
            add(headers, "Vary", origin == null ? names : names == null ? origin : origin + ", " + names);
        }
    }

    private @Nullable String admitted(RequestHead head) {
        if (any) {
            return "*";
        }
        String header = head.header("Origin");
        Origin origin = header == null ? null : Origin.parse(header);
        return origin != null && foreign(origin, head) ? origin.text() : null;
    }

    private static @Nullable String listOfTokens(String asked) {
        return asked.chars().allMatch(c -> HttpGrammar.tokenCharacter(c) || c == ',' || c == ' ') ? asked : null;
    }

    private static void add(List<String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(name);
            headers.add(value);
        }
    }
}
