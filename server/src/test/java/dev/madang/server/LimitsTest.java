package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Guarantee R4: what one peer can hold; and the options that say so. */
class LimitsTest {
    private final Rig rig = new Rig(builder -> builder.maxWaitingEvents(8).maxQueuedPackets(10));
    private final List<String> handled = new ArrayList<>();

    private TestClient busy() {
        rig.io.onConnection(socket -> {
            socket.on("x", (arguments, ack) -> handled.add("x"));
            socket.onDisconnect(reason -> rig.note(reason.text()));
        });
        return rig.joined();
    }

    private static String[] times(int count) {
        String[] events = new String[count];
        Arrays.fill(events, "42[\"x\"]");
        return events;
    }

    @Test
    void r4ReadingPausesAtTheHighMarkAndResumesAtTheLowOne() {
        TestClient client = busy();
        client.says(times(7));
        assertThat(client.reading).isTrue();
        client.says(times(1));
        assertThat(client.reading).isFalse();
        rig.settle();
        assertThat(handled).hasSize(8);
        assertThat(client.reading).isTrue();
    }

    @Test
    void r4BytesCountAsWell() {
        Rig small = new Rig(builder -> builder.maxWaitingBytes(100));
        TestClient client = small.joined();
        client.says("42[\"x\",\"" + "a".repeat(200) + "\"]");
        assertThat(client.reading).isFalse();
        small.settle();
        assertThat(client.reading).isTrue();
    }

    @Test
    void r4LeavingAndJoiningAgainDoesNotGetAroundTheMark() {
        TestClient client = busy();
        for (int i = 0; i < 3; i++) {
            client.says("42[\"x\"]", "41", "40");
        }
        assertThat(client.reading).isFalse();
        rig.settle();
        assertThat(client.reading).isTrue();
        assertThat(handled).hasSize(3);
    }

    @Test
    void readingIsNotPausedWhileAnAnswerIsAwaitedButNotWithoutEnd() {
        TestClient client = busy();
        rig.socket("s1").emitWithAck(Duration.ofSeconds(10), "question");
        rig.loops[0].run();
        client.says(times(20));
        assertThat(client.reading).isTrue();
        client.says(times(20));
        assertThat(client.reading).isFalse();
        rig.settle();
        assertThat(client.reading).isTrue();
        assertThat(handled).hasSize(40);
    }

    @Test
    void askingWhileReadingIsPausedResumesIt() {
        TestClient client = busy();
        client.says(times(9));
        assertThat(client.reading).isFalse();
        rig.socket("s1").emitWithAck(Duration.ofSeconds(10), "question");
        rig.loops[0].run();
        assertThat(client.reading).isTrue();
        client.says("430[]");
        assertThat(client.reading).isFalse();
    }

    @Test
    void r4ClientForWhichTooMuchIsUnderwayToTheLoopIsClosedAsSlow() {
        TestClient client = busy();
        TestClient other = rig.joined();
        for (int i = 0; i < 11; i++) {
            rig.socket("s1").emit("news", i);
        }
        rig.socket("s1").emit("more");
        rig.settle();
        assertThat(client.closed).startsWith("1006 slow client");
        assertThat(rig.notes()).containsExactly("slow client");
        assertThat(other.closed).isNull();
    }

    @Test
    void r4QuestionsToManyWaitForTheLoopAsBroadcastsDo() {
        rig.joined();
        for (int i = 0; i < 10; i++) {
            rig.io.emitWithAck("question", i);
        }
        assertThat(rig.loops[0].waiting()).isEqualTo(10);
        rig.io.emitWithAck("one more");
        assertThat(rig.loops[0].waiting())
                .as("the questions, and what the sender waits for before the last")
                .isEqualTo(12);
        rig.settle();
    }

    @Test
    void timeoutThatNoClockCountsIsRefusedAtOnce() {
        rig.joined();
        Duration endless = Duration.ofSeconds(Long.MAX_VALUE);
        assertThatIllegalArgumentException().isThrownBy(() -> rig.socket("s1").emitWithAck(endless, "question"));
        assertThatIllegalArgumentException().isThrownBy(() -> rig.io.timeout(endless));
        assertThat(rig.loops[0].waiting()).isZero();
    }

    @Test
    void onePacketAboveTheLimitMayBeUnderwayAlone() {
        Rig small = new Rig(builder -> builder.maxQueuedBytes(100));
        TestClient client = small.joined();
        small.socket("s1").emit("news", "a".repeat(200));
        small.settle();
        assertThat(client.hears()).hasSize(1);
        assertThat(client.closed).isNull();
    }

    @Test
    void emitsThatTheLoopHasTakenDoNotCount() {
        TestClient client = busy();
        for (int i = 0; i < 30; i++) {
            rig.socket("s1").emit("news", i);
            rig.settle();
        }
        assertThat(client.hears()).hasSize(30);
        assertThat(client.closed).isNull();
    }

    @Test
    void r5ExecutorThatRefusesCostsThatSocketItsConnectionAndTheShutdownDoesNotWait() {
        Rig refusing = new Rig(builder -> builder.handlers(HandlerMode.executor(task -> {
            throw new RejectedExecutionException();
        })));
        TestClient client = refusing.client();
        client.says("40");
        assertThat(client.closed).isNotNull();
        var closed = refusing.io.shutdown();
        while (!closed.isDone()) {
            refusing.settle();
        }
        assertThat(closed).isCompleted();
    }

    @Test
    void optionsOutOfRangeAreRefusedByName() {
        refused(
                "connectTimeout",
                () -> SocketIo.builder().connectTimeout(Duration.ZERO).build());
        refused(
                "ackTimeout",
                () -> SocketIo.builder().ackTimeout(Duration.ofSeconds(-1)).build());
        refused("maxRooms", () -> SocketIo.builder().maxRooms(0).build());
        refused("maxNamespaces", () -> SocketIo.builder().maxNamespaces(0).build());
        refused("maxPendingAcks", () -> SocketIo.builder().maxPendingAcks(0).build());
        refused("maxWaitingEvents", () -> SocketIo.builder().maxWaitingEvents(0).build());
        refused("maxWaitingBytes", () -> SocketIo.builder().maxWaitingBytes(0).build());
        refused(
                "pingInterval",
                () -> SocketIo.builder().pingInterval(Duration.ZERO).build());
        refused("transports", () -> SocketIo.builder().transports("telegraph").build());
        refused("maxPayload", () -> SocketIo.builder().maxPayload(0).build());
        refused("loops", () -> ListenOptions.port(0).withLoops(-1));
        refused("maxFragments", () -> ListenOptions.port(0).withMaxFragments(0));
    }

    private static void refused(String option, ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(option);
    }

    @Test
    void listeningWithoutAListenerSaysWhatToAdd() {
        assertThatIllegalStateException()
                .isThrownBy(() -> rig.io.listen(0))
                .withMessageContaining("add dev.madang:madang-netty");
    }
}
