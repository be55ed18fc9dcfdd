package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Disconnects, their reasons and handlers: rules 52, 57, 58; guarantees R3 and R6. */
class DisconnectTest {
    private final Rig rig = new Rig();

    private void watch(Namespace namespace) {
        namespace.onConnection(socket -> {
            rig.note("connect " + socket.id());
            socket.onDisconnecting(reason -> rig.note("disconnecting " + socket.rooms()));
            socket.onDisconnect(reason -> rig.note(reason.text() + " " + socket.rooms() + " " + socket.connected()));
        });
    }

    @Test
    void r3ConnectAndDisconnectHandlersRunOnceInThatOrderHoweverFastTheClientGoes() {
        watch(rig.io.of("/"));
        TestClient client = rig.client();
        client.says("40", "41");
        client.goes();
        client.goes();
        rig.settle();
        assertThat(rig.notes())
                .containsExactly("connect s1", "disconnecting [s1]", "client namespace disconnect [] false");
    }

    @Test
    void disconnectingHandlersStillSeeTheRoomsAndDisconnectHandlersDoNot() {
        watch(rig.io.of("/"));
        TestClient client = rig.joined();
        rig.socket("s1").join("room");
        rig.settle();
        client.goes();
        rig.settle();
        assertThat(rig.notes()).containsExactly("connect s1", "disconnecting [s1, room]", "transport close [] false");
    }

    @Test
    void disconnectTellsTheClientAndKeepsTheConnection() {
        watch(rig.io.of("/"));
        watch(rig.io.of("/a"));
        TestClient client = rig.joined();
        client.says("40/a");
        client.hears();
        rig.socket("s1").emit("last");
        rig.socket("s1").disconnect();
        assertThat(rig.socket("s1").connected()).isFalse();
        rig.socket("s1").emit("after");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"last\"]", "41");
        assertThat(client.closed).isNull();
        assertThat(rig.notes())
                .containsExactlyInAnyOrder(
                        "connect s1", "connect s2", "disconnecting [s1]", "server namespace disconnect [] false");
    }

    @Test
    void disconnectWithCloseEndsAllNamespacesAndTheConnection() {
        watch(rig.io.of("/"));
        watch(rig.io.of("/a"));
        TestClient client = rig.joined();
        client.says("40/a");
        client.hears();
        rig.socket("s1").disconnect(true);
        rig.settle();
        assertThat(client.hears()).containsExactly("41", "41/a,");
        assertThat(client.closed).startsWith("1000");
        assertThat(rig.notes())
                .filteredOn(note -> note.startsWith("server namespace disconnect"))
                .hasSize(2);
    }

    @Test
    void disconnectSocketsTakesItsTargetOnly() {
        TestClient one = rig.joined(0);
        TestClient two = rig.joined(1);
        rig.io.except("s1").disconnectSockets(true);
        rig.settle();
        assertThat(one.closed).isNull();
        assertThat(two.closed).isNotNull();
        rig.io.disconnectSockets(false);
        rig.settle();
        assertThat(one.hears()).containsExactly("41");
        assertThat(one.closed).isNull();
    }

    @Test
    void leavingOneNamespaceKeepsTheOthersWorking() {
        rig.io.of("/custom");
        rig.io.onConnection(socket -> socket.on("message", String.class, text -> socket.emit("message-back", text)));
        TestClient client = rig.joined();
        client.says("40/custom");
        client.hears();
        client.says("41/custom", "42[\"message\",\"hi\"]");
        rig.settle();
        assertThat(client.hears()).containsExactly("42[\"message-back\",\"hi\"]");
    }

    @Test
    void clientThatLeftANamespaceMayJoinItAgain() {
        TestClient client = rig.joined();
        client.says("41", "40");
        rig.settle();
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s2\"}");
        assertThat(rig.io.of("/").sockets()).extracting(Socket::id).containsExactly("s2");
    }

    @Test
    void pingTimeoutIsAReason() {
        watch(rig.io.of("/"));
        rig.joined();
        rig.advance(Duration.ofSeconds(25));
        rig.advance(Duration.ofSeconds(20));
        assertThat(rig.notes()).contains("ping timeout [] false");
    }

    @Test
    void listenerAddedAfterTheDisconnectIsCalledAtOnce() {
        TestClient client = rig.joined();
        Socket socket = rig.socket("s1");
        client.goes();
        rig.settle();
        socket.onDisconnect(reason -> rig.note("late " + reason.text()));
        assertThat(rig.notes()).containsExactly("late transport close");
    }

    @Test
    void handlerThatThrowsDoesNotKeepTheOthersFromHearing() {
        rig.io.onConnection(socket -> {
            socket.onDisconnect(reason -> {
                throw new IllegalStateException();
            });
            socket.onDisconnect(reason -> rig.note("heard"));
        });
        rig.joined().goes();
        rig.settle();
        assertThat(rig.notes()).containsExactly("heard");
    }

    @Test
    void r6AfterShutdownEveryHandlerHasHeardAndNoTimerIsLeft() {
        watch(rig.io.of("/"));
        TestClient client = rig.joined();
        rig.socket("s1").emitWithAck(Duration.ofSeconds(30), "question");
        rig.io.emitWithAck("question");
        rig.client(1);
        rig.settle();
        CompletableFuture<Void> closed = rig.io.shutdown();
        while (!closed.isDone()) {
            rig.settle();
            Thread.onSpinWait();
        }
        assertThat(client.closed).startsWith("1006 server shutting down");
        assertThat(rig.notes()).containsExactly("connect s1", "disconnecting [s1]", "server shutting down [] false");
        rig.advance(Duration.ofMinutes(10));
        assertThat(rig.loops[0].timers()).isZero();
        assertThat(rig.loops[1].timers()).isZero();
        assertThat(rig.io.engine().sessions()).isZero();
        assertThat(rig.notes()).isEmpty();
    }

    private static SocketIo withAdapterThatCloses(Supplier<CompletableFuture<Void>> close) {
        return SocketIo.builder()
                .adapter((namespace, local) -> new ForgetfulAdapter() {
                    @Override
                    public CompletableFuture<Void> close() {
                        return close.get();
                    }
                })
                .build();
    }

    @Test
    void adapterThatFailsToCloseDoesNotKeepTheServerFromClosing() {
        SocketIo throwing = withAdapterThatCloses(() -> {
            throw new IllegalStateException("expected by this test");
        });
        assertThat(throwing.shutdown()).succeedsWithin(Duration.ofSeconds(30));
        CompletableFuture<Void> cancelled = new CompletableFuture<>();
        cancelled.cancel(false);
        assertThat(withAdapterThatCloses(() -> cancelled).shutdown()).succeedsWithin(Duration.ofSeconds(30));
    }
}
