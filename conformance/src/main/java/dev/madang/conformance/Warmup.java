package dev.madang.conformance;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** A few visits of the server to itself, before it says that it is ready. */
final class Warmup {
    /*
     * The heart of profile v5 beats every 300 ms, and suites expect no ping before the first answers. A JVM that has
     * just started needs longer than that for its first client, most of it for loading classes: so the first visits
     * may be cut short by the heartbeat, and do not keep the later ones from coming.
     */
    private static final int VISITS = 20;

    private static final int TOO_MANY = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Warmup() {}

    /** What is said over a WebSocket first, how the answer starts, what is said then, and a part of that answer. */
    private record Talk(String path, String first, String start, String second, String answer) {}

    static void of(Profile profile, int port) {
        // Not closed in order: that waits for WebSockets whose server is gone, and may wait for ever.
        HttpClient client = HttpClient.newHttpClient();
        try {
            int cutShort = 0;
            for (int i = 0; i < VISITS && cutShort < TOO_MANY; i++) {
                cutShort += visit(client, port, profile) ? 0 : 1;
            }
            if (cutShort == TOO_MANY) {
                System.err.println("not warmed up: " + TOO_MANY + " visits were cut short");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            client.shutdownNow();
        }
    }

    /** Whether it was not cut short. */
    private static boolean visit(HttpClient client, int port, Profile profile) throws InterruptedException {
        try {
            for (Talk talk : talks(profile)) {
                poll(client, port, talk);
                talk(client, port, talk);
            }
            return true;
        } catch (IOException | RuntimeException cold) {
            return false;
        }
    }

    private static List<Talk> talks(Profile profile) {
        Talk engine = new Talk("engine.io", "4hello", "4hello", "4world", "world");
        Talk socket = new Talk("socket.io", "40", "40", "42[\"message\",{\"a\":[1,null]}]", "{\"a\"");
        Talk ack = new Talk("socket.io", "40", "40", "421[\"echo\",1]", "431[1]");
        return switch (profile) {
            case PROTOCOLS -> List.of(socket, engine);
            case JS_CLIENT -> List.of(ack);
            case JAVA_CLIENT -> List.of(socket);
            case ENGINE_CLIENT, JAVA_ENGINE_CLIENT -> List.of(engine);
        };
    }

    private static void poll(HttpClient client, int port, Talk talk) throws IOException, InterruptedException {
        String url = "http://127.0.0.1:" + port + "/" + talk.path + "/?EIO=4&transport=polling";
        String open = client.send(request(url).build(), BodyHandlers.ofString()).body();
        String session = url + "&sid=" + open.replaceFirst(".*\"sid\":\"([^\"]+)\".*", "$1");
        for (String packet : List.of(talk.first, "1")) {
            HttpRequest.BodyPublisher body = HttpRequest.BodyPublishers.ofString(packet);
            client.send(request(session).POST(body).build(), BodyHandlers.ofString());
            client.send(request(session).build(), BodyHandlers.ofString());
        }
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE);
    }

    private static void talk(HttpClient client, int port, Talk talk) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        URI url = URI.create("ws://127.0.0.1:" + port + "/" + talk.path + "/?EIO=4&transport=websocket");
        WebSocket socket = client.newWebSocketBuilder()
                .buildAsync(url, new WebSocket.Listener() {
                    @Override
                    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                        if (text.toString().contains(talk.answer)) {
                            answered.complete(null);
                        }
                        if (text.toString().startsWith(talk.start)) {
                            from.sendText(talk.second, true);
                        }
                        from.request(1);
                        return CompletableFuture.completedStage(null);
                    }

                    @Override
                    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
                        answered.complete(null);
                        return CompletableFuture.completedStage(null);
                    }
                })
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        within(socket.sendText(talk.first, true));
        within(answered);
        if (!socket.isOutputClosed()) {
            within(socket.sendClose(WebSocket.NORMAL_CLOSURE, ""));
        }
    }

    private static void within(CompletableFuture<?> future) {
        future.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }
}
