package dev.madang.live.dashboard;

import dev.madang.live.store.CommentStore;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.Export;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.LocalDate;
import java.util.concurrent.Executor;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
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

/** All comments as a file, written while it is sent: as fast as it is taken, and cut off if the store fails. */
final class ExportApi {
    private static final Logger log = LoggerFactory.getLogger(ExportApi.class);

    private final CommentStore store;
    private final Clock clock;
    private final Executor threads;

    ExportApi(CommentStore store, Clock clock, Executor threads) {
        this.store = store;
        this.clock = clock;
        this.threads = threads;
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET(Guards.EXPORT, this::export);
    }

    private Mono<ServerResponse> export(ServerRequest request) {
        Publisher<DataBuffer> file =
                DataBufferUtils.outputStreamPublisher(this::write, DefaultDataBufferFactory.sharedInstance, threads);
        return request.principal()
                .flatMap(who -> ServerResponse.ok()
                        .contentType(MediaType.APPLICATION_NDJSON)
                        .header(
                                HttpHeaders.CONTENT_DISPOSITION,
                                "attachment; filename=\"madang-" + LocalDate.now(clock) + ".jsonl\"")
                        .body(BodyInserters.fromDataBuffers(file)))
                .switchIfEmpty(Mono.defer(
                        () -> ServerResponse.status(HttpStatus.UNAUTHORIZED).build()));
    }

    private void write(OutputStream out) {
        try {
            long count = new Export(store, clock).write(out);
            log.info("{} comments were exported from the dashboard", count);
        } catch (IOException e) {
            throw new UncheckedIOException("an export was not taken to its end", e);
        } catch (StoreException e) {
            throw new IllegalStateException("the store failed during an export", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("an export was interrupted", e);
        }
    }
}
