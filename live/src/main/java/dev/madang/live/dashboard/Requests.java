package dev.madang.live.dashboard;

import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** How the dashboard's requests are served: for who signed in, on threads that may block, answered in JSON. */
final class Requests {
    static final JsonMapper JSON = JsonMapper.builder().build();

    private static final int MAX_CURSOR = 200;
    private static final Logger log = LoggerFactory.getLogger(Requests.class);

    private final Executor threads;

    Requests(Executor threads) {
        this.threads = threads;
    }

    /** What one request is answered with. */
    @FunctionalInterface
    interface Task {
        Object answer(Asked asked) throws Rejected, StoreException, InterruptedException;
    }

    /** A request: by whom, and what it says. */
    record Asked(Author by, ServerRequest request, JsonNode body) {
        /** A parameter of the address, or null. */
        @Nullable
        String query(String name) throws Rejected {
            Optional<String> value = request.queryParam(name).filter(text -> !text.isEmpty());
            if (value.isPresent() && value.get().length() > MAX_CURSOR) {
                throw Rejected.invalid(name, name + " is too long");
            }
            return value.orElse(null);
        }

        static PostId post(JsonNode value) throws Rejected {
            return PostId.parse(value.asString(""))
                    .orElseThrow(() -> Rejected.invalid("post", "post must be the id of a post"));
        }

        /** A text of the body that has to be there. */
        static String text(JsonNode body, String name) throws Rejected {
            JsonNode value = body.path(name);
            if (!value.isString()
                    || value.stringValue().isEmpty()
                    || value.stringValue().length() > MAX_CURSOR) {
                throw Rejected.invalid(name, name + " must be a text");
            }
            return value.stringValue();
        }
    }

    Mono<ServerResponse> serve(ServerRequest request, Task task) {
        return request.principal()
                .map(who -> Holder.of(who).person())
                .flatMap(by -> request.bodyToMono(String.class)
                        .defaultIfEmpty("")
                        .flatMap(body -> Mono.fromFuture(
                                CompletableFuture.supplyAsync(() -> answered(by, request, body, task), threads)))
                        .flatMap(answer -> respond(answer.status, answer.value)))
                .switchIfEmpty(Mono.defer(
                        () -> ServerResponse.status(HttpStatus.UNAUTHORIZED).build()));
    }

    static Mono<ServerResponse> respond(HttpStatus status, Object value) {
        return ServerResponse.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(JSON.writeValueAsString(value));
    }

    /** Waits for a store. */
    static <T> T wait(CompletableFuture<T> answer) throws StoreException, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() instanceof CompletionException inner ? inner.getCause() : e.getCause();
            if (cause instanceof StoreException failure) {
                throw failure;
            }
            throw new StoreException("the store failed", e);
        }
    }

    private static Answer answered(Author by, ServerRequest request, String body, Task task) {
        try {
            return new Answer(HttpStatus.OK, task.answer(new Asked(by, request, parse(body))));
        } catch (Rejected e) {
            return refused(e.status(), e.code(), e.field(), e.getMessage());
        } catch (StoreException e) {
            log.warn("A request of the dashboard found no store", e);
            return refused(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", null, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return refused(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", null, null);
        }
    }

    private static JsonNode parse(String body) throws Rejected {
        try {
            return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
        } catch (JacksonException e) {
            throw new Rejected("invalid", null, "the body must be JSON");
        }
    }

    private static Answer refused(HttpStatus status, String code, @Nullable String field, @Nullable String message) {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        answer.put("ok", false);
        answer.put("code", code);
        if (field != null) {
            answer.put("field", field);
        }
        if (message != null) {
            answer.put("message", message);
        }
        return new Answer(status, answer);
    }

    /** An object of these names and values in turn. */
    static Map<String, @Nullable Object> object(@Nullable Object... pairs) {
        var object = new LinkedHashMap<String, @Nullable Object>();
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            object.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return object;
    }

    private record Answer(HttpStatus status, Object value) {}
}
