package dev.madang.server;

import dev.madang.engine.Engine;
import dev.madang.engine.RequestHead;
import dev.madang.engine.WebSocketChannel;
import dev.madang.engine.WebSocketReceiver;
import dev.madang.engine.WebSocketVerdict;
import dev.madang.protocol.EncodedMessage;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A client as the stock ones are, on loops with threads: it keeps what comes before the CONNECT reply until then, sends
 * its private id and the last offset it has, and checks that each stream of numbers comes whole and in order.
 */
final class CutClient {
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final Engine engine;
    private final Queue<String> complaints;
    private final Map<String, Long> streams = new HashMap<>();
    private @Nullable String pid;
    private @Nullable String offset;
    private long position = -1;
    private @Nullable Line line;
    private volatile @Nullable String id;
    private int recoveries;
    private int losses;

    CutClient(Engine engine, Queue<String> complaints) {
        this.engine = engine;
        this.complaints = complaints;
    }

    /** One connection. */
    private final class Line implements WebSocketChannel {
        private final ThreadLoop loop;
        private final CountDownLatch connected;
        private final List<JsonNode> early = new ArrayList<>();
        private @Nullable WebSocketReceiver server;
        private boolean deaf;
        private boolean joined;

        Line(ThreadLoop loop, CountDownLatch connected) {
            this.loop = loop;
            this.connected = connected;
        }

        private void open() {
            RequestHead head = new RequestHead(
                    "GET",
                    "/socket.io/",
                    Map.of("EIO", "4", "transport", "websocket"),
                    List.of("Host", "example.com"),
                    new InetSocketAddress("127.0.0.1", 4711),
                    false);
            engine.webSocket(head, loop, verdict -> server = ((WebSocketVerdict.Accept) verdict).opener().open(this));
            synchronized (CutClient.this) {
                if (pid == null) {
                    says("40");
                } else if (offset == null) {
                    says("40{\"pid\":\"" + pid + "\"}");
                } else {
                    says("40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
                }
            }
        }

        private void says(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            WebSocketReceiver receiver = Objects.requireNonNull(server);
            receiver.text(bytes, 0, bytes.length);
            receiver.readComplete();
        }

        @Override
        public void write(EncodedMessage message) {
            String text = new String(
                    message.array(), message.payloadOffset(), message.payloadLength(), StandardCharsets.UTF_8);
            synchronized (CutClient.this) {
                if (!deaf) {
                    heard(text);
                }
            }
        }

        private void heard(String text) {
            if (text.startsWith("40")) {
                JsonNode reply = MAPPER.readTree(text.substring(2));
                id = reply.get("sid").stringValue();
                welcome(reply.get("pid").stringValue());
                joined = true;
                connected.countDown();
            } else if (text.startsWith("42")) {
                JsonNode event = MAPPER.readTree(text.substring(2));
                if (joined) {
                    received(event);
                } else {
                    early.add(event);
                }
            }
        }

        private void welcome(String given) {
            if (given.equals(pid)) {
                recoveries++;
                early.forEach(CutClient.this::received);
            } else {
                losses += pid == null ? 0 : 1;
                if (!early.isEmpty()) {
                    complaints.add("a new socket was given a part of what was missed");
                }
                streams.clear();
                pid = given;
            }
        }

        @Override
        public long pendingBytes() {
            return 0;
        }

        @Override
        public int pendingMessages() {
            return 0;
        }

        @Override
        public void reading(boolean on) {}

        @Override
        public void close(int code, String reason) {}
    }

    /** {@code ["e", stream, number, offset]}. */
    private void received(JsonNode event) {
        String stream = event.get(1).stringValue();
        long number = event.get(2).longValue();
        Long before = streams.put(stream, number);
        if (before != null && number != before + 1) {
            complaints.add(stream + ": " + number + " came behind " + before);
        }
        String text = event.get(3).stringValue();
        long place = Long.parseLong(text.substring(text.indexOf('-') + 1), 36);
        if (place <= position) {
            complaints.add("place " + place + " came behind " + position);
        }
        position = place;
        offset = text;
    }

    /** Connects, anew or again; the latch opens when the server has answered. */
    CountDownLatch connect(ThreadLoop loop) {
        CountDownLatch connected = new CountDownLatch(1);
        Line fresh = new Line(loop, connected);
        synchronized (this) {
            line = fresh;
        }
        loop.execute(fresh::open);
        return connected;
    }

    /** Hears nothing more; the server notices it only if told so. */
    void cut(boolean noticed) {
        Line broken;
        synchronized (this) {
            broken = Objects.requireNonNull(line);
            broken.deaf = true;
        }
        if (noticed) {
            broken.loop.execute(() -> Objects.requireNonNull(broken.server).closed(true, "cut"));
        }
    }

    @Nullable
    String id() {
        return id;
    }

    synchronized Map<String, Long> streams() {
        return new HashMap<>(streams);
    }

    synchronized int recoveries() {
        return recoveries;
    }

    synchronized int losses() {
        return losses;
    }
}
