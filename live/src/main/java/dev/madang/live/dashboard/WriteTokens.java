package dev.madang.live.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseCookie;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.security.web.server.csrf.ServerCsrfTokenRepository;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * The tokens that every write carries twice: in a cookie and in a header. In a cookie, since strangers who look at the login page
 * must not fill a memory of the server's.
 */
final class WriteTokens implements ServerCsrfTokenRepository {
    static final String COOKIE = "madang_dashboard_token";
    static final String HEADER = "X-Madang-Token";

    private final CookieServerCsrfTokenRepository cookies = new CookieServerCsrfTokenRepository();

    WriteTokens() {
        cookies.setCookieName(COOKIE);
        cookies.setHeaderName(HEADER);
        cookies.setCookiePath("/");
        cookies.setCookieCustomizer(cookie -> cookie.httpOnly(true).sameSite("Strict"));
    }

    @Override
    public Mono<CsrfToken> generateToken(ServerWebExchange exchange) {
        return cookies.generateToken(exchange);
    }

    @Override
    public Mono<Void> saveToken(ServerWebExchange exchange, @Nullable CsrfToken token) {
        return cookies.saveToken(exchange, token).then(Mono.fromRunnable(() -> secure(exchange)));
    }

    @Override
    public Mono<CsrfToken> loadToken(ServerWebExchange exchange) {
        return cookies.loadToken(exchange);
    }

    private static void secure(ServerWebExchange exchange) {
        MultiValueMap<String, ResponseCookie> all = exchange.getResponse().getCookies();
        ResponseCookie cookie = all.getFirst(COOKIE);
        if (cookie != null && SessionCookie.secure(exchange.getRequest())) {
            all.set(COOKIE, cookie.mutate().secure(true).build());
        }
    }
}
