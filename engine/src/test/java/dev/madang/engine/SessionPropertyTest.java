package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.protocol.EngineCodec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Clients that do anything at any time, on two loops that take turns at random. Whatever happens: no exception, every
 * request is answered once, every listener hears of one end and nothing behind it, messages keep their order without a
 * hole or a double across the upgrade, and behind the end no session, connection or timer is left.
 */
class SessionPropertyTest {
    private static final int RUNS = Boolean.getBoolean("madang.long") ? 100_000 : 3_000;

    @Test
    void randomClientsNeverBreakTheRules() {
        Map<String, Integer> seen = new TreeMap<>();
        for (int seed = 1; seed <= RUNS; seed++) {
            World world = new World(seed);
            try {
                world.play();
                world.end();
                world.count(seen);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError("seed " + seed + "\n" + String.join("\n", world.story), failure);
            }
        }
        assertReached(seen);
    }

    /** A random test is worth only what it reaches. */
    private static void assertReached(Map<String, Integer> seen) {
        assertThat(seen)
                .containsKeys(
                        "forced close",
                        "parse error",
                        "ping timeout",
                        "server shutting down",
                        "slow client",
                        "transport close",
                        "transport error",
                        "upgraded",
                        "messages on both sides of an upgrade");
    }

    /** A session as its client sees it. */
    private static final class Client {
        private final String sid;
        private final List<Long> received = new ArrayList<>();
        private final List<Request> gets = new ArrayList<>();
        private final List<Request> posts = new ArrayList<>();
        private final List<Wire> wires = new ArrayList<>();
        private long sent;
        private long posted;
        private boolean overlapped;
        private int polledMessages = -1;

        Client(String sid) {
            this.sid = sid;
        }

        void receive(String body) {
            for (String packet : body.split("\u001e")) {
                if (packet.startsWith("4n")) {
                    received.add(Long.parseLong(packet.substring(2)));
                }
            }
        }
    }

    private static final class World {
        private final SplittableRandom random;
        private final List<String> story = new ArrayList<>();
        private final List<Request> requests = new ArrayList<>();
        private final List<Wire> wires = new ArrayList<>();
        private final List<Client> clients = new ArrayList<>();
        private final TestServer server = new TestServer(options -> options.upgradeTimeout(Duration.ofMillis(700))
                .maxQueuedPackets(12)
                .maxQueuedBytes(150)
                .maxPayload(60));

        World(int seed) {
            random = new SplittableRandom(seed);
        }

        void play() {
            open();
            int steps = 20 + random.nextInt(60);
            for (int i = 0; i < steps; i++) {
                server.arrivesOn = random.nextBoolean() ? server.first : server.second;
                act(clients.get(random.nextInt(clients.size())));
                breathe();
                check();
            }
        }

        private void tell(String what) {
            story.add(what);
        }

        /** Lets some tasks run: all, or a few in random turns. */
        private void breathe() {
            if (random.nextInt(3) == 0) {
                server.time.settle();
                return;
            }
            for (int i = random.nextInt(6); i > 0; i--) {
                (random.nextBoolean() ? server.first : server.second).runOne();
            }
        }

        private void act(Client client) {
            switch (random.nextInt(19)) {
                case 0, 1, 2 -> get(client);
                case 3, 4 -> post(client);
                case 5 -> bodyArrives(client);
                case 6 -> abort();
                case 7, 8 -> upgrade(client);
                case 9, 10, 11 -> frame(client);
                case 12, 13 -> serverSends(client);
                case 14 -> reading(client);
                case 15 -> network(client);
                case 16 -> advance();
                case 17 -> rare(client);
                default -> {
                    if (clients.size() < 3) {
                        open();
                    }
                }
            }
        }

        private void open() {
            String sid = "s" + (clients.size() + 1);
            Client client = new Client(sid);
            boolean polling = random.nextInt(4) > 0;
            tell("open " + sid + (polling ? " polling" : " websocket"));
            if (polling) {
                requests.add(server.request("GET /engine.io/?EIO=4&transport=polling"));
                client.polledMessages = 0;
            } else {
                Wire wire = server.webSocket("GET /engine.io/?EIO=4&transport=websocket");
                join(client, wire);
            }
            clients.add(client);
            assertThat(server.listeners).containsKey(sid);
        }

        private void join(Client client, Wire wire) {
            wire.onMessage = client::receive;
            client.wires.add(wire);
            wires.add(wire);
        }

        private void get(Client client) {
            if (!client.gets.stream().allMatch(get -> get.answered() || get.aborted()) && random.nextInt(8) > 0) {
                return;
            }
            tell("get " + client.sid + " on " + server.arrivesOn.index());
            Request request = server.getRequest(client.sid);
            request.onBody = body -> {
                client.receive(body);
                client.polledMessages = client.received.size();
            };
            client.gets.add(request);
            requests.add(server.begin(request));
        }

        private void post(Client client) {
            if (!client.posts.stream().allMatch(post -> post.answered() || post.aborted())) {
                if (random.nextInt(4) > 0) {
                    return;
                }
                client.overlapped = true;
            }
            StringBuilder body = new StringBuilder();
            for (int i = random.nextInt(3); i >= 0; i--) {
                if (!body.isEmpty()) {
                    body.append('\u001e');
                }
                body.append(
                        switch (random.nextInt(12)) {
                            case 0 -> "3";
                            case 1 -> random.nextInt(4) == 0 ? "1" : "6";
                            case 2 -> random.nextInt(4) == 0 ? "junk" : "5";
                            case 3 -> random.nextInt(4) == 0 ? "4" + "x".repeat(100) : "bAQID";
                            default -> "4p" + ++client.posted;
                        });
            }
            boolean held = random.nextInt(3) == 0;
            tell("post " + client.sid + " " + body + (held ? " (body later)" : ""));
            Request request = server.postRequest(client.sid, body.toString(), held);
            client.posts.add(request);
            requests.add(server.begin(request));
        }

        private void bodyArrives(Client client) {
            if (!client.posts.isEmpty()) {
                tell("body arrives " + client.sid);
                client.posts.get(random.nextInt(client.posts.size())).bodyArrives();
            }
        }

        private void abort() {
            List<Request> open = requests.stream()
                    .filter(request -> !request.answered() && !request.aborted())
                    .toList();
            if (!open.isEmpty() && random.nextInt(3) == 0) {
                Request request = open.get(random.nextInt(open.size()));
                tell("abort " + request);
                request.abort(server.engine);
            }
        }

        private void upgrade(Client client) {
            tell("upgrade " + client.sid);
            join(client, server.beginWebSocket("GET /engine.io/?EIO=4&transport=websocket&sid=" + client.sid));
        }

        private void frame(Client client) {
            List<Wire> open = client.wires.stream().filter(Wire::opened).toList();
            if (open.isEmpty()) {
                return;
            }
            String text = switch (random.nextInt(9)) {
                case 0, 1, 2 -> "2probe";
                case 3, 4 -> "5";
                case 5, 6 -> "3";
                case 7 -> "4w";
                default -> random.nextInt(4) == 0 ? "junk" : "1";
            };
            tell("frame " + client.sid + " " + text);
            open.get(random.nextInt(open.size())).post(text);
        }

        private void serverSends(Client client) {
            int count = 1 + random.nextInt(3);
            tell("server sends " + count + " to " + client.sid);
            for (int i = 0; i < count; i++) {
                onLoop(client, session -> {
                    if (session.open()) {
                        session.send(EngineCodec.textMessage("n" + ++client.sent));
                    }
                });
            }
        }

        private void onLoop(Client client, Consumer<Session> action) {
            Session session = server.listener(client.sid).session();
            session.loop().execute(() -> action.accept(session));
        }

        private void reading(Client client) {
            boolean on = random.nextBoolean();
            tell("reading " + on + " " + client.sid);
            onLoop(client, session -> session.reading(on));
        }

        private void network(Client client) {
            List<Wire> open = client.wires.stream().filter(Wire::open).toList();
            if (open.isEmpty()) {
                return;
            }
            Wire wire = open.get(random.nextInt(open.size()));
            switch (random.nextInt(4)) {
                case 0 -> {
                    tell("drop " + client.sid);
                    wire.dropped(random.nextBoolean(), "dropped");
                }
                case 1 -> {
                    tell("stall " + client.sid);
                    wire.stall();
                }
                default -> {
                    tell("drain " + client.sid);
                    wire.drain();
                }
            }
        }

        private void advance() {
            int millis = random.nextInt(250);
            tell("advance " + millis);
            if (random.nextInt(20) == 0) {
                server.time.freeze(millis * 20L);
            } else {
                server.advance(millis);
            }
        }

        private void rare(Client client) {
            switch (random.nextInt(7)) {
                case 0 -> {
                    tell("close " + client.sid);
                    onLoop(client, session -> session.close(CloseReason.FORCED_CLOSE, "bye"));
                }
                case 1 -> {
                    tell("forged method for " + client.sid);
                    requests.add(server.request("PUT /engine.io/?EIO=4&transport=polling&sid=" + client.sid));
                }
                case 2 -> {
                    tell("close from within a message of " + client.sid);
                    Recorder listener = server.listener(client.sid);
                    listener.onText = text -> listener.session().close(CloseReason.FORCED_CLOSE, "within");
                }
                case 3 -> {
                    tell("discard " + client.sid);
                    onLoop(client, session -> session.discard(CloseReason.FORCED_CLOSE, "gone"));
                }
                default -> {
                    tell("echo " + client.sid);
                    Recorder listener = server.listener(client.sid);
                    listener.onText = text -> {
                        if (listener.session().open()) {
                            listener.session().send(EngineCodec.textMessage("n" + ++client.sent));
                        }
                    };
                }
            }
        }

        private void check() {
            assertThat(server.failures).isEmpty();
            for (Client client : clients) {
                assertThat(client.received)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, client.received.size())
                                .boxed()
                                .toList());
                List<Long> posted = server.listener(client.sid).heard().stream()
                        .filter(text -> text.startsWith("p"))
                        .map(text -> Long.parseLong(text.substring(1)))
                        .toList();
                assertThat(posted).doesNotHaveDuplicates();
                if (!client.overlapped) {
                    assertThat(posted).isSorted();
                }
            }
        }

        void count(Map<String, Integer> seen) {
            for (Client client : clients) {
                Recorder listener = server.listener(client.sid);
                String last = listener.heard().get(listener.heard().size() - 1);
                seen.merge(last.substring(8, last.indexOf(" (")), 1, Integer::sum);
                if (client.polledMessages >= 0 && listener.session().transport().equals("websocket")) {
                    seen.merge("upgraded", 1, Integer::sum);
                    if (client.polledMessages > 0 && client.received.size() > client.polledMessages) {
                        seen.merge("messages on both sides of an upgrade", 1, Integer::sum);
                    }
                }
            }
        }

        void end() {
            tell("the end");
            CompletableFuture<Void> closed = server.engine.close().toCompletableFuture();
            server.advance(60_000);
            requests.forEach(Request::bodyArrives);
            server.time.settle();
            check();
            assertThat(closed).isDone();
            assertThat(server.engine.sessions()).isZero();
            assertThat(server.listeners.values()).allMatch(Recorder::over);
            assertThat(requests).allMatch(request -> request.answered() || request.aborted());
            assertThat(wires).allMatch(wire -> wire.verdict() != null && !wire.open());
            assertThat(server.first.scheduled() + server.second.scheduled()).isZero();
        }
    }
}
