package dev.madang.live.dashboard;

import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What the dashboard's pages ask for below {@code /api/admin}, behind {@link Door}: who is here, and the live numbers. */
final class DashboardApi {
    private final History history;
    private final Bell bell;

    DashboardApi(History history, Bell bell) {
        this.history = history;
        this.bell = bell;
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET(Guards.SESSION, this::session).GET("/api/admin/live", this::live);
    }

    private Mono<ServerResponse> session(ServerRequest request) {
        Mono<CsrfToken> token = request.exchange().getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
        return Mono.zip(
                        request.principal().map(Principal::getName).defaultIfEmpty(""),
                        token.map(CsrfToken::getToken).defaultIfEmpty(""))
                .flatMap(both -> Requests.respond(
                        HttpStatus.OK, Map.of("ok", true, "user", both.getT1(), "token", both.getT2())));
    }

    /**
     * {@code past} with what is kept, then {@code now} each second, and {@code queue} when what waits changed, until the session
     * or the server ends.
     */
    private Mono<ServerResponse> live(ServerRequest request) {
        return request.session()
                .flatMap(session -> ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .header("X-Accel-Buffering", "no")
                        .body(BodyInserters.fromServerSentEvents(events(session))));
    }

    private Flux<ServerSentEvent<String>> events(WebSession session) {
        Flux<ServerSentEvent<String>> now = history.live().map(sample -> event("now", sample.row()));
        Flux<ServerSentEvent<String>> queue = bell.rings()
                .map(what -> event("queue", what))
                .takeUntilOther(history.live().ignoreElements());
        return Flux.defer(() -> Flux.merge(now, queue).startWith(event("past", past())))
                .takeWhile(event -> session.isStarted() && !session.isExpired());
    }

    private Map<String, Object> past() {
        List<String> columns = new ArrayList<>();
        columns.add("at");
        Stream.of(Measure.values()).map(Measure::word).forEach(columns::add);
        return Map.of(
                "columns",
                columns,
                "rows",
                history.past().stream().map(Sample::row).toList());
    }

    private static ServerSentEvent<String> event(String name, Object value) {
        return ServerSentEvent.builder(Requests.JSON.writeValueAsString(value))
                .event(name)
                .build();
    }
}
