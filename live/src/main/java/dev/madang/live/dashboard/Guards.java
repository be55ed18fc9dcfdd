package dev.madang.live.dashboard;

import dev.madang.engine.TrustedProxies;
import dev.madang.limits.ClientAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.security.authentication.ReactiveAuthenticationManagerResolver;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
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
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * The filters of Spring Security for the dashboard: three ways in, a session that gets another id when somebody signs in, a token
 * with every write, and answers that redirect nowhere.
 */
final class Guards {
    static final String LOGIN = "/api/admin/login";
    static final String SITE = "/api/admin/login/site";
    static final String SETUP = "/api/admin/setup";
    static final String LOGOUT = "/api/admin/logout";
    static final String SESSION = "/api/admin/session";
    static final String EXPORT = "/api/admin/export";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Login login;
    private final SiteLogin site;
    private final FirstRun first;
    private final TrustedProxies proxies;
    private final WebSessionServerSecurityContextRepository contexts = new WebSessionServerSecurityContextRepository();

    Guards(Login login, SiteLogin site, FirstRun first, TrustedProxies proxies) {
        this.login = login;
        this.site = site;
        this.first = first;
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
                .addFilterAt(byPassword(), SecurityWebFiltersOrder.FORM_LOGIN)
                .addFilterAt(byToken(), SecurityWebFiltersOrder.FORM_LOGIN)
                .addFilterAt(asTheFirst(), SecurityWebFiltersOrder.FORM_LOGIN)
                .logout(out -> out.requiresLogout(ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, LOGOUT))
                        .logoutHandler(logout)
                        .logoutSuccessHandler(new HttpStatusReturningServerLogoutSuccessHandler(HttpStatus.NO_CONTENT)))
                .exceptionHandling(failures ->
                        failures.authenticationEntryPoint(new HttpStatusServerEntryPoint(HttpStatus.UNAUTHORIZED)))
                .authorizeExchange(paths -> paths.pathMatchers("/admin/**", SESSION, LOGIN, SITE, SETUP)
                        .permitAll()
                        .pathMatchers(EXPORT)
                        .hasAuthority(Holder.OWNER)
                        .anyExchange()
                        .hasAnyAuthority(Holder.OWNER, Holder.MODERATOR))
                .build());
    }

    private WebFilter byPassword() {
        return way(
                LOGIN,
                new ServerFormLoginAuthenticationConverter()::convert,
                (exchange, claimed) -> login.authenticate(claimed, address(exchange.getRequest())));
    }

    private WebFilter byToken() {
        return way(
                SITE,
                Guards::anybody,
                (exchange, claimed) -> site.authenticate(exchange.getRequest(), address(exchange.getRequest())));
    }

    private WebFilter asTheFirst() {
        return way(
                SETUP,
                Guards::anybody,
                (exchange, claimed) -> exchange.getFormData()
                        .flatMap(form -> first.become(choice(form), address(exchange.getRequest()))));
    }

    private static Mono<Authentication> anybody(ServerWebExchange exchange) {
        return Mono.just(UsernamePasswordAuthenticationToken.unauthenticated("", ""));
    }

    private static FirstRun.Choice choice(MultiValueMap<String, String> form) {
        return new FirstRun.Choice(text(form, "token"), text(form, "username"), text(form, "password"));
    }

    private static String text(MultiValueMap<String, String> form, String name) {
        String value = form.getFirst(name);
        return value == null ? "" : value;
    }

    private WebFilter way(String path, Claims claims, Check check) {
        ReactiveAuthenticationManagerResolver<ServerWebExchange> managers =
                exchange -> Mono.just(claimed -> check.who(exchange, claimed));
        var filter = new AuthenticationWebFilter(managers);
        filter.setServerAuthenticationConverter(claims::of);
        filter.setRequiresAuthenticationMatcher(ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, path));
        filter.setSecurityContextRepository(contexts);
        filter.setAuthenticationSuccessHandler((at, who) -> answer(at, HttpStatus.OK, new LinkedHashMap<>()));
        filter.setAuthenticationFailureHandler(Guards::refuse);
        return filter;
    }

    private static Mono<Void> refuse(WebFilterExchange at, AuthenticationException failure) {
        Refused refused = failure instanceof Refused known ? known : Refused.wrong();
        if (refused.status() == HttpStatus.TOO_MANY_REQUESTS) {
            at.getExchange()
                    .getResponse()
                    .getHeaders()
                    .set(HttpHeaders.RETRY_AFTER, Integer.toString(Lockout.MINUTES * 60));
        }
        var answer = new LinkedHashMap<String, Object>();
        answer.put("code", refused.code());
        String field = refused.field();
        if (field != null) {
            answer.put("field", field);
        }
        return answer(at, refused.status(), answer);
    }

    private static Mono<Void> answer(WebFilterExchange at, HttpStatus status, LinkedHashMap<String, Object> value) {
        value.putFirst("ok", status.is2xxSuccessful());
        ServerHttpResponse response = at.getExchange().getResponse();
        response.setStatusCode(status);
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(JSON.writeValueAsBytes(value))));
    }

    /** The network of who asks, as the proxies that are trusted say. */
    private String address(ServerHttpRequest request) {
        List<String> headers = new ArrayList<>();
        request.getHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    headers.add(name);
                    headers.add(value);
                }));
        InetSocketAddress peer = request.getRemoteAddress();
        return ClientAddress.key(
                proxies.clientAddress(peer == null ? InetSocketAddress.createUnresolved("unknown", 0) : peer, headers));
    }

    /** What a request claims. */
    @FunctionalInterface
    private interface Claims {
        Mono<Authentication> of(ServerWebExchange exchange);
    }

    /** Who that is. */
    @FunctionalInterface
    private interface Check {
        Mono<Authentication> who(ServerWebExchange exchange, Authentication claimed);
    }
}
