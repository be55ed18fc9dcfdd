package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A loop that has ended and takes nothing more: whoever asks something of its sockets is told so. */
class LoopEndTest {
    private final Rig rig = new Rig();

    /** s1 on a loop that has ended, s2 on one that lives. */
    private Socket halfGone() {
        rig.joined(0);
        rig.joined(1);
        rig.loops[0].end();
        return rig.socket("s1");
    }

    @Test
    void callsOfOneSocketComplete() {
        Socket gone = halfGone();
        List<CompletableFuture<Void>> all = Stream.of(
                        gone.join("a"),
                        gone.leave("a"),
                        gone.join("b", rig.io.of("/").prepare("first")),
                        gone.leave("b"))
                .toList();
        assertThat(all).allMatch(CompletableFuture::isDone);
        CompletableFuture<?> answer = gone.emitWithAck(Duration.ofHours(1), "ask");
        rig.settle();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(DisconnectedException.class);
        gone.emit("nobody hears this");
        gone.disconnect(true);
    }

    @Test
    void callsOfManySocketsCompleteWithThoseOfTheOtherLoops() {
        halfGone();
        CompletableFuture<List<RemoteSocket>> fetched = rig.io.fetchSockets();
        CompletableFuture<Void> join = rig.io.socketsJoin("room");
        CompletableFuture<Void> leave = rig.io.socketsLeave("room");
        CompletableFuture<BroadcastAcks> acks =
                rig.io.timeout(Duration.ofMillis(100)).emitWithAck("ask");
        rig.io.emit("heard by one");
        rig.io.disconnectSockets(false);
        rig.settle();
        assertThat(fetched.join()).extracting(RemoteSocket::id).containsExactly("s2");
        assertThat(join).isDone();
        assertThat(leave).isDone();
        assertThatThrownBy(acks::join).hasCauseInstanceOf(AckTimeoutException.class);
        assertThat(rig.io.of("/").sockets()).extracting(Socket::id).containsExactly("s1");
    }

    @Test
    void aSocketThatIsAloneOnItsLoopCompletesWhatIsAskedOfAll() {
        rig.joined(0);
        rig.loops[0].end();
        assertThat(rig.io.fetchSockets()).isCompletedWithValueMatching(List::isEmpty);
        CompletableFuture<BroadcastAcks> acks = rig.io.emitWithAck("ask");
        rig.settle();
        assertThat(acks).isCompletedWithValueMatching(each -> each.responses().isEmpty());
    }

    @Test
    void clientThatReturnsFromALoopThatHasEndedIsLetIn() {
        RecoveryScene scene = new RecoveryScene() {};
        scene.first(scene.rig);
        scene.rig.loops[0].end();
        assertThat(scene.hears(scene.back(scene.rig, 1))).containsExactly("connected s2");
    }

    @Test
    void theServerClosesWithoutALoopThatHasEnded() throws Exception {
        Rig inPlace = Rig.inPlace();
        inPlace.io.onConnection(socket -> socket.onDisconnect(reason -> inPlace.note(reason.text())));
        inPlace.joined(0);
        CompletableFuture<?> answer = inPlace.socket("s1").emitWithAck(Duration.ofHours(1), "ask");
        inPlace.settle();
        inPlace.loops[0].end();
        inPlace.io.shutdown().get(60, TimeUnit.SECONDS);
        assertThatThrownBy(answer::join).hasCauseInstanceOf(DisconnectedException.class);
        assertThat(inPlace.notes()).containsExactly("server shutting down");
        assertThat(inPlace.io.engine().sessions()).isZero();
    }
}
