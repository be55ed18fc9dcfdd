package dev.madang.live.v2;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;

import dev.madang.engine.TrustedProxies;
import dev.madang.limits.ClientAddress;
import dev.madang.live.comments.Pen;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.Papers;
import dev.madang.live.identity.Pass;
import dev.madang.live.identity.Recognition;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.Listed;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Page;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import dev.madang.live.transfer.PersonalData;
import dev.madang.server.SocketIo;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What contract v2 says, over HTTP below {@code /api/v2}: the same values, the same checks, the same codes. Requests are
 * served on threads that may block.
 */
public final class HttpApi {
    private static final String POST = "/api/v2/posts/{post}";
    private static final String CHAT = "chat:";
    private static final int MAX_COUNTS = 100;
    private static final int MINE = 100;
    private static final int MAX_CONFIRM = 20;
    private static final Logger log = LoggerFactory.getLogger(HttpApi.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ContractV2 contract;
    private final EventStreams streams;
    private final Identities identities;
    private final RateLimits limits;
    private final ObjectIds ids;
    private final Executor threads;
    private final TrustedProxies proxies;
    private final JsonNode openApi = OpenApi.document();
    private final List<String> rooms;
    private final Clock clock;

    /**
     * The surface beside a contract over sockets, which it shares its posts with.
     *
     * @param rooms the chat rooms that everybody is told of
     */
    public HttpApi(
            SocketIo io,
            ContractV2 contract,
            EventStreams streams,
            Identities identities,
            RateLimits limits,
            ObjectIds ids,
            Clock clock,
            Executor threads,
            List<String> rooms) {
        this.contract = contract;
        this.streams = streams;
        this.identities = identities;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
        this.threads = threads;
        this.proxies = io.options().engine().trustedProxies();
        this.rooms = List.copyOf(rooms);
    }

    /** What answers the requests. */
    public RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/api/v2/openapi.json", request -> respond(request, new Answer(openApi, null)))
                .GET("/api/v2/counts", request -> read(request, this::counts))
                .GET("/api/v2/rooms", request -> read(request, this::rooms))
                .GET(POST, request -> read(request, this::post))
                .GET(POST + "/comments", request -> read(request, this::comments))
                .GET(POST + "/changes", request -> read(request, this::changes))
                .GET(POST + "/events", this::events)
                .GET("/api/v2/me", request -> read(request, (from, form) -> me(request)))
                .GET("/api/v2/me/data", request -> read(request, (from, form) -> data(request, form)))
                .DELETE("/api/v2/me", request -> write(request, HttpStatus.OK, this::forget))
                .POST(POST + "/comments", request -> write(request, HttpStatus.CREATED, this::add))
                .PUT(POST + "/comments/{id}", request -> write(request, HttpStatus.OK, this::edit))
                .DELETE(POST + "/comments/{id}", request -> write(request, HttpStatus.OK, this::remove))
                .PUT(POST + "/comments/{id}/vote", request -> write(request, HttpStatus.OK, this::vote))
                .PUT(POST + "/comments/{id}/pin", request -> write(request, HttpStatus.OK, this::pin))
                .POST(POST + "/comments/{id}/report", request -> write(request, HttpStatus.OK, this::report))
                .POST(POST + "/comments/{id}/moderate", request -> write(request, HttpStatus.OK, this::moderate))
                .GET(POST + "/settings", request -> read(request, this::rules))
                .PUT(POST + "/settings", request -> write(request, HttpStatus.OK, this::change))
                .GET("/api/v2/moderation/settings", request -> read(request, this::siteRules))
                .PUT("/api/v2/moderation/settings", request -> write(request, HttpStatus.OK, this::changeSite))
                .GET("/api/v2/moderation/queue", request -> read(request, this::queue))
                .GET("/api/v2/moderation/people", request -> read(request, this::stopped))
                .GET("/api/v2/moderation/audit", request -> read(request, this::log))
                .POST("/api/v2/moderation/undo", request -> write(request, HttpStatus.OK, this::undo))
                .route(path("/api/**"), request -> ServerResponse.notFound().build())
                .build();
    }

    private Answer counts(Reader reader, Form form) throws Refusal, InterruptedException {
        var keys = new LinkedHashMap<String, PostId>();
        for (JsonNode key : form.json().path("key").values()) {
            keys.put(
                    key.stringValue(),
                    PostId.parse(key.stringValue()).orElseGet(() -> PostId.ofKey(key.stringValue())));
        }
        if (keys.isEmpty() || keys.size() > MAX_COUNTS) {
            throw new Refusal(Code.INVALID);
        }
        Map<PostId, Long> counts = Desk.ask(contract.store.counts(keys.values()));
        var answer = new LinkedHashMap<String, Long>();
        for (Map.Entry<String, PostId> key : keys.entrySet()) {
            Veil veil = veil(reader, key.getValue());
            long count = counts.getOrDefault(key.getValue(), 0L);
            answer.put(key.getKey(), veil == null ? count : veil.count(count));
        }
        return new Answer(Map.of("ok", true, "counts", answer), null);
    }

    /** The rooms that everybody is told of, and those that were asked for. */
    private Answer rooms(Reader reader, Form form) throws Refusal, InterruptedException {
        var posts = new LinkedHashMap<String, PostId>();
        rooms.forEach(room -> posts.put(room, PostId.ofKey(CHAT + room)));
        for (JsonNode room : form.json().path("room").values()) {
            posts.put(room.stringValue(), PostId.ofKey(CHAT + room.stringValue()));
        }
        if (posts.size() > MAX_COUNTS) {
            throw new Refusal(Code.INVALID);
        }
        Map<PostId, Long> counts = Desk.ask(contract.store.counts(posts.values()));
        var answer = new ArrayList<Values.Room>();
        for (Map.Entry<String, PostId> room : posts.entrySet()) {
            PostId post = room.getValue();
            Veil veil = veil(reader, post);
            long count = counts.getOrDefault(post, 0L);
            answer.add(new Values.Room(
                    room.getKey(), post.hex(), veil == null ? count : veil.count(count), contract.viewers.of(post)));
        }
        return new Answer(new Values.Rooms(true, answer), null);
    }

    private Answer me(ServerRequest request) {
        Pass pass = pass(request);
        return new Answer(new Values.Known(true, contract.rows.me(pass.reader(""), pass.problem())), null);
    }

    private Pass pass(ServerRequest request) {
        return identities.pass(Recognition.of(request.exchange()));
    }

    private Answer post(Reader reader, Form form) throws Refusal, InterruptedException {
        PostId post = form.post();
        Page page = Desk.ask(contract.store.newest(post, 1));
        Topic topic = Desk.ask(contract.store.topic(post));
        Veil veil = veil(reader, post);
        return new Answer(
                new Values.Post(
                        true,
                        post.hex(),
                        topic.key(),
                        topic.url(),
                        topic.title(),
                        page.epoch(),
                        veil == null ? page.head() : veil.mark(page.head()),
                        veil == null ? page.count() : veil.count(page.count()),
                        contract.viewers.of(post)),
                null);
    }

    private Answer comments(Reader reader, Form form) throws Refusal, InterruptedException {
        PostId post = form.post();
        return new Answer(contract.reading.more(form.query(post), veil(reader, post)), null);
    }

    private Answer changes(Reader reader, Form form) throws Refusal, InterruptedException {
        PostId post = form.post();
        long rev = form.counter("rev").orElse(0L);
        long epoch = form.counter("epoch").orElse(0L);
        Object missed = contract.reading.missed(post, epoch, rev, veil(reader, post));
        Values.Settings rules = rules(post);
        ObjectNode answer = JSON.valueToTree(missed);
        answer.set("settings", JSON.valueToTree(rules));
        String tag = missed instanceof Values.Missed rows
                ? "W/\"" + rows.epoch() + ":" + rows.rev() + ":" + Integer.toHexString(rules.hashCode()) + '"'
                : null;
        return new Answer(answer, tag);
    }

    private Values.Settings rules(PostId post) throws Refusal, InterruptedException {
        try {
            return contract.look(post);
        } catch (StoreException e) {
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    private Mono<ServerResponse> events(ServerRequest request) {
        String address = address(request);
        return PostId.parse(request.pathVariable("post"))
                .map(post -> limits.admits(address)
                        ? streams.open(request, post, reader(request).person, () -> limits.enter(address))
                        : respond(
                                new Refusal(Code.TOO_FAST, Duration.ofSeconds(10)).answer(english(request)),
                                HttpStatus.OK))
                .orElseGet(() -> respond(new Refusal(Code.INVALID).answer(english(request)), HttpStatus.OK));
    }

    private Answer data(ServerRequest request, Form form) throws Refusal, InterruptedException {
        Author me = Desk.writer(pass(request), "");
        String cursor = form.optionalId("cursor");
        Listed<Comment> rows =
                Desk.ask(new PersonalData(contract.store, contract.service::submit).of(me, cursor, MINE));
        return new Answer(
                new Values.Mine(true, rows.rows().stream().map(Values.Own::of).toList(), rows.next()), null);
    }

    private void forget(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        if (!"erase".equals(form.optional("confirm", MAX_CONFIRM))) {
            throw new Refusal(Code.INVALID);
        }
        try {
            var data = new PersonalData(contract.store, contract.service::submit);
            answer.accept(new Values.Forgotten(true, data.erase(new PersonalData.Who(me, null))));
        } catch (StoreException e) {
            log.warn("Somebody's comments could not be erased", e);
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    private void add(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        desk.add(me, form.post(), form.topic(), form, answer);
    }

    private void edit(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        desk.edit(me, form.post(), form.id("id"), form, answer);
    }

    private void remove(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        desk.remove(me, form.post(), form.id("id"), answer);
    }

    private void vote(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        desk.vote(me, form.post(), form.id("id"), form.vote(), answer);
    }

    private void report(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        answer.accept(contract.bench.report(me, desk.network(), form));
    }

    private void moderate(Desk desk, Author me, Form form, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        answer.accept(contract.bench.moderate(me, form));
    }

    private void undo(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        answer.accept(contract.bench.undo(me, form));
    }

    private void change(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        answer.accept(contract.bench.change(me, form.post(), form.json().path("settings")));
    }

    private void changeSite(Desk desk, Author me, Form form, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        answer.accept(contract.bench.change(me, null, form.json().path("settings")));
    }

    private Answer rules(Reader reader, Form form) throws Refusal {
        return new Answer(contract.bench.rules(reader.me, form.post()), null);
    }

    private Answer siteRules(Reader reader, Form form) throws Refusal {
        return new Answer(contract.bench.rules(reader.me, null), null);
    }

    private Answer queue(Reader reader, Form form) throws Refusal, InterruptedException {
        return new Answer(contract.bench.queue(reader.me, form), null);
    }

    private Answer stopped(Reader reader, Form form) throws Refusal {
        return new Answer(contract.bench.stopped(reader.me, clock.millis()), null);
    }

    private Answer log(Reader reader, Form form) throws Refusal, InterruptedException {
        return new Answer(contract.bench.log(reader.me, form), null);
    }

    private Reader reader(ServerRequest request) {
        if (Recognition.of(request.exchange()).equals(new Papers(null, null))) {
            return new Reader(Author.guest(""), null);
        }
        Author me = pass(request).reader("");
        return new Reader(me, contract.veils.person(me, ClientAddress.key(address(request))));
    }

    private @Nullable Veil veil(Reader reader, PostId post) throws Refusal, InterruptedException {
        try {
            return contract.veils.of(reader.person, post);
        } catch (StoreException e) {
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    private void pin(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException {
        desk.pin(me, form.post(), form.id("id"), form.flag("on"), answer);
    }

    private Mono<ServerResponse> read(ServerRequest request, Question question) {
        return Mono.fromFuture(CompletableFuture.supplyAsync(
                        () -> {
                            try (RateLimits.Allowance allowance = limits.enter(address(request))) {
                                if (!allowance.event()) {
                                    throw new Refusal(Code.TOO_FAST, Duration.ofSeconds(1));
                                }
                                return question.answer(reader(request), new Form(query(request)));
                            } catch (Refusal refusal) {
                                return new Answer(refusal.answer(english(request)), null);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                return new Answer(new Refusal(Code.UNAVAILABLE).answer(english(request)), null);
                            }
                        },
                        threads))
                .flatMap(answer -> respond(request, answer));
    }

    private Mono<ServerResponse> write(ServerRequest request, HttpStatus done, Task task) {
        return request.bodyToMono(String.class)
                .defaultIfEmpty("")
                .flatMap(body -> Mono.fromFuture(answered(request, body, task)))
                .flatMap(answer -> respond(answer, done))
                .onErrorResume(
                        DataBufferLimitException.class,
                        e -> ServerResponse.status(HttpStatus.CONTENT_TOO_LARGE)
                                .contentType(MediaType.APPLICATION_JSON)
                                .bodyValue(
                                        JSON.writeValueAsString(new Refusal(Code.INVALID).answer(english(request)))));
    }

    private CompletableFuture<Object> answered(ServerRequest request, String body, Task task) {
        var answer = new CompletableFuture<Object>();
        boolean english = english(request);
        threads.execute(() -> {
            try (RateLimits.Allowance allowance = limits.enter(address(request))) {
                if (!allowance.event()) {
                    throw new Refusal(Code.TOO_FAST, Duration.ofSeconds(1));
                }
                var form = new Form(body(request, body));
                var pen = new Pen(contract.service, ids, allowance, contract.moderation);
                var desk = new Desk(contract, pen, english);
                String name = form.name();
                Author me = Desk.writer(pass(request), name == null ? "" : name);
                task.run(desk, me, form, answer::complete);
            } catch (Refusal refusal) {
                answer.complete(refusal.answer(english));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.complete(new Refusal(Code.UNAVAILABLE).answer(english));
            }
        });
        return answer;
    }

    private static Mono<ServerResponse> respond(ServerRequest request, Answer answer) {
        if (answer.value instanceof Values.Refused refused) {
            return respond(refused, HttpStatus.OK);
        }
        String json = JSON.writeValueAsString(answer.value);
        String tag = answer.tag == null ? Tags.of(json) : answer.tag;
        if (request.headers().header(HttpHeaders.IF_NONE_MATCH).stream().anyMatch(known -> known.contains(tag))) {
            return ServerResponse.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
        }
        return ServerResponse.ok()
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .eTag(tag)
                .bodyValue(json);
    }

    private static Mono<ServerResponse> respond(Object answer, HttpStatus done) {
        HttpStatus status = answer instanceof Values.Refused refused ? Code.status(refused.code()) : done;
        ServerResponse.BodyBuilder response = ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
        if (answer instanceof Values.Refused refused && refused.retryAfter() != null) {
            response.header(HttpHeaders.RETRY_AFTER, Long.toString(Math.ceilDiv(refused.retryAfter(), 1_000)));
        }
        return response.bodyValue(JSON.writeValueAsString(answer));
    }

    /** The address of who asks, as the proxies that are trusted say. */
    String address(ServerRequest request) {
        List<String> headers = new ArrayList<>();
        request.headers()
                .asHttpHeaders()
                .forEach((name, values) -> values.forEach(value -> {
                    headers.add(name);
                    headers.add(value);
                }));
        InetSocketAddress peer =
                request.remoteAddress().orElseGet(() -> InetSocketAddress.createUnresolved("unknown", 0));
        return proxies.clientAddress(peer, headers);
    }

    /** The query as an object: numbers where they are numbers, {@code key} as a list, and the post of the path. */
    static ObjectNode query(ServerRequest request) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        request.queryParams().forEach((name, values) -> {
            if (name.equals("key") || name.equals("room")) {
                values.forEach(form.putArray(name)::add);
            } else if (name.equals("rev") || name.equals("epoch") || name.equals("limit")) {
                number(form, name, values.getFirst());
            } else {
                form.put(name, values.getFirst());
            }
        });
        request.pathVariables()
                .forEach((name, value) -> form.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8)));
        return form;
    }

    private static void number(ObjectNode form, String name, String text) {
        try {
            form.put(name, Long.parseLong(text));
        } catch (NumberFormatException e) {
            form.put(name, text);
        }
    }

    private static JsonNode body(ServerRequest request, String body) throws Refusal {
        try {
            JsonNode json = body.isBlank() ? JsonNodeFactory.instance.objectNode() : JSON.readTree(body);
            if (!(json instanceof ObjectNode form)) {
                throw new Refusal(Code.INVALID);
            }
            request.pathVariables().forEach(form::put);
            return form;
        } catch (JacksonException e) {
            throw new Refusal(Code.INVALID);
        }
    }

    private static boolean english(ServerRequest request) {
        return request.headers().acceptLanguage().stream()
                .findFirst()
                .filter(range -> !range.getRange().startsWith("ko"))
                .isPresent();
    }

    /** Who reads, and what this person is known by if that is said. */
    private record Reader(Author me, @Nullable String person) {}

    private record Answer(Object value, @Nullable String tag) {}

    @FunctionalInterface
    private interface Question {
        Answer answer(Reader reader, Form form) throws Refusal, InterruptedException;
    }

    @FunctionalInterface
    private interface Task {
        void run(Desk desk, Author me, Form form, Consumer<Object> answer) throws Refusal, InterruptedException;
    }
}
