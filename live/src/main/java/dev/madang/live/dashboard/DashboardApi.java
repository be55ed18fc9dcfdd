package dev.madang.live.dashboard;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final Duration PING = Duration.ofSeconds(20);

    private final History history;
    private final Bell bell;
    private final Entrance entrance;
    private final SiteLogin site;
    private final Clock clock;

    DashboardApi(History history, Bell bell, Entrance entrance, SiteLogin site, Clock clock) {
        this.history = history;
        this.bell = bell;
        this.entrance = entrance;
        this.site = site;
        this.clock = clock;
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET(Guards.SESSION, this::session).GET("/api/admin/live", this::live);
    }

    private Mono<ServerResponse> session(ServerRequest request) {
        Mono<CsrfToken> token = request.exchange().getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty());
        return Mono.zip(
                        request.principal().map(Holder::of).map(Optional::of).defaultIfEmpty(Optional.empty()),
                        token.map(CsrfToken::getToken).defaultIfEmpty(""),
                        entrance.state())
                .flatMap(all -> Requests.respond(
                        HttpStatus.OK,
                        Requests.object(
                                "ok", true,
                                "user", all.getT1().map(Holder::getName).orElse(""),
                                "role", all.getT1().map(Holder::role).orElse(""),
                                "token", all.getT2(),
                                "first", all.getT3() == Entrance.State.FIRST,
                                "site", site.known())));
    }

    /**
     * For owners {@code past} with what is kept, then {@code now} each second; for everybody {@code queue} when what waits
     * changed, until the session or the server ends.
     */
    private Mono<ServerResponse> live(ServerRequest request) {
        return Mono.zip(request.session(), request.principal().map(Holder::of))
                .flatMap(both -> ServerResponse.ok()
                        .contentType(MediaType.TEXT_EVENT_STREAM)
                        .header("X-Accel-Buffering", "no")
                        .body(BodyInserters.fromServerSentEvents(events(both.getT1(), both.getT2()))));
    }

    private Flux<ServerSentEvent<String>> events(WebSession session, Holder holder) {
        Flux<ServerSentEvent<String>> queue = bell.rings()
                .map(what -> event("queue", what))
                .takeUntilOther(history.live().ignoreElements());
        Flux<ServerSentEvent<String>> pings = Flux.interval(Duration.ZERO, PING)
                .map(tick -> ServerSentEvent.<String>builder().comment("ping").build());
        Flux<ServerSentEvent<String>> all = holder.owns()
                ? Flux.defer(() -> Flux.merge(history.live().map(sample -> event("now", sample.row())), queue)
                        .startWith(event("past", past())))
                : Flux.merge(queue, pings.takeUntilOther(history.live().ignoreElements()));
        return all.takeWhile(event ->
                session.isStarted() && !session.isExpired() && clock.instant().isBefore(holder.until()));
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
