package dev.madang.testkit;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A WebSocket to a Socket.IO server of this machine that says and hears wire texts. Heartbeats are answered and not heard.
 * Every wait ends after 30 seconds with an {@link AssertionError}. One thread.
 */
public final class WireClient implements AutoCloseable {
    /*
     * HttpClient.close() waits for its connections, and a WebSocket whose server is gone may stay among them for ever
     * (JDK 21 to 25): so every client has an HttpClient of its own and shuts it down without waiting.
     */
    private static final long PATIENCE_SECONDS = 30;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WebSocket socket;
    private CompletableFuture<WebSocket> sent;

    private WireClient(int port, String... headers) {
        URI address = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
        WebSocket.Builder builder = http.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        socket = within(builder.buildAsync(address, new Listener()));
        sent = CompletableFuture.completedFuture(socket);
    }

    /** Connects over a WebSocket alone and waits for the open packet. Headers are names and values in turn. */
    public static WireClient connect(int port, String... headers) {
        return new WireClient(port, headers).hears("0{");
    }

    /** Sends one packet. */
    public WireClient says(String packet) {
        within(send(packet));
        return this;
    }

    private synchronized CompletableFuture<WebSocket> send(String packet) {
        sent = sent.thenCompose(ready -> ready.sendText(packet, true));
        return sent;
    }

    /** Waits for the next packet. */
    public String next() {
        try {
            String packet = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (packet == null) {
                throw new AssertionError("nothing is heard");
            }
            return packet;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a packet that begins so, and skips the others. */
    public WireClient hears(String beginning) {
        answer(beginning);
        return this;
    }

    /** Waits for a packet that begins so, and skips the others. */
    public String answer(String beginning) {
        List<String> packets = until(beginning);
        return packets.get(packets.size() - 1);
    }

    /** The packets before the first that begins so, which is taken too: one a line. */
    public String before(String beginning) {
        List<String> packets = until(beginning);
        return String.join("\n", packets.subList(0, packets.size() - 1));
    }

    private List<String> until(String beginning) {
        List<String> packets = new ArrayList<>();
        try {
            String packet;
            do {
                packet = next();
                packets.add(packet);
            } while (!packet.startsWith(beginning));
        } catch (AssertionError silence) {
            throw new AssertionError("not heard: " + beginning + ", but " + packets, silence);
        }
        return packets;
    }

    /** Joins a namespace ({@code /} or {@code /name,}) and says which id the socket got there. */
    public String joins(String namespace) {
        String prefix = namespace.equals("/") ? "40" : "40" + namespace;
        String answer = says(prefix).answer(prefix);
        return answer.substring(answer.indexOf("\"sid\":\"") + 7, answer.lastIndexOf('"'));
    }

    /** Waits until the server has closed the connection. */
    public void closed() {
        try {
            if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not closed");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Breaks the connection off, without a close frame. */
    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }

    private static <T> T within(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                String packet = parts.toString();
                parts.setLength(0);
                if (packet.equals("2")) {
                    send("3");
                } else {
                    heard.add(packet);
                }
            }
            from.request(1);
            return null;
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
    }
}
