package dev.madang.live.dashboard;

import dev.madang.live.limits.Area;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * What stands before everything below {@code /admin} and {@code /api/admin}, and looks at nothing else: there is nothing if
 * nobody can enter; else headers, no other site's pages, and Spring Security. Any thread.
 */
final class Door implements WebFilter {
    /*
     * Spring Security gets these paths only. As a bean of its own its chain would put its firewall, which refuses addresses that
     * are fine for comments, before everything else. The paths are compared as the router compares them: encoded letters are no
     * way around. The origins that may read comments get no word in here.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final Duration LONGEST = Duration.ofHours(12);
    private static final Set<String> OWN = Set.of("same-origin", "none");
    private static final List<Area> AREAS = List.of(Area.below("/admin"), Area.below("/api/admin"));
    private static final Area API = Area.below("/api");
    private static final Set<String> PAGE = Set.of("/admin", "/admin/", "/admin/setup", "/admin/login");
    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private final Supplier<Mono<Entrance.State>> state;
    private final WebFilter security;
    private final Clock clock;

    /**
     * A door to a dashboard that these guards watch.
     *
     * @param state whether there is one
     */
    Door(Supplier<Mono<Entrance.State>> state, WebFilter security, Clock clock) {
        this.state = state;
        this.security = security;
        this.clock = clock;
    }

    /** A door behind which there is nothing. */
    static Door closed() {
        return new Door(
                () -> Mono.just(Entrance.State.SHUT),
                (exchange, chain) -> end(exchange, HttpStatus.NOT_FOUND),
                Clock.systemUTC());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (AREAS.stream().noneMatch(area -> area.holds(request))) {
            return chain.filter(exchange);
        }
        return state.get()
                .onErrorResume(failure -> {
                    log.warn("Whether there is a dashboard cannot be read", failure);
                    return end(exchange, HttpStatus.SERVICE_UNAVAILABLE).then(Mono.empty());
                })
                .flatMap(now ->
                        now == Entrance.State.SHUT ? end(exchange, HttpStatus.NOT_FOUND) : enter(exchange, chain));
    }

    private Mono<Void> enter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        boolean api = API.holds(request);
        harden(exchange, api);
        if (api && foreign(request)) {
            return end(exchange, HttpStatus.FORBIDDEN);
        }
        ServerWebExchange inner =
                PAGE.contains(request.getPath().pathWithinApplication().value())
                        ? exchange.mutate()
                                .request(changed -> changed.path("/admin/index.html"))
                                .build()
                        : exchange;
        return expire(exchange).then(security.filter(inner, chain));
    }

    private static void harden(ServerWebExchange exchange, boolean api) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        if (api) {
            headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        }
        exchange.getResponse()
                .beforeCommit(() -> Mono.fromRunnable(() -> List.copyOf(headers.headerNames()).stream()
                        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
                        .forEach(headers::remove)));
    }

    private static boolean foreign(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        String site = headers.getFirst("Sec-Fetch-Site");
        String origin = headers.getOrigin();
        return request.getMethod().equals(HttpMethod.OPTIONS)
                || (site != null && !OWN.contains(site))
                || (origin != null && !Objects.equals(authority(origin), headers.getFirst(HttpHeaders.HOST)));
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** However busy it was kept, a session ends after 12 hours, and with the token that it came from. */
    private Mono<Void> expire(ServerWebExchange exchange) {
        if (!exchange.getRequest().getCookies().containsKey(SessionCookie.NAME)) {
            return Mono.empty();
        }
        return exchange.getSession()
                .filter(session -> session.isStarted() && over(session))
                .flatMap(session -> session.invalidate());
    }

    private boolean over(WebSession session) {
        Instant now = clock.instant();
        Holder holder = Holder.of(session);
        return session.getCreationTime().plus(LONGEST).isBefore(now)
                || (holder != null && !now.isBefore(holder.until()));
    }

    private static Mono<Void> end(ServerWebExchange exchange, HttpStatus status) {
        exchange.getResponse().setStatusCode(status);
        return exchange.getResponse().setComplete();
    }
}
