package dev.madang.limits;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket that says and hears wire texts. */
final class RawClient implements WebSocket.Listener {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WebSocket socket;

    RawClient(HttpClient http, int port) {
        URI address = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
        socket = http.newWebSocketBuilder().buildAsync(address, this).join();
        hears("0{");
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
        heard.add(text.toString());
        from.request(1);
        return null;
    }

    RawClient says(String text) {
        socket.sendText(text, true).join();
        return this;
    }

    /** Waits for a message that begins so. */
    RawClient hears(String beginning) {
        try {
            String message = heard.poll(30, TimeUnit.SECONDS);
            while (message != null && !message.startsWith(beginning)) {
                message = heard.poll(30, TimeUnit.SECONDS);
            }
            if (message == null) {
                throw new AssertionError("not heard: " + beginning);
            }
            return this;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for the next message. */
    String next() {
        try {
            String message = heard.poll(30, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing is heard");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable failure) {
        closed.countDown();
    }

    /** Waits until the server has closed the connection. */
    void closed() {
        try {
            if (!closed.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("not closed");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void goes() {
        socket.abort();
    }
}
