package dev.madang.live.dashboard;

import dev.madang.live.comments.CommentService;
import dev.madang.live.dashboard.Requests.Asked;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.PersonalData;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.Principal;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** One person's data, given out and forgotten while the server runs: who looks on sees what changes. Threads that may block. */
final class CareApi {
    private static final String CONFIRM = "erase";
    private static final Logger log = LoggerFactory.getLogger(CareApi.class);

    private final PersonalData data;
    private final Requests requests;
    private final Executor threads;

    CareApi(CommentStore store, CommentService service, Clock clock, Requests requests, Executor threads) {
        this.data = new PersonalData(store, service::submit, clock);
        this.requests = requests;
        this.threads = threads;
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET("/api/admin/person/data", this::export)
                .POST("/api/admin/person/erase", request -> requests.serve(request, this::erase));
    }

    private Object erase(Asked asked) throws Rejected, StoreException, InterruptedException {
        if (!asked.body().path("confirm").asString("").equals(CONFIRM)) {
            throw Rejected.invalid("confirm", "what is erased does not come back: confirm must be \"erase\"");
        }
        PersonalData.Erased erased = data.erase(who(Asked.text(asked.body(), "who")));
        log.info(
                "A person was erased from the dashboard: {} comments, {} votes, {} records",
                erased.comments(),
                erased.votes(),
                erased.records());
        return Requests.object(
                "ok", true, "comments", erased.comments(), "votes", erased.votes(), "records", erased.records());
    }

    private PersonalData.Who who(String text) throws Rejected, StoreException, InterruptedException {
        try {
            return data.who(text);
        } catch (IllegalArgumentException e) {
            throw Rejected.invalid("who", String.valueOf(e.getMessage()));
        }
    }

    private Mono<ServerResponse> export(ServerRequest request) {
        return request.principal()
                .flatMap(by -> Mono.fromFuture(CompletableFuture.supplyAsync(() -> known(by, request), threads)))
                .flatMap(who -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_NDJSON)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"person.jsonl\"")
                        .body(BodyInserters.fromDataBuffers(DataBufferUtils.outputStreamPublisher(
                                out -> write(who, out), DefaultDataBufferFactory.sharedInstance, threads))))
                .switchIfEmpty(Mono.defer(
                        () -> ServerResponse.status(HttpStatus.UNAUTHORIZED).build()))
                .onErrorResume(IllegalArgumentException.class, wrong -> refused(HttpStatus.BAD_REQUEST, wrong))
                .onErrorResume(IllegalStateException.class, lost -> refused(HttpStatus.SERVICE_UNAVAILABLE, lost));
    }

    private static Mono<ServerResponse> refused(HttpStatus status, Exception why) {
        String code = status == HttpStatus.BAD_REQUEST ? "invalid" : "unavailable";
        return Requests.respond(status, Requests.object("ok", false, "code", code, "message", why.getMessage()));
    }

    private PersonalData.Who known(Principal by, ServerRequest request) {
        log.debug("{} asks for a person's data", by.getName());
        try {
            return data.who(request.queryParam("who").orElse(""));
        } catch (StoreException e) {
            throw new IllegalStateException("the database does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the server stops", e);
        }
    }

    private void write(PersonalData.Who who, OutputStream out) {
        try {
            data.export(who, out);
        } catch (IOException e) {
            throw new UncheckedIOException("an export was not taken to its end", e);
        } catch (StoreException e) {
            throw new CompletionException("the store failed during an export", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException("an export was interrupted", e);
        }
    }
}
