package dev.madang.live;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** What listens at the address of a webhook. */
final class Ear implements AutoCloseable {
    static final String SECRET = "0123456789abcdef-secret";

    final List<String> heard = new CopyOnWriteArrayList<>();
    final LinkedBlockingQueue<String> signatures = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<String> taken = new LinkedBlockingQueue<>();
    private final HttpServer server;
    private volatile Function<String, Reply> answers = body -> new Reply(200, "{}");

    Ear() {
        try {
            server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/hook", this::answer);
        server.start();
    }

    /** Answers from now on like this. */
    void answers(Function<String, Reply> next) {
        answers = next;
    }

    /** Settings of a server that calls here. */
    String[] settings(String... more) {
        var all = new ArrayList<>(List.of(more));
        all.add("--madang.webhook.url=http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
        all.add("--madang.webhook.secret=" + SECRET);
        return all.toArray(String[]::new);
    }

    /** The next request that was answered with success and holds this. */
    String until(String part) throws InterruptedException {
        String body = taken.poll(30, TimeUnit.SECONDS);
        while (body != null && !body.contains(part)) {
            body = taken.poll(30, TimeUnit.SECONDS);
        }
        if (body == null) {
            throw new AssertionError("nobody called with " + part);
        }
        return body;
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        heard.add(body);
        signatures.add(exchange.getRequestHeaders().getFirst("Madang-Signature"));
        Reply reply = answers.apply(body);
        byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
        if (reply.status == 200) {
            taken.add(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }

    record Reply(int status, String body) {}
}
