package dev.madang.server;

import dev.madang.engine.Engine;
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
 * its private id and the last offset it has, and checks that each stream of numbers comes whole and in order. Also as they
 * do, it keeps what came too late to be handled before its connection ended, and counts it for no offset.
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
    private final List<JsonNode> buffer = new ArrayList<>();
    private int recoveries;
    private int losses;
    private int lossesWithoutExcuse;
    private volatile boolean excused;

    CutClient(Engine engine, Queue<String> complaints) {
        this.engine = engine;
        this.complaints = complaints;
    }

    /** How a client connects. */
    enum Way {
        WEBSOCKET,
        POLLING,
        /** Begins with polling, and turns to a WebSocket as soon as it can. */
        UPGRADE
    }

    /** How a connection ends. */
    enum End {
        /** The network breaks, and the server does not notice. */
        UNNOTICED,
        /** The network breaks, and the server notices. */
        NOTICED,
        /** The client closes it; in the midst of an upgrade, when that is done. */
        CLOSED
    }

    /** One connection. On its loop; a frame or a poll's answer is heard whole or not at all. */
    private final class Line {
        private final ThreadLoop loop;
        private final CountDownLatch connected;
        private final CountDownLatch ended = new CountDownLatch(1);
        private final Way way;
        private final PollingClient wire;
        private int breath;
        private int early;
        private boolean upgrading;
        private boolean upgraded;
        private boolean closing;
        private boolean over;
        private boolean joined;

        /** Breaks after that many messages, if it has not joined by then. */
        Line(ThreadLoop loop, Way way, int breath, CountDownLatch connected) {
            this.loop = loop;
            this.way = way;
            this.breath = breath;
            this.connected = connected;
            this.wire = new PollingClient(engine, loop, this::answered, this::frame);
        }

        private void open() {
            if (way == Way.WEBSOCKET) {
                upgraded = true;
                wire.opensWebSocket();
                wire.says(connectPacket());
            } else {
                wire.opens();
            }
        }

        private String connectPacket() {
            synchronized (CutClient.this) {
                if (pid == null) {
                    return "40";
                }
                String at = offset == null ? "" : ",\"offset\":\"" + offset + "\"";
                return "40{\"pid\":\"" + pid + "\"" + at + "}";
            }
        }

        private void answered(String body) {
            if (!over) {
                loop.execute(() -> handle(body));
            }
        }

        /** As stock clients: what an answer brings is handled when it is clear what becomes of the polling. */
        private void handle(String body) {
            if (over || breathless()) {
                return;
            }
            List<String> packets = List.of(body.split("\u001e"));
            if (packets.getFirst().startsWith("0")) {
                wire.posts(connectPacket());
                if (way == Way.UPGRADE) {
                    probe();
                }
            }
            if (upgrading) {
                upgrade();
            } else if (!packets.contains("1")) {
                wire.polls();
            }
            packets.forEach(this::heard);
        }

        private boolean breathless() {
            boolean breaks = !joined && breath-- == 0;
            if (breaks) {
                excused |= upgraded;
                end();
                loop.execute(wire::breaks);
            }
            return breaks;
        }

        private void probe() {
            if (!upgraded && !upgrading) {
                excused = true;
                wire.probes();
            }
        }

        private void frame(String text) {
            loop.execute(() -> {
                if (over || breathless()) {
                    return;
                }
                if (text.equals("3probe")) {
                    upgrading = true;
                    if (!wire.waits()) {
                        upgrade();
                    }
                } else {
                    heard(text);
                }
            });
        }

        private void upgrade() {
            upgrading = false;
            upgraded = true;
            wire.says("5");
            if (closing) {
                close();
            }
        }

        private void close() {
            if (upgrading) {
                closing = true;
                return;
            }
            end();
            if (upgraded) {
                wire.goes();
            } else {
                wire.posts("1");
            }
        }

        private void end() {
            over = true;
            ended.countDown();
            connected.countDown();
        }

        /** Ends after some tasks of the loop, the first of which may begin an upgrade. */
        private void end(End how, boolean probing, int tasks) {
            if (probing && !over) {
                probe();
            }
            if (tasks > 0) {
                loop.execute(() -> end(how, false, tasks - 1));
            } else if (how == End.CLOSED && !over) {
                close();
            } else {
                end();
                if (how == End.NOTICED) {
                    wire.breaks();
                }
            }
        }

        private void heard(String text) {
            synchronized (CutClient.this) {
                if (over && this != line) {
                    return;
                }
                if (text.startsWith("40") && !over) {
                    JsonNode reply = MAPPER.readTree(text.substring(2));
                    id = reply.get("sid").stringValue();
                    welcome(reply.get("pid").stringValue(), early);
                    excused = way == Way.UPGRADE;
                    joined = true;
                    connected.countDown();
                } else if (text.startsWith("42")) {
                    JsonNode event = MAPPER.readTree(text.substring(2));
                    if (joined && !over) {
                        received(event);
                    } else {
                        early++;
                        buffer.add(event);
                    }
                }
            }
        }
    }

    /** The buffer outlives connections, and is emptied here: as in stock clients. */
    private void welcome(String given, int early) {
        buffer.forEach(this::received);
        buffer.clear();
        if (given.equals(pid)) {
            recoveries++;
        } else {
            losses += pid == null ? 0 : 1;
            lossesWithoutExcuse += pid == null || excused ? 0 : 1;
            if (early > 0) {
                complaints.add("a new socket was given a part of what was missed");
            }
            streams.clear();
            pid = given;
        }
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

    /**
     * Connects, anew or again; the latch opens when the server has answered, or the connection broke before.
     *
     * @param breath messages after which the connection breaks, if the client has not joined by then
     */
    CountDownLatch connect(ThreadLoop loop, Way way, int breath) {
        CountDownLatch connected = new CountDownLatch(1);
        Line fresh = new Line(loop, way, breath, connected);
        synchronized (this) {
            line = fresh;
        }
        loop.execute(fresh::open);
        return connected;
    }

    /** Whether the server has answered, and the connection lives. */
    synchronized boolean joined() {
        return line != null && line.joined && !line.over;
    }

    /**
     * Ends the connection; the latch opens when it has.
     *
     * @param probing whether it asks for an upgrade before
     * @param tasks what else its loop may do first
     * @param young whether its socket cannot go on yet
     */
    synchronized CountDownLatch cut(End how, boolean probing, int tasks, boolean young) {
        excused |= young;
        Line broken = Objects.requireNonNull(line);
        broken.loop.execute(() -> broken.end(how, probing, tasks));
        return broken.ended;
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

    /**
     * Losses of clients whose connection neither was to be upgraded nor broke while they were told what they missed, nor
     * before their connection handlers had run.
     */
    synchronized int lossesWithoutExcuse() {
        return lossesWithoutExcuse;
    }
}
