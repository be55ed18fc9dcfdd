package dev.madang.live.v2;

import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The newest comments as RSS 2.0: of a post at {@code /feed/ID.xml}, of the site at {@code /feed.xml}. Any thread. */
public final class Feeds {
    private static final int ITEMS = 50;
    private static final MediaType RSS = new MediaType("application", "rss+xml", StandardCharsets.UTF_8);
    private static final DateTimeFormatter DATE = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);

    private static final Logger log = LoggerFactory.getLogger(Feeds.class);

    private final CommentStore store;
    private final XMLOutputFactory factory = XMLOutputFactory.newDefaultFactory();

    /** The feeds of a store. */
    public Feeds(CommentStore store) {
        this.store = store;
    }

    /** What answers the requests. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/feed.xml", this::site)
                .GET("/feed/{file}", this::post)
                .build();
    }

    private Mono<ServerResponse> site(ServerRequest request) {
        return answer(request, store.latest(ITEMS).thenApply(rows -> xml(Topic.NONE, rows)));
    }

    private Mono<ServerResponse> post(ServerRequest request) {
        String file = request.pathVariable("file");
        Optional<PostId> post = file.endsWith(".xml")
                ? PostId.parse(file.substring(0, file.length() - ".xml".length()))
                : Optional.empty();
        if (post.isEmpty()) {
            return ServerResponse.notFound().build();
        }
        CompletableFuture<String> xml = store.newest(post.get(), ITEMS)
                .thenCombine(
                        store.topic(post.get()),
                        (page, topic) -> xml(topic, page.comments().reversed()));
        return answer(request, xml);
    }

    private static Mono<ServerResponse> answer(ServerRequest request, CompletableFuture<String> feed) {
        return Mono.fromFuture(feed)
                .flatMap(xml -> {
                    String tag = Tags.of(xml);
                    if (request.headers().header(HttpHeaders.IF_NONE_MATCH).contains(tag)) {
                        return ServerResponse.status(HttpStatus.NOT_MODIFIED)
                                .eTag(tag)
                                .build();
                    }
                    return ServerResponse.ok()
                            .contentType(RSS)
                            .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                            .eTag(tag)
                            .bodyValue(xml);
                })
                .onErrorResume(StoreException.class, e -> {
                    log.warn("A feed could not be read", e);
                    return ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE).build();
                });
    }

    private String xml(Topic topic, List<Comment> newestFirst) {
        try {
            var text = new StringWriter();
            XMLStreamWriter xml = factory.createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("rss");
            xml.writeAttribute("version", "2.0");
            xml.writeStartElement("channel");
            element(xml, "title", Objects.requireNonNullElse(topic.title(), "Comments"));
            element(xml, "link", Objects.requireNonNullElse(topic.url(), ""));
            element(xml, "description", "");
            for (Comment row : newestFirst) {
                item(xml, topic, row);
            }
            xml.writeEndDocument();
            return text.toString();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a string takes everything", e);
        }
    }

    private static void item(XMLStreamWriter xml, Topic topic, Comment row) throws XMLStreamException {
        xml.writeStartElement("item");
        element(xml, "title", row.author().name());
        if (topic.url() != null) {
            element(xml, "link", topic.url());
        }
        xml.writeStartElement("guid");
        xml.writeAttribute("isPermaLink", "false");
        xml.writeCharacters(row.id());
        xml.writeEndElement();
        element(xml, "pubDate", DATE.format(Instant.ofEpochMilli(row.createdMillis())));
        element(xml, "description", row.content());
        xml.writeEndElement();
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(storable(text));
        xml.writeEndElement();
    }

    /** With U+FFFD in place of what XML 1.0 has no place for. */
    private static String storable(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
