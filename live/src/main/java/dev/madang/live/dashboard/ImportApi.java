package dev.madang.live.dashboard;

import dev.madang.live.comments.CommentService;
import dev.madang.live.dashboard.Requests.Asked;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.StoreException;
import dev.madang.live.transfer.BrokenFileException;
import dev.madang.live.transfer.Import;
import dev.madang.live.transfer.PageKeys;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Comments of other systems into the running server: the file is the request's body, stored while it comes and as fast as the
 * store takes it. One at a time; how far it is can be asked meanwhile.
 */
final class ImportApi {
    private static final int BUFFERS = 32;
    private static final Logger log = LoggerFactory.getLogger(ImportApi.class);

    private final CommentStore store;
    private final CommentService service;
    private final Clock clock;
    private final Requests requests;
    private final Executor threads;
    private final AtomicReference<@Nullable Run> running = new AtomicReference<>();

    ImportApi(CommentStore store, CommentService service, Clock clock, Requests requests, Executor threads) {
        this.store = store;
        this.service = service;
        this.clock = clock;
        this.requests = requests;
        this.threads = threads;
    }

    void add(RouterFunctions.Builder routes) {
        routes.GET("/api/admin/import", request -> requests.serve(request, this::progress))
                .POST("/api/admin/import", this::take);
    }

    private Object progress(Asked asked) {
        Run run = running.get();
        return run == null
                ? Requests.object("ok", true, "running", false)
                : Requests.object("ok", true, "running", true, "bytes", run.bytes, "progress", run.lines.last);
    }

    private Mono<ServerResponse> take(ServerRequest request) {
        return request.principal()
                .flatMap(by -> {
                    var run = new Run();
                    if (!running.compareAndSet(null, run)) {
                        return answer(HttpStatus.CONFLICT, "busy", "another import is under way");
                    }
                    Flux<DataBuffer> body = request.bodyToFlux(DataBuffer.class);
                    return Mono.fromFuture(CompletableFuture.supplyAsync(() -> stored(request, run, body), threads))
                            .flatMap(done -> done)
                            .doFinally(end -> running.set(null));
                })
                .switchIfEmpty(Mono.defer(
                        () -> ServerResponse.status(HttpStatus.UNAUTHORIZED).build()));
    }

    private Mono<ServerResponse> stored(ServerRequest request, Run run, Flux<DataBuffer> body) {
        var report = new ByteArrayOutputStream();
        try (InputStream in = run.counting(DataBufferUtils.subscriberInputStream(body, BUFFERS));
                PrintStream out = new PrintStream(report, true, StandardCharsets.UTF_8);
                PrintStream progress = new PrintStream(run.lines, true, StandardCharsets.UTF_8)) {
            var keys = new PageKeys(
                    request.queryParam("from").orElse(""),
                    request.queryParam("to").orElse(""));
            Import.Format format = Import.Format.of(request.queryParam("format").orElse(""))
                    .orElseThrow(
                            () -> new IllegalArgumentException("format must be disqus, wordpress, remark42 or madang"));
            new Import(store, service::carry, keys, clock, out, progress).run(format, in);
            String text = report.toString(StandardCharsets.UTF_8).strip();
            log.info(
                    "An import from the dashboard: {}", text.lines().findFirst().orElse(""));
            return Requests.respond(HttpStatus.OK, Requests.object("ok", true, "report", text));
        } catch (IllegalArgumentException | BrokenFileException e) {
            return answer(HttpStatus.BAD_REQUEST, "invalid", told(e, report));
        } catch (StoreException e) {
            log.warn("An import found no store", e);
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", told(e, report));
        } catch (IOException e) {
            log.info("An import did not come to its end: {}", e.getMessage());
            return answer(HttpStatus.BAD_REQUEST, "invalid", told(e, report));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answer(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", "the server stops");
        }
    }

    /** Why it ended, and what is stored all the same. */
    private static String told(Exception why, ByteArrayOutputStream report) {
        return (why.getMessage() + "\n" + report.toString(StandardCharsets.UTF_8)).strip();
    }

    private static Mono<ServerResponse> answer(HttpStatus status, String code, String message) {
        return Requests.respond(status, Requests.object("ok", false, "code", code, "message", message));
    }

    /** An import under way. */
    private static final class Run {
        final Line lines = new Line();
        volatile long bytes;

        InputStream counting(InputStream in) {
            return new FilterInputStream(in) {
                @Override
                public int read() throws IOException {
                    int read = super.read();
                    add(read < 0 ? 0 : 1);
                    return read;
                }

                @Override
                public int read(byte[] into, int offset, int length) throws IOException {
                    int read = super.read(into, offset, length);
                    add(Math.max(0, read));
                    return read;
                }
            };
        }

        /* One thread reads. */
        private void add(long more) {
            long before = bytes;
            bytes = before + more;
        }
    }

    /** Keeps the last line that was written. */
    private static final class Line extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        volatile String last = "";

        @Override
        public void write(int next) {
            if (next == '\n') {
                last = line.toString(StandardCharsets.UTF_8).strip();
                line.reset();
            } else {
                line.write(next);
            }
        }
    }
}
