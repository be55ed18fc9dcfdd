package dev.madang.live;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.boot.webflux.autoconfigure.ResourceHandlerRegistrationCustomizer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.Resource;
import org.springframework.http.HttpHeaders;
import org.springframework.web.reactive.config.ResourceHandlerRegistration;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * How the pages are served: {@code /chat} is a file like the others, each with an entity tag made of its content, and every
 * answer says what a browser must not do with it. Any thread.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class Pages implements WebFilter, ResourceHandlerRegistrationCustomizer {
    /*
     * The tag is of the content, since the times of files in a jar are those of the build, and builds that give the same
     * bytes for the same source give the same time for different ones. It is weak, since it also stands for the
     * compressed form.
     */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    private static final Map<String, String> FILES = Map.of("/chat", "/chat.html");

    private final Map<String, String> tags = new ConcurrentHashMap<>();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (isPublic(exchange.getRequest().getPath().value())) {
            headers.set("Access-Control-Allow-Origin", "*");
            headers.set("Cross-Origin-Resource-Policy", "cross-origin");
        }
        String file = FILES.get(exchange.getRequest().getPath().value());
        return chain.filter(
                file == null
                        ? exchange
                        : exchange.mutate()
                                .request(request -> request.path(file))
                                .build());
    }

    /** The widget's files, which pages of all origins load; they are the same for everybody. */
    private static boolean isPublic(String path) {
        return path.equals("/embed.js") || path.equals("/count.js") || path.startsWith("/widget/");
    }

    @Override
    public void customize(ResourceHandlerRegistration registration) {
        registration.setUseLastModified(false).setEtagGenerator(this::tag);
    }

    private String tag(Resource resource) {
        return tags.computeIfAbsent(resource.getDescription(), name -> hash(resource));
    }

    private static String hash(Resource resource) {
        try (InputStream content = resource.getInputStream()) {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(content, hash).transferTo(OutputStream.nullOutputStream());
            return "W/\"" + HexFormat.of().formatHex(hash.digest(), 0, 16) + '"';
        } catch (IOException e) {
            throw new UncheckedIOException("a page cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
