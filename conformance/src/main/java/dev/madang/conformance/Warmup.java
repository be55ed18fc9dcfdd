package dev.madang.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A few visits of the server to itself, before it says that it is ready. */
final class Warmup {
    /*
     * The profile's heart beats every 300 ms, and suites expect no ping before the first answers. A JVM that has just
     * started needs longer than that for its first client, most of it for loading classes.
     */
    private static final int VISITS = 20;

    private Warmup() {}

    static void of(int port) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < VISITS; i++) {
                poll(client, port);
                talk(client, port, "socket.io", "40", "42[\"message\",{\"a\":[1,null]}]", "message-back");
                talk(client, port, "engine.io", "4hello", "4world", "world");
            }
        } catch (IOException | RuntimeException cold) {
            System.err.println("not warmed up: " + cold);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static void poll(HttpClient client, int port) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
        String open = client.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString())
                .body();
        String session = url + "&sid=" + open.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
        HttpRequest.BodyPublisher connect = HttpRequest.BodyPublishers.ofString("40");
        client.send(HttpRequest.newBuilder(URI.create(session)).POST(connect).build(), BodyHandlers.ofString());
        client.send(HttpRequest.newBuilder(URI.create(session)).build(), BodyHandlers.ofString());
    }

    private static void talk(HttpClient client, int port, String path, String first, String second, String answer) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        URI url = URI.create("ws://127.0.0.1:" + port + "/" + path + "/?EIO=4&transport=websocket");
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(url, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        if (text.toString().contains(answer)) {
                            answered.complete(null);
                        }
                        from.request(1);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .join();
        socket.sendText(first, true).join();
        socket.sendText(second, true).join();
        answered.orTimeout(5, TimeUnit.SECONDS).join();
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
