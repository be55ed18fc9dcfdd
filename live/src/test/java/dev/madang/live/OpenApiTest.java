package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.testkit.Http;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.Resource;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicate;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The document for programs names every route of the API and no other, and what it refers to is there. */
final class OpenApiTest {
    @Test
    void theDocumentNamesTheRoutesThatThereAre(@TempDir Path folder) {
        try (LiveServer server = LiveServer.start(folder);
                var http = new Http()) {
            JsonNode document = JsonMapper.shared()
                    .readTree(http.get("http://127.0.0.1:" + server.port() + "/api/v2/openapi.json")
                            .body());
            Set<String> written = new TreeSet<>();
            document.path("paths")
                    .properties()
                    .forEach(path -> path.getValue()
                            .propertyNames()
                            .forEach(method -> written.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
            var routes = new Routes();
            server.beans(RouterFunction.class).forEach(router -> router.accept(routes));
            assertThat(written).isEqualTo(routes.found);
            assertThat(document.findValuesAsString("$ref"))
                    .isNotEmpty()
                    .allSatisfy(reference -> assertThat(
                                    document.at(reference.substring(1)).isObject())
                            .as(reference)
                            .isTrue());
        }
    }

    /** What routers say of themselves: method and path of each route below {@code /api/v2}. */
    private static final class Routes implements RouterFunctions.Visitor {
        final Set<String> found = new TreeSet<>();

        @Override
        public void route(RequestPredicate predicate, HandlerFunction<?> handler) {
            String text = predicate.toString();
            int at = text.indexOf("/api/v2");
            if (at >= 0) {
                String path = text.substring(at, text.length() - (text.endsWith(")") ? 1 : 0));
                for (String method : Set.of("GET", "POST", "PUT", "DELETE")) {
                    if (text.contains(method)) {
                        found.add(method + " " + path);
                    }
                }
            }
        }

        @Override
        public void startNested(RequestPredicate predicate) {}

        @Override
        public void endNested(RequestPredicate predicate) {}

        @Override
        public void resources(Function<ServerRequest, Mono<Resource>> lookup) {}

        @Override
        public void attributes(Map<String, Object> attributes) {}

        @Override
        public void unknown(RouterFunction<?> router) {}
    }
}
