package dev.madang.live.dashboard;

import java.util.Locale;
import org.springframework.http.ResponseCookie;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.session.CookieWebSessionIdResolver;

/**
 * The cookie of a session: no script reads it, no other site's page sends it, and over HTTPS it comes back over HTTPS only,
 * also where a proxy in front speaks it.
 */
final class SessionCookie extends CookieWebSessionIdResolver {
    static final String NAME = "madang_dashboard";

    SessionCookie() {
        setCookieName(NAME);
        addCookieInitializer(cookie -> cookie.path("/").httpOnly(true).sameSite("Strict"));
    }

    /** Whether the browser speaks HTTPS. That a client can claim it does no harm: it is about that client's own cookie. */
    static boolean secure(ServerHttpRequest request) {
        String proto = request.getHeaders().getFirst("X-Forwarded-Proto");
        String forwarded = request.getHeaders().getFirst("Forwarded");
        return request.getSslInfo() != null
                || "https".equalsIgnoreCase(request.getURI().getScheme())
                || (proto != null && proto.regionMatches(true, 0, "https", 0, "https".length()))
                || (forwarded != null && forwarded.toLowerCase(Locale.ROOT).contains("proto=https"));
    }

    @Override
    public void setSessionId(ServerWebExchange exchange, String id) {
        super.setSessionId(exchange, id);
        secured(exchange);
    }

    @Override
    public void expireSession(ServerWebExchange exchange) {
        super.expireSession(exchange);
        secured(exchange);
    }

    private static void secured(ServerWebExchange exchange) {
        MultiValueMap<String, ResponseCookie> cookies = exchange.getResponse().getCookies();
        ResponseCookie cookie = cookies.getFirst(NAME);
        if (cookie != null && secure(exchange.getRequest())) {
            cookies.set(NAME, cookie.mutate().secure(true).build());
        }
    }
}
