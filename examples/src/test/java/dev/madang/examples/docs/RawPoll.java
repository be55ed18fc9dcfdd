package dev.madang.examples.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A polling client that posts, and never polls again once it has joined. */
final class RawPoll implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;

    private RawPoll(int port) throws IOException, InterruptedException {
        String start = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
        String open = send(HttpRequest.newBuilder(URI.create(start)));
        this.url = start + "&sid=" + open.substring(open.indexOf("\"sid\":\"") + 7, open.indexOf("\",\"upgrades"));
    }

    static RawPoll connect(int port) throws IOException, InterruptedException {
        RawPoll client = new RawPoll(port);
        client.post("40");
        client.send(HttpRequest.newBuilder(URI.create(client.url)));
        return client;
    }

    void post(String payload) throws IOException, InterruptedException {
        send(HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(payload)));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    @Override
    public void close() {
        http.close();
    }
}
