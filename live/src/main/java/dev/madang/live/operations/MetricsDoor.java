package dev.madang.live.operations;

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
    private static final String ROOT = "/actuator";
    private static final String HEALTH = "/actuator/health";
    private static final String BEARER = "Bearer ";

    private final byte[] token;

    /** A door that this token opens; empty if this machine's programs need none. */
    public MetricsDoor(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String path = exchange.getRequest().getPath().pathWithinApplication().value();
        if (!within(path, ROOT) || within(path, HEALTH) || admits(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        exchange.getResponse().setStatusCode(HttpStatus.NOT_FOUND);
        return exchange.getResponse().setComplete();
    }

    private static boolean within(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
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
