package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.CloseReason;
import dev.madang.engine.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a monitor hears of a server. */
class MonitorTest {
    private final List<String> told = new ArrayList<>();
    private final Rig rig = new Rig(builder -> builder.monitor(new Told("")));

    private final class Told implements Monitor {
        private final String prefix;

        Told(String prefix) {
            this.prefix = prefix;
        }

        private void tell(String text) {
            told.add(prefix + text);
        }

        @Override
        public void socketJoined(Socket socket) {
            tell(socket.id() + " joined " + socket.namespace().name());
        }

        @Override
        public void socketRefused(Socket socket) {
            tell(socket.id() + " refused by " + socket.namespace().name());
        }

        @Override
        public void socketLeft(Socket socket, DisconnectReason reason) {
            tell(socket.id() + " left: " + reason.text());
        }

        @Override
        public void eventReceived(Socket socket, String event) {
            tell(socket.id() + " received " + event);
        }

        @Override
        public @Nullable Handling handlerCalled(Socket socket, String event) {
            tell(event + " begins");
            return failure -> tell(event + (failure == null ? " ends" : " fails: " + failure.getMessage()));
        }

        @Override
        public void eventSent(Namespace namespace, String event, boolean broadcast) {
            tell(namespace.name() + (broadcast ? " broadcast " : " sent ") + event);
        }

        @Override
        public void eventDropped(Socket socket) {
            tell(socket.id() + " dropped one");
        }

        @Override
        public void eventStopped(Socket socket, String event) {
            tell(socket.id() + " stopped " + event);
        }

        @Override
        public void ackIgnored(Socket socket) {
            tell(socket.id() + " ignored an ack");
        }

        @Override
        public void ruleBroken(Session session, String rule) {
            tell("broken: " + rule);
        }

        @Override
        public void sessionClosed(Session session, CloseReason reason) {
            tell("closed: " + reason.text());
        }
    }

    private void hears(String... what) {
        assertThat(told).containsExactly(what);
        told.clear();
    }

    @Test
    void socketIsFollowedFromItsJoinToItsLeave() {
        TestClient client = rig.joined();
        client.says("41");
        hears("s1 joined /", "s1 left: client namespace disconnect");
    }

    @Test
    void socketThatAMiddlewareRefusesIsToldAndNeverJoined() {
        rig.io.use((socket, next) -> next.refuse("no"));
        rig.joined().goes();
        rig.settle();
        hears("s1 refused by /", "closed: transport close");
    }

    @Test
    void eventsAreToldWhenTheyComeAndAroundTheirHandlers() {
        rig.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> rig.note("x"));
            socket.on("bad", (arguments, ack) -> {
                throw new IllegalStateException("boom");
            });
        });
        TestClient client = rig.joined();
        client.says("42[\"x\"]", "42[\"bad\"]", "42[\"nobody's\"]");
        hears("s1 joined /", "s1 received x", "s1 received bad", "s1 received nobody's");
        rig.settle();
        hears("x begins", "x ends", "bad begins", "bad fails: boom");
        assertThat(rig.notes()).containsExactly("x");
    }

    @Test
    void eventsThatAMiddlewareStopsAreToldAndThoseOfASocketThatLeftAreNot() {
        rig.io.onConnection(socket -> socket.use((event, arguments, next) -> {
            switch (event) {
                case "stop" -> next.stop();
                case "refuse" -> next.refuse("no");
                case "fail" -> throw new IllegalStateException("no");
                case "think" -> {}
                default -> next.proceed();
            }
        }));
        TestClient client = rig.joined();
        rig.settle();
        told.clear();
        client.says("42[\"pass\"]", "42[\"stop\"]", "421[\"refuse\"]", "42[\"fail\"]", "42[\"think\"]");
        told.clear();
        rig.settle();
        hears("s1 stopped stop", "s1 stopped refuse", "s1 stopped fail");
        client.says("41");
        rig.settle();
        hears("s1 left: client namespace disconnect");
    }

    @Test
    void severalMonitorsEndAHandlersCallInTheOppositeOrder() {
        Rig two = new Rig(builder -> builder.monitor(new Told("a "), new Told("b ")));
        two.io.onConnection(socket -> socket.on("x", (arguments, ack) -> told.add("call")));
        TestClient client = two.joined();
        told.clear();
        client.says("42[\"x\"]");
        two.settle();
        hears("a s1 received x", "b s1 received x", "a x begins", "b x begins", "call", "b x ends", "a x ends");
    }

    @Test
    void sentEventsAreToldOnceHoweverManyGetThem() {
        rig.joined();
        rig.joined();
        told.clear();
        rig.io.emit("news", 1);
        rig.socket("s1").emit("hello");
        rig.socket("s1").emitWithAck(Duration.ofSeconds(1), "question");
        rig.io.emitWithAck("poll");
        hears("/ broadcast news", "/ sent hello", "/ sent question", "/ broadcast poll");
    }

    @Test
    void volatileEventForABusyTransportIsToldAsDropped() {
        TestClient client = rig.joined();
        told.clear();
        client.pendingBytes = 1;
        rig.socket("s1").asVolatile().emit("tick");
        rig.settle();
        hears("/ sent tick", "s1 dropped one");
    }

    @Test
    void ackThatNobodyAwaitsIsToldAndIgnored() {
        TestClient client = rig.joined();
        client.says("4377[]");
        hears("s1 joined /", "s1 ignored an ack");
        assertThat(client.closed).isNull();
    }

    @Test
    void brokenRulesOfBothLayersAreNamed() {
        rig.joined().says("42{}");
        rig.settle();
        hears("s1 joined /", "broken: PAYLOAD_TYPE", "s1 left: parse error", "closed: parse error");
        rig.client().says("42[\"x\"]");
        rig.settle();
        hears("broken: OUT_OF_ORDER", "closed: forced close");
        rig.client();
        rig.advance(Duration.ofSeconds(45));
        hears("broken: CONNECT_TIMEOUT", "closed: forced close");
    }

    @Test
    void monitorThatThrowsHarmsNeitherTheSocketNorTheOtherMonitors() {
        Monitor broken = new Monitor() {
            @Override
            public void socketJoined(Socket socket) {
                throw new IllegalStateException("broken");
            }

            @Override
            public @Nullable Handling handlerCalled(Socket socket, String event) {
                return failure -> {
                    throw new IllegalStateException("broken");
                };
            }
        };
        Rig both = new Rig(builder -> builder.monitor(broken, new Told("")));
        both.io.onConnection(socket -> socket.on("x", (arguments, ack) -> ack.reply("ok")));
        TestClient client = both.joined();
        client.says("421[\"x\"]");
        both.settle();
        assertThat(client.hears()).containsExactly("431[\"ok\"]");
        hears("s1 joined /", "s1 received x", "x begins", "x ends");
    }

    @Test
    void loadIsCountedOverAllLoops() {
        TestClient client = rig.joined(0);
        rig.joined(1);
        rig.io.of("/other");
        client.says("42[\"x\",\"12345\"]", "42[\"x\"]");
        CompletableFuture<Load> load = rig.io.load();
        rig.loops[0].run();
        rig.loops[1].run();
        assertThat(load).isDone();
        assertThat(load.join().sessions()).isEqualTo(2);
        assertThat(load.join().namespaces()).isEqualTo(2);
        assertThat(load.join().sockets()).isEqualTo(2);
        assertThat(load.join().waitingEvents()).isEqualTo(2);
        assertThat(load.join().waitingBytes()).isPositive();
        assertThat(load.join().queuedBytes()).isZero();
    }
}
