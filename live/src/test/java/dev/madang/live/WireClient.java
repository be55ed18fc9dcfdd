package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that shows the packets of Socket.IO as they are on the wire, over a WebSocket of its own. */
final class WireClient implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final long PATIENCE_SECONDS = 20;

    private final WebSocket socket;
    private final BlockingQueue<String> packets;
    private final String namespace;

    private WireClient(WebSocket socket, BlockingQueue<String> packets, String namespace) {
        this.socket = socket;
        this.packets = packets;
        this.namespace = namespace;
    }

    /** Connects to a namespace, such as {@code /chat}; the empty one is the main namespace. */
    static WireClient connect(int port, String namespace) {
        var packets = new LinkedBlockingQueue<String>();
        var address = URI.create("ws://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=websocket");
        WebSocket socket = HTTP.newWebSocketBuilder()
                .buildAsync(address, new Listener(packets))
                .join();
        var client = new WireClient(socket, packets, namespace.isEmpty() ? "" : namespace + ",");
        assertThat(client.next()).startsWith("0{\"sid\":");
        client.sendRaw("40" + client.namespace);
        assertThat(client.next()).startsWith("40" + client.namespace + "{\"sid\":");
        return client;
    }

    /** Sends an event; {@code array} is its name and arguments in JSON. */
    void send(String array) {
        sendRaw("42" + namespace + array);
    }

    /** Sends an event that asks for an answer. */
    void ask(int id, String array) {
        sendRaw("42" + namespace + id + array);
    }

    void sendRaw(String packet) {
        socket.sendText(packet, true).join();
    }

    /** The next packet that is no ping, without its namespace. */
    String next() {
        try {
            String packet = packets.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (packet == null) {
                throw new AssertionError("nothing came");
            }
            return packet;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** The next packet, which must be one of the namespace; without the type and the namespace. */
    String event() {
        String packet = next();
        assertThat(packet).startsWith("42" + namespace);
        return packet.substring(2 + namespace.length());
    }

    /** The answer to a question, with its id. */
    String answer() {
        String packet = next();
        assertThat(packet).startsWith("43" + namespace);
        return packet.substring(2 + namespace.length());
    }

    /** Packets up to and with the first that contains {@code part}. */
    String until(String part) {
        String packet = next();
        while (!packet.contains(part)) {
            packet = next();
        }
        return packet;
    }

    @Override
    public void close() {
        socket.abort();
    }

    private static final class Listener implements WebSocket.Listener {
        private final BlockingQueue<String> packets;
        private final StringBuilder parts = new StringBuilder();

        Listener(BlockingQueue<String> packets) {
            this.packets = packets;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            parts.append(text);
            if (last) {
                String packet = parts.toString();
                parts.setLength(0);
                if (packet.equals("2")) {
                    socket.sendText("3", true);
                } else {
                    packets.add(packet);
                }
            }
            socket.request(1);
            return null;
        }
    }
}
