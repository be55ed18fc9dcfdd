package dev.madang.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** An HTTP client whose requests end after 30 seconds. Headers are names and values in turn. Any thread. */
public final class Http implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Gets a URL and waits for the answer. */
    public HttpResponse<String> get(String url, String... headers) {
        return asked(request(url, headers)).join();
    }

    /** Gets a URL; the answer is given later. */
    public CompletableFuture<HttpResponse<String>> getLater(String url, String... headers) {
        return asked(request(url, headers));
    }

    /** Posts a text and waits for the answer. */
    public HttpResponse<String> post(String url, String body, String... headers) {
        return asked(request(url, headers).POST(BodyPublishers.ofString(body))).join();
    }

    /** Sends a request without a body and waits for the answer. */
    public HttpResponse<String> send(String method, String url, String... headers) {
        return asked(request(url, headers).method(method, BodyPublishers.noBody()))
                .join();
    }

    private static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
        return headers.length == 0 ? request : request.headers(headers);
    }

    private CompletableFuture<HttpResponse<String>> asked(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    /** Ends what is under way, without waiting. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
