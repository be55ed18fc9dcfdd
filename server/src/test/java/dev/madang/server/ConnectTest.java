package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Socket.IO protocol 5, "Connection to a namespace"; rules 45, 51, 52, 56. */
class ConnectTest {
    private final Rig rig = new Rig();

    @Test
    void connectIsAnsweredWithTheSocketIdAndNothingElse() {
        TestClient client = rig.client();
        client.says("40");
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}");
    }

    @Test
    void connectToAnotherNamespaceMayOmitTheComma() {
        rig.io.of("custom");
        TestClient client = rig.client();
        client.says("40/custom");
        assertThat(client.hears()).containsExactly("40/custom,{\"sid\":\"s1\"}");
    }

    @Test
    void unknownNamespaceIsRefusedAndTheConnectionStaysOpen() {
        TestClient client = rig.client();
        client.says("40/random");
        assertThat(client.hears()).containsExactly("44/random,{\"message\":\"Invalid namespace\"}");
        client.says("40");
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}");
    }

    @Test
    void emptyNameIsTheMainNamespaceAndAMissingSlashIsAdded() {
        assertThat(rig.io.of("")).isSameAs(rig.io.of("/"));
        assertThat(rig.io.of("chat")).isSameAs(rig.io.of("/chat"));
    }

    @Test
    void handlersRunBehindTheConnectReplyAndBeforeEvents() {
        TestClient client = rig.client();
        rig.io.onConnection(socket -> {
            rig.note("connected " + socket.id() + " " + client.hears());
            socket.on("hi", (arguments, ack) -> rig.note("hi"));
        });
        client.says("40", "42[\"hi\"]");
        rig.settle();
        assertThat(rig.notes()).containsExactly("connected s1 [40{\"sid\":\"s1\"}]", "hi");
    }

    @Test
    void handshakeHoldsWhatTheClientSaid() {
        List<Handshake> seen = new ArrayList<>();
        rig.io.onConnection(socket -> seen.add(socket.handshake()));
        rig.client().says("40{\"token\":\"123\"}");
        rig.client().says("40");
        rig.settle();
        Handshake first = seen.getFirst();
        assertThat(first.auth()).hasToString("{\"token\":\"123\"}");
        assertThat(seen.get(1).auth()).hasToString("{}");
        assertThat(first.headers()).containsEntry("x-seen", "1, 2").containsEntry("host", "example.com");
        assertThat(first.query()).containsEntry("token", "a b");
        assertThat(first.url()).startsWith("/socket.io/?").contains("token=a+b");
        assertThat(first.address()).isEqualTo("127.0.0.1");
        assertThat(first.secure()).isFalse();
        assertThat(first.xdomain()).isFalse();
        assertThat(first.issued()).isEqualTo(first.time().toEpochMilli());
        assertThat(first.time()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    }

    @Test
    void secondConnectToTheSameNamespaceClosesTheConnection() {
        rig.io.onConnection(socket -> socket.onDisconnect(reason -> rig.note(reason.text())));
        TestClient client = rig.joined();
        client.says("40");
        rig.settle();
        assertThat(client.closed).startsWith("1000");
        assertThat(rig.notes()).containsExactly("forced server close");
    }

    @Test
    void eventBeforeConnectClosesTheConnection() {
        TestClient client = rig.client();
        client.says("42[\"hi\"]");
        assertThat(client.closed).startsWith("1000");
    }

    @Test
    void connectErrorFromAClientClosesTheConnection() {
        TestClient client = rig.joined();
        client.says("44{\"message\":\"no\"}");
        assertThat(client.closed).isNotNull();
    }

    @Test
    void clientThatJoinsNothingInTimeIsClosed() {
        TestClient client = rig.client();
        answeringPings(client, Duration.ofSeconds(44));
        assertThat(client.closed).isNull();
        rig.advance(Duration.ofSeconds(1));
        assertThat(client.closed).startsWith("1000");
    }

    @Test
    void timeToConnectIsNotArmedAgainWhenTheLastNamespaceIsLeft() {
        TestClient client = rig.joined();
        client.says("41");
        answeringPings(client, Duration.ofSeconds(120));
        assertThat(client.closed).isNull();
    }

    private void answeringPings(TestClient client, Duration duration) {
        for (int second = 0; second < duration.toSeconds(); second++) {
            rig.advance(Duration.ofSeconds(1));
            if (client.hears().contains("2")) {
                client.says("3");
            }
        }
    }

    @Test
    void clientOverItsNamespacesIsClosed() {
        Rig small = new Rig(builder -> builder.maxNamespaces(2));
        small.io.of("/a");
        small.io.of("/b");
        TestClient client = small.joined();
        client.says("40/a");
        assertThat(client.closed).isNull();
        client.says("40/b");
        assertThat(client.closed).isNotNull();
    }

    @Test
    void middlewaresRunInOrderAndTheLastOneLetsTheSocketIn() {
        rig.io.use((socket, next) -> {
            rig.note("first " + socket.connected());
            next.proceed();
        });
        rig.io.use((socket, next) -> {
            rig.note("second " + socket.connected());
            next.proceed();
        });
        rig.io.onConnection(socket -> rig.note("in " + socket.connected()));
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}");
        assertThat(rig.notes()).containsExactly("first false", "second false", "in true");
    }

    @Test
    void refusalIsToldWithItsDataAndTheConnectionStaysOpen() {
        rig.io.of("/refused").use((socket, next) -> next.refuse("not allowed", Map.of("code", 42)));
        TestClient client = rig.client();
        client.says("40/refused");
        rig.settle();
        assertThat(client.hears()).containsExactly("44/refused,{\"message\":\"not allowed\",\"data\":{\"code\":42}}");
        client.says("40");
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s2\"}");
    }

    @Test
    void roomsJoinedInAMiddlewareAreLeftWhenTheSocketIsRefused() {
        List<Socket> sockets = new ArrayList<>();
        rig.io.use((socket, next) -> {
            sockets.add(socket);
            socket.join("room");
            next.refuse("no");
        });
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        assertThat(client.hears()).containsExactly("44{\"message\":\"no\"}");
        assertThat(sockets.getFirst().rooms()).isEmpty();
        rig.io.to("room").emit("x");
        rig.settle();
        assertThat(client.hears()).isEmpty();
        assertThat(rig.io.of("/").shard(rig.loops[0]).rooms()).isZero();
    }

    @Test
    void roomsJoinedInAMiddlewareGetNothingBeforeTheSocketIsIn() {
        List<Middleware.Next> nexts = new ArrayList<>();
        rig.io.use((socket, next) -> {
            socket.join("room");
            nexts.add(next);
        });
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        rig.io.to("room").emit("early");
        rig.settle();
        nexts.getFirst().proceed();
        rig.settle();
        rig.io.to("room").emit("late");
        rig.settle();
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}", "42[\"late\"]");
    }

    @Test
    void middlewareMayAnswerLaterAndOnlyOnce() {
        List<Middleware.Next> nexts = new ArrayList<>();
        rig.io.use((socket, next) -> nexts.add(next));
        rig.io.use((socket, next) -> {
            rig.note("second");
            next.proceed();
        });
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        assertThat(client.hears()).isEmpty();
        nexts.getFirst().proceed();
        nexts.getFirst().proceed();
        nexts.getFirst().refuse("too late");
        rig.settle();
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}");
        assertThat(rig.notes()).containsExactly("second");
    }

    @Test
    void middlewareThatThrowsTellsTheClientAnErrorIdOnly() {
        rig.io.use((socket, next) -> {
            throw new IllegalStateException("secret");
        });
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        assertThat(client.hears()).singleElement().asString().matches("44\\{\"message\":\"internal error \\S{10}\"}");
    }

    @Test
    void clientThatIsGoneWhenTheMiddlewareAnswersIsIgnored() {
        List<Middleware.Next> nexts = new ArrayList<>();
        rig.io.use((socket, next) -> nexts.add(next));
        rig.io.onConnection(socket -> rig.note("connected"));
        TestClient proceeds = rig.client();
        TestClient refused = rig.client();
        proceeds.says("40");
        refused.says("40");
        rig.settle();
        proceeds.goes();
        refused.goes();
        rig.settle();
        nexts.get(0).proceed();
        nexts.get(1).refuse("no");
        rig.settle();
        assertThat(rig.notes()).isEmpty();
        assertThat(rig.io.of("/").sockets()).isEmpty();
    }

    @Test
    void eventWhileTheMiddlewareDecidesClosesTheConnection() {
        rig.io.use((socket, next) -> {});
        TestClient client = rig.client();
        client.says("40", "42[\"hi\"]");
        assertThat(client.closed).isNotNull();
    }

    @Test
    void middlewaresRunInPlaceInEventLoopMode() {
        Rig inPlace = Rig.inPlace();
        inPlace.io.use((socket, next) -> next.proceed());
        inPlace.io.onConnection(socket -> socket.emit("hello", 1));
        TestClient client = inPlace.client();
        client.says("40");
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}", "42[\"hello\",1]");
    }

    @Test
    void clientOfAnEarlierRunOfTheServerMayBeTheFirstOfANamespace() {
        Rig recovering = new Rig(builder -> builder.connectionStateRecovery(ConnectionStateRecovery.DEFAULT));
        TestClient client = recovering.client();
        client.says("40{\"pid\":\"abcdefghijklmnopqrst\",\"offset\":\"12345678-1\"}");
        recovering.settle();
        assertThat(client.hears()).singleElement().asString().startsWith("40{\"sid\":\"s1\",\"pid\":\"");
        assertThat(recovering.socket("s1").recovered()).isFalse();
    }
}
