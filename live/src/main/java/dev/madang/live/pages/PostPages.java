package dev.madang.live.pages;

import static org.springframework.web.reactive.function.server.RequestPredicates.methods;
import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.madang.live.identity.Papers;
import dev.madang.live.identity.Recognition;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import dev.madang.live.v2.ServedPage;
import dev.madang.live.v2.ServedPages;
import dev.madang.live.v2.Tags;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Comments as HTML: the page of a post at {@code /p/ID}, the comments page at {@code /}, and a fragment for pages that other
 * servers write. Any thread.
 */
public final class PostPages {
    /** The post of the comments page where the address names none. */
    static final String DEMO = "64b7f0c2a1d3e4f5a6b7c8d9";

    private static final int LONGEST_KEY = 500;
    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);
    private static final Logger log = LoggerFactory.getLogger(PostPages.class);

    private final ServedPages pages;
    private final CommentStore store;
    private final Shell shell;

    /** The pages of a server's posts. */
    public PostPages(ServedPages pages, CommentStore store) {
        this.pages = pages;
        this.store = store;
        this.shell = Shell.load();
    }

    /** What answers the requests. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .route(reads("/"), this::home)
                .route(
                        path("/"),
                        request -> ServerResponse.status(HttpStatus.METHOD_NOT_ALLOWED)
                                .header(HttpHeaders.ALLOW, "GET, HEAD")
                                .build())
                .route(reads("/p"), this::find)
                .route(reads("/p/{post}"), this::post)
                .route(reads("/api/v2/posts/{post}/html"), this::fragment)
                .build();
    }

    private static RequestPredicate reads(String pattern) {
        return methods(HttpMethod.GET, HttpMethod.HEAD).and(path(pattern));
    }

    private Mono<ServerResponse> home(ServerRequest request) {
        String named = request.queryParam("post").filter(PostPages::usable).orElse(DEMO);
        PostId post = PostId.parse(named).orElseGet(() -> PostId.ofKey(named));
        return answer(request, post, (page, topic) -> shell.home(Words.of(request), named, page));
    }

    private Mono<ServerResponse> find(ServerRequest request) {
        return request.queryParam("key")
                .filter(PostPages::usable)
                .map(key -> ServerResponse.status(HttpStatus.FOUND)
                        .location(URI.create("/p/" + PostId.ofKey(key).hex()))
                        .build())
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private Mono<ServerResponse> post(ServerRequest request) {
        return PostId.parse(request.pathVariable("post"))
                .map(post -> answer(request, post, (page, topic) -> shell.post(Words.of(request), page, topic)))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private Mono<ServerResponse> fragment(ServerRequest request) {
        String server = request.queryParam("server").flatMap(Html::web).orElse("");
        return PostId.parse(request.pathVariable("post"))
                .map(post -> answer(request, post, (page, topic) -> {
                    var html = new Html();
                    ThreadHtml.write(html, Words.of(request), withoutSlash(server), page, Shell.earlier(server, page));
                    return html.toString();
                }))
                .orElseGet(() -> ServerResponse.notFound().build());
    }

    private Mono<ServerResponse> answer(
            ServerRequest request, PostId post, BiFunction<ServedPage, Topic, String> writer) {
        Papers papers = Recognition.of(request.exchange());
        Optional<PageQuery.Cursor> before = request.queryParam("before").flatMap(PageQuery.Cursor::parse);
        CompletableFuture<ServedPage> page =
                before.map(mark -> pages.before(post, mark, papers)).orElseGet(() -> pages.first(post, papers));
        return Mono.fromFuture(page.thenCombine(store.topic(post), writer))
                .flatMap(html -> respond(request, html))
                .onErrorResume(StoreException.class, e -> {
                    log.warn("A page could not be read", e);
                    return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE)
                            .contentType(HTML)
                            .bodyValue(shell.unavailable(Words.of(request)));
                });
    }

    private static Mono<ServerResponse> respond(ServerRequest request, String html) {
        String tag = Tags.of(html);
        boolean known =
                request.headers().header(HttpHeaders.IF_NONE_MATCH).stream().anyMatch(tags -> tags.contains(tag));
        ServerResponse.BodyBuilder response = ServerResponse.status(known ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header(HttpHeaders.CONTENT_LANGUAGE, Words.of(request).tag())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.ACCEPT_ENCODING)
                .eTag(tag);
        return known ? response.build() : response.contentType(HTML).bodyValue(html);
    }

    static String withoutSlash(String address) {
        return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }

    static String inQuery(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static boolean usable(String key) {
        return !key.isBlank() && key.codePointCount(0, key.length()) <= LONGEST_KEY;
    }
}
