package dev.madang.live.v2;

import dev.madang.engine.OriginPolicy;
import dev.madang.engine.RequestHead;
import dev.madang.live.limits.Area;
import dev.madang.server.SocketIo;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets pages of those origins use {@code /api} that may connect by Socket.IO: the same setting, the same decision. */
public final class Cors implements WebFilter {
    private static final Area API = Area.below("/api");

    private final OriginPolicy origins;

    /** The policy of that server. */
    public Cors(SocketIo io) {
        this.origins = io.options()
                .engine()
                .origins()
                .methods("GET", "POST", "PUT", "DELETE")
                .exposedHeaders("ETag", "Retry-After");
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (!API.holds(request)) {
            return chain.filter(exchange);
        }
        RequestHead head = head(request);
        HttpHeaders headers = exchange.getResponse().getHeaders();
        List<String> cors = origins.headers(head);
        for (int i = 0; i + 1 < cors.size(); i += 2) {
            headers.add(cors.get(i), cors.get(i + 1));
        }
        if (!origins.allows(head)) {
            exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
            return exchange.getResponse().setComplete();
        }
        if (request.getMethod().equals(HttpMethod.OPTIONS)) {
            exchange.getResponse().setStatusCode(HttpStatus.NO_CONTENT);
            return exchange.getResponse().setComplete();
        }
        return chain.filter(exchange);
    }

    private static RequestHead head(ServerHttpRequest request) {
        List<String> headers = new ArrayList<>();
        request.getHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    headers.add(name);
                    headers.add(value);
                }));
        InetSocketAddress peer = request.getRemoteAddress();
        return new RequestHead(
                request.getMethod().name(),
                request.getPath().value(),
                Map.of(),
                headers,
                peer == null ? InetSocketAddress.createUnresolved("unknown", 0) : peer,
                request.getSslInfo() != null);
    }
}
