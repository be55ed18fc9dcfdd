package dev.madang.admin;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket that says and hears wire texts. */
final class RawClient implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    RawClient(HttpClient http, int port) {
        URI address = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
        socket = http.newWebSocketBuilder()
                .header("Cookie", "secret=1")
                .buildAsync(address, this)
                .join();
        hears("0{");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        partial.append(text);
        if (last) {
            if (!partial.toString().equals("2")) {
                heard.add(partial.toString());
            }
            partial.setLength(0);
        }
        from.request(1);
        return null;
    }

    RawClient says(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Waits for a message that begins so, and ignores others; heartbeats are not heard. */
    String hears(String beginning) {
        try {
            String message = heard.poll(30, TimeUnit.SECONDS);
            while (message != null && !message.startsWith(beginning)) {
                message = heard.poll(30, TimeUnit.SECONDS);
            }
            if (message == null) {
                throw new AssertionError("not heard: " + beginning);
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that was heard until a message that begins so. */
    String hearsUntil(String beginning) {
        StringBuilder all = new StringBuilder();
        try {
            String message = heard.poll(30, TimeUnit.SECONDS);
            while (message != null && !message.startsWith(beginning)) {
                all.append(message).append('\n');
                message = heard.poll(30, TimeUnit.SECONDS);
            }
            if (message == null) {
                throw new AssertionError("not heard: " + beginning + ", but " + all);
            }
            return all.toString();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Joins a namespace ({@code /} or {@code /name,}) and says which id the socket got there. */
    String joins(String namespace) {
        String prefix = namespace.equals("/") ? "" : namespace;
        String answer = says("40" + prefix).hears("40" + prefix);
        return answer.substring(answer.indexOf("\"sid\":\"") + 7, answer.lastIndexOf('"'));
    }

    void goes() {
        socket.abort();
    }
}
