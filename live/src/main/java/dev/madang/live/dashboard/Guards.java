package dev.madang.live.dashboard;

import dev.madang.engine.TrustedProxies;
import dev.madang.limits.ClientAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.WebFilterChainProxy;
import org.springframework.security.web.server.WebFilterExchange;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.HttpStatusServerEntryPoint;
import org.springframework.security.web.server.authentication.ServerFormLoginAuthenticationConverter;
import org.springframework.security.web.server.authentication.logout.DelegatingServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.HttpStatusReturningServerLogoutSuccessHandler;
import org.springframework.security.web.server.authentication.logout.SecurityContextServerLogoutHandler;
import org.springframework.security.web.server.authentication.logout.WebSessionServerLogoutHandler;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The filters of Spring Security for the dashboard: a session that gets another id when somebody signs in, a token with every
 * write, and answers that redirect nowhere.
 */
final class Guards {
    static final String LOGIN = "/api/admin/login";
    static final String LOGOUT = "/api/admin/logout";
    static final String SESSION = "/api/admin/session";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Login login;
    private final TrustedProxies proxies;
    private final WebSessionServerSecurityContextRepository contexts = new WebSessionServerSecurityContextRepository();

    Guards(Login login, TrustedProxies proxies) {
        this.login = login;
        this.proxies = proxies;
    }

    WebFilter filter() {
        var logout = new DelegatingServerLogoutHandler(
                new SecurityContextServerLogoutHandler(), new WebSessionServerLogoutHandler());
        return new WebFilterChainProxy(ServerHttpSecurity.http()
                .securityContextRepository(contexts)
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()))
                .csrf(csrf -> csrf.csrfTokenRepository(new WriteTokens()))
                .headers(headers -> headers.contentTypeOptions(
                                ServerHttpSecurity.HeaderSpec.ContentTypeOptionsSpec::disable)
                        .frameOptions(ServerHttpSecurity.HeaderSpec.FrameOptionsSpec::disable)
                        .cache(ServerHttpSecurity.HeaderSpec.CacheSpec::disable))
                .addFilterAt(signingIn(), SecurityWebFiltersOrder.FORM_LOGIN)
                .logout(out -> out.requiresLogout(ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, LOGOUT))
                        .logoutHandler(logout)
                        .logoutSuccessHandler(new HttpStatusReturningServerLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED)))
                .authorizeExchange(paths -> paths.pathMatchers("/admin/**", SESSION, LOGIN)
                        .permitAll()
                        .anyExchange()
                        .hasAuthority(Login.ROLE))
                .build());
    }

    private WebFilter signingIn() {
        ReactiveAuthenticationManagerResolver<ServerWebExchange> managers = exchange ->
                Mono.just(claimed -> login.authenticate(claimed, ClientAddress.key(address(exchange.getRequest()))));
        var filter = new AuthenticationWebFilter(managers);
        filter.setServerAuthenticationConverter(new ServerFormLoginAuthenticationConverter());
        filter.setRequiresAuthenticationMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, LOGIN));
        filter.setSecurityContextRepository(contexts);
        filter.setAuthenticationSuccessHandler((at, who) -> answer(at, HttpStatus.OK, Map.of("ok", true)));
        filter.setAuthenticationFailureHandler((at, failure) -> {
            if (failure instanceof LockedException) {
                at.getExchange()
                        .getResponse()
                        .getHeaders()
                        .set(HttpHeaders.RETRY_AFTER, Integer.toString(Lockout.MINUTES * 60));
                return answer(at, HttpStatus.TOO_MANY_REQUESTS, Map.of("ok", false, "code", "locked"));
            }
            return answer(at, HttpStatus.UNAUTHORIZED, Map.of("ok", false, "code", "wrong"));
        });
        return filter;
    }

    private static Mono<Void> answer(WebFilterExchange at, HttpStatus status, Object value) {
        ServerHttpResponse response = at.getExchange().getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(JSON.writeValueAsBytes(value))));
    }

    private String address(ServerHttpRequest request) {
        List<String> headers = new ArrayList<>();
        request.getHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    headers.add(name);
                    headers.add(value);
                }));
        InetSocketAddress peer = request.getRemoteAddress();
        return proxies.clientAddress(peer == null ? InetSocketAddress.createUnresolved("unknown", 0) : peer, headers);
    }
}
