package dev.madang.engine;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** What users have added to an engine, called in the order in which it was added. Any thread. */
final class Hooks {
    private final EngineOptions options;
    private final List<HttpMiddleware> middlewares = new CopyOnWriteArrayList<>();
    private final List<HeadersListener> initialHeaders = new CopyOnWriteArrayList<>();
    private final List<HeadersListener> headers = new CopyOnWriteArrayList<>();
    private final List<Consumer<RefusedRequest>> refusals = new CopyOnWriteArrayList<>();

    Hooks(EngineOptions options) {
        this.options = options;
    }

    List<HttpMiddleware> middlewares() {
        return middlewares;
    }

    List<HeadersListener> initialHeaders() {
        return initialHeaders;
    }

    List<HeadersListener> headers() {
        return headers;
    }

    List<Consumer<RefusedRequest>> refusals() {
        return refusals;
    }

    /** The headers of an answer as the listeners leave them. */
    List<String> dress(List<String> given, RequestHead request, boolean initial) {
        if (headers.isEmpty() && (!initial || initialHeaders.isEmpty())) {
            return given;
        }
        ResponseHeaders changed = new ResponseHeaders(given);
        if (initial) {
            call(initialHeaders, changed, request);
        }
        call(headers, changed, request);
        return List.copyOf(changed.pairs());
    }

    private void call(List<HeadersListener> listeners, ResponseHeaders changed, RequestHead request) {
        for (HeadersListener listener : listeners) {
            try {
                listener.headers(changed, request);
            } catch (Throwable failure) {
                options.uncaughtHandler().uncaught("headers listener", failure);
            }
        }
    }

    /** Tells the listeners of a refused request. */
    void refused(RequestHead request, Refusal refusal) {
        ConnectionError error = refusal.error();
        options.monitor().requestRefused(request, error.code());
        if (refusals.isEmpty()) {
            return;
        }
        RefusedRequest event = new RefusedRequest(request, error.code(), error.message(), refusal.context());
        for (Consumer<RefusedRequest> listener : refusals) {
            try {
                listener.accept(event);
            } catch (Throwable failure) {
                options.uncaughtHandler().uncaught("connection error listener", failure);
            }
        }
    }
}
