package dev.madang.live.operations;

import dev.madang.live.limits.Area;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Who may read below {@code /actuator}, the health checks aside, which anybody may: with a token only who names it ({@code
 * Authorization: Bearer}), without one only this machine, and nobody through a proxy. Others are told that there is nothing.
 */
public final class MetricsDoor implements WebFilter {
    private static final Area ROOT = Area.below("/actuator");
    private static final Area HEALTH = Area.below("/actuator/health");
    private static final String BEARER = "Bearer ";

    private final byte[] token;

    /** A door that this token opens; empty if this machine's programs need none. */
    public MetricsDoor(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!ROOT.holds(request) || HEALTH.holds(request) || admits(request)) {
            return chain.filter(exchange);
        }
        exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
        return exchange.getResponse().setComplete();
    }

    private boolean admits(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        if (token.length > 0) {
            String said = headers.getFirst(HttpHeaders.AUTHORIZATION);
            return said != null
                    && said.regionMatches(true, 0, BEARER, 0, BEARER.length())
                    && MessageDigest.isEqual(
                            token, said.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8));
        }
        InetSocketAddress peer = request.getRemoteAddress();
        InetAddress address = peer == null ? null : peer.getAddress();
        return address != null
                && address.isLoopbackAddress()
                && !headers.containsHeader("Forwarded")
                && !headers.containsHeader("X-Forwarded-For");
    }
}
