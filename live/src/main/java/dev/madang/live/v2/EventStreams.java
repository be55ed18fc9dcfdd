package dev.madang.live.v2;

import dev.madang.live.comments.CommentService;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.BodyInserters;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.json.JsonMapper;

/**
 * The pushes of a post as server-sent events: {@code page} first, or {@code changes} since {@code Last-Event-ID}, then {@code
 * settings}, and from then on {@code changes} and {@code settings}. The id of each event is {@code epoch:rev}; settings have none
 * of their own. A stream that reads too slowly ends, and comes back by its last id.
 */
public final class EventStreams implements SmartLifecycle {
    /*
     * Ended before the web server begins its orderly stop, which waits for open answers.
     */
    private static final int QUEUE = 256;
    private static final Duration PING = Duration.ofSeconds(20);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    private final ContractV2 contract;
    private final Map<String, Set<Stream>> streams = new ConcurrentHashMap<>();
    private volatile boolean running;

    /** The streams of a contract; they begin to hear of its pushes now. */
    public EventStreams(ContractV2 contract, Pushes pushes) {
        this.contract = contract;
        pushes.listen(post -> streams.containsKey(post.hex()), this::push);
        contract.veils.listen(this::pushAlone);
        contract.listenRules(this::tell);
    }

    /**
     * Answers a request for the events of a post.
     *
     * @param person who asks, or null if that is not known
     * @param seat taken when the stream begins, closed when it ends
     */
    Mono<ServerResponse> open(
            ServerRequest request, PostId post, @Nullable String person, Supplier<RateLimits.Allowance> seat) {
        String header = request.headers().firstHeader("Last-Event-ID");
        Mark mark = Mark.parse(header == null ? request.queryParam("after").orElse("") : header);
        Flux<ServerSentEvent<String>> pings = Flux.interval(PING)
                .map(tick -> ServerSentEvent.<String>builder().comment("ping").build());
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .header(HttpHeaders.CACHE_CONTROL, "no-cache")
                .header("X-Accel-Buffering", "no")
                .body(BodyInserters.fromServerSentEvents(Flux.defer(() -> {
                    var stream = new Stream(person);
                    RateLimits.Allowance taken = seat.get();
                    enter(post, mark, stream);
                    return Flux.merge(stream.sink.asFlux(), pings.takeUntilOther(stream.ended.asMono()))
                            .doFinally(end -> {
                                taken.close();
                                leave(post, stream);
                            });
                })));
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        streams.values().forEach(all -> all.forEach(Stream::end));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void enter(PostId post, Mark mark, Stream stream) {
        contract.viewers.enter(post);
        contract.service.enter(post, view -> begin(post, mark, stream, view)).whenComplete((done, failure) -> {
            if (failure != null) {
                log.warn("An event stream of post {} could not begin", post, failure);
                stream.end();
            }
        });
    }

    private void begin(PostId post, Mark mark, Stream stream, CommentService.View view)
            throws StoreException, InterruptedException {
        Veil veil = contract.veils.of(stream.person, post);
        CatchUp missed = mark.known
                ? view.after(mark.epoch, veil == null ? mark.rev : veil.real(mark.rev), Reading.CATCH_UP)
                : new CatchUp.Reload();
        if (missed instanceof CatchUp.Rows rows && !rows.cut() && Reading.fits(rows.comments())) {
            stream.epoch = rows.epoch();
            Values.Missed all = contract.reading.missed(rows, mark.rev, veil);
            if (!all.rows().isEmpty()) {
                var changes = new Values.Changes(post.hex(), mark.rev, all.rev(), all.count(), all.rows());
                stream.send("changes", changes.rev(), JSON.writeValueAsString(changes));
            }
        } else {
            Values.Page everybodys = contract.reading.page(post, view.threads());
            Values.Page page = veil == null ? everybodys : VeiledLists.page(veil, everybodys, false);
            stream.epoch = page.epoch();
            stream.send("page", page.rev(), JSON.writeValueAsString(page));
        }
        stream.send("settings", JSON.writeValueAsString(contract.rules(post)));
        if (!running) {
            stream.end();
        } else if (!stream.left) {
            streams.computeIfAbsent(post.hex(), key -> ConcurrentHashMap.newKeySet())
                    .add(stream);
        }
    }

    private void leave(PostId post, Stream stream) {
        stream.end();
        contract.viewers.exit(post);
        contract.service.inLine(
                post,
                () -> streams.computeIfPresent(post.hex(), (key, all) -> {
                    all.remove(stream);
                    return all.isEmpty() ? null : all;
                }));
    }

    private void push(Values.Changes changes) {
        Set<Stream> all = streams.get(changes.post());
        if (all == null) {
            return;
        }
        String json = JSON.writeValueAsString(changes);
        for (Stream stream : all) {
            if (contract.veils.covers(stream.person, new PostId(changes.post()))) {
                Values.Changes own = contract.veils.of(Objects.requireNonNull(stream.person), changes);
                stream.send("changes", own.rev(), JSON.writeValueAsString(own));
            } else {
                stream.send("changes", changes.rev(), json);
            }
        }
    }

    private void pushAlone(String person, Values.Changes changes) {
        for (Stream stream : streams.getOrDefault(changes.post(), Set.of())) {
            if (person.equals(stream.person)) {
                stream.send("changes", changes.rev(), JSON.writeValueAsString(changes));
            }
        }
    }

    private void tell(Values.Settings rules) {
        if (streams.containsKey(rules.post())) {
            String json = JSON.writeValueAsString(rules);
            contract.service.inLine(
                    new PostId(rules.post()),
                    () -> streams.getOrDefault(rules.post(), Set.of())
                            .forEach(stream -> stream.send("settings", json)));
        }
    }

    /** Where a stream that comes back stood. */
    private record Mark(boolean known, long epoch, long rev) {
        static Mark parse(String text) {
            int colon = text.indexOf(':');
            try {
                long epoch = Long.parseLong(text.substring(0, Math.max(colon, 0)));
                long rev = Long.parseLong(text.substring(colon + 1));
                return new Mark(epoch >= 0 && rev >= 0, epoch, rev);
            } catch (NumberFormatException e) {
                return new Mark(false, 0, 0);
            }
        }
    }

    /** One open answer. Written to in the post's line only. */
    private static final class Stream {
        final Sinks.Many<ServerSentEvent<String>> sink =
                Sinks.many().unicast().onBackpressureBuffer(new ArrayBlockingQueue<>(QUEUE));
        final Sinks.Empty<Void> ended = Sinks.empty();

        @Nullable
        final String person;

        volatile boolean left;
        long epoch;

        Stream(@Nullable String person) {
            this.person = person;
        }

        void send(String event, long rev, String json) {
            send(ServerSentEvent.builder(json)
                    .id(epoch + ":" + rev)
                    .event(event)
                    .build());
        }

        /** What has no place in the order of changes. */
        void send(String event, String json) {
            send(ServerSentEvent.builder(json).event(event).build());
        }

        private void send(ServerSentEvent<String> message) {
            if (sink.tryEmitNext(message) == Sinks.EmitResult.FAIL_OVERFLOW) {
                end();
            }
        }

        void end() {
            left = true;
            sink.tryEmitComplete();
            ended.tryEmitEmpty();
        }
    }
}
