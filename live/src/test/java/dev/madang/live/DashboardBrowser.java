package dev.madang.live;

import dev.madang.testkit.Http;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Somebody at the dashboard: keeps cookies, and sends the token with what is written. One thread. */
final class DashboardBrowser {
    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    final Map<String, String> cookies = new LinkedHashMap<>();
    private final Http http;
    private final String server;
    private final List<String> always;
    private String token = "";

    DashboardBrowser(Http http, LiveServer server, String... always) {
        this.http = http;
        this.server = "http://127.0.0.1:" + server.port();
        this.always = List.of(always);
    }

    HttpResponse<String> get(String path) {
        return kept(http.get(server + path, headers(List.of())));
    }

    HttpResponse<String> post(String path, String body, String... more) {
        var headers = new ArrayList<>(List.of(more));
        if (!token.isEmpty()) {
            headers.addAll(List.of("X-Madang-Token", token));
        }
        return kept(http.post(server + path, body, headers(headers)));
    }

    HttpResponse<String> login(String user, String password) {
        look();
        return post(
                "/api/admin/login",
                "username=" + user + "&password=" + password.replace(" ", "+"),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    /** Tries to become the owner. */
    HttpResponse<String> become(String invitation, String user, String password) {
        look();
        return post(
                "/api/admin/setup",
                "token=" + invitation + "&username=" + user + "&password=" + password.replace(" ", "+"),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    /** Asks who is signed in, and gets a token to write with. */
    String look() {
        var answer = JSON.readTree(get("/api/admin/session").body());
        token = answer.path("token").asString();
        return answer.path("user").asString();
    }

    void forgetToken() {
        token = "";
    }

    /** Opens a stream; complete when its head has come. The lines end with the stream. */
    CompletableFuture<HttpResponse<Stream<String>>> stream(HttpClient client, String path) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .headers(headers(List.of("Accept", "text/event-stream")))
                .build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofLines());
    }

    private String[] headers(List<String> more) {
        var headers = new ArrayList<>(more);
        headers.addAll(always);
        if (!cookies.isEmpty()) {
            headers.add("Cookie");
            headers.add(String.join(
                    "; ",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .toList()));
        }
        return headers.toArray(String[]::new);
    }

    HttpResponse<String> put(String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(server + path))
                .headers(headers(List.of("X-Madang-Token", token, "Content-Type", "application/json")))
                .PUT(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpClient client = HttpClient.newHttpClient();
        try {
            return kept(client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                    .join());
        } finally {
            client.shutdownNow();
        }
    }

    private HttpResponse<String> kept(HttpResponse<String> response) {
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String pair = cookie.split(";", 2)[0];
            cookies.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        return response;
    }
}
