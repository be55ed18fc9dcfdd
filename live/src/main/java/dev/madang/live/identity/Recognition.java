package dev.madang.live.identity;

import dev.madang.live.limits.Area;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds the {@link Papers} of each HTTP request, and gives the guest's cookie to who opens a page, and to who writes without
 * any papers. Any thread.
 */
public final class Recognition implements WebFilter {
    /*
     * A page renews the cookie that it finds, wherever the link to it stood. A page with a cookie is private, or a cache
     * between us and the readers would make all of them one guest. Whether the browser came over TLS to a proxy is taken from
     * it on trust: a client that lies spoils its own cookie.
     */
    private static final String PAPERS = Recognition.class.getName();
    private static final Area API = Area.below("/api");
    private static final Set<HttpMethod> WRITES = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.DELETE);

    private final Customs customs;
    private final GuestCookies guests;

    /** With what finds papers, and makes cookies. */
    public Recognition(Customs customs, GuestCookies guests) {
        this.customs = customs;
        this.guests = guests;
    }

    /** What the request of an exchange carries. */
    public static Papers of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(PAPERS, new Papers(null, null));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        HttpHeaders headers = request.getHeaders();
        Papers papers = customs.of(headers::getFirst, request.getSslInfo() != null);
        boolean api = API.holds(request);
        if (api && WRITES.contains(request.getMethod()) && papers.equals(new Papers(null, null))) {
            ResponseCookie cookie = guests.write(null, secure(request));
            papers = new Papers(null, cookie.getValue());
            give(exchange.getResponse(), cookie, false);
        } else if (!api && request.getMethod().equals(HttpMethod.GET) && wantsPage(headers)) {
            String known = guests.read(new Cookies(headers.getFirst(HttpHeaders.COOKIE)));
            give(exchange.getResponse(), guests.write(known, secure(request)), true);
        }
        exchange.getAttributes().put(PAPERS, papers);
        return chain.filter(exchange);
    }

    private static void give(ServerHttpResponse response, ResponseCookie cookie, boolean withPage) {
        response.beforeCommit(() -> {
            HttpStatusCode status = response.getStatusCode();
            boolean fine = status == null || !status.isError();
            if (fine && (!withPage || isPage(status, response.getHeaders().getContentType()))) {
                response.addCookie(cookie);
                if (withPage) {
                    response.getHeaders().setCacheControl("private, no-cache");
                }
            }
            return Mono.empty();
        });
    }

    private static boolean wantsPage(HttpHeaders headers) {
        List<String> accept = headers.getOrEmpty(HttpHeaders.ACCEPT);
        return accept.stream().anyMatch(types -> types.contains(MediaType.TEXT_HTML_VALUE));
    }

    private static boolean isPage(@Nullable HttpStatusCode status, @Nullable MediaType type) {
        boolean unchanged = status != null && status.value() == 304;
        return unchanged || (type != null && type.isCompatibleWith(MediaType.TEXT_HTML));
    }

    private static boolean secure(ServerHttpRequest request) {
        return request.getSslInfo() != null
                || "https".equals(request.getHeaders().getFirst("X-Forwarded-Proto"));
    }
}
