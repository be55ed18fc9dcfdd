package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery: rules 61 to 63. */
class RecoveryTest extends RecoveryScene {
    @Test
    void missedEventsComeInOrderBeforeTheConnectReplyOnAnyLoop() {
        rig.io.onConnection(socket ->
                rig.note(socket.id() + " " + socket.recovered() + " " + socket.rooms() + " " + socket.data()));
        TestClient client = first(rig);
        rig.socket("s1").join("room");
        rig.socket("s1").data().put("name", "min");
        emit(rig, "a");
        assertThat(hears(client)).containsExactly("42[\"a\"]");
        client.goes();
        rig.settle();
        String before = pid;
        emit(rig, "b");
        rig.io.to("room").emit("c", 1, new byte[] {1});
        rig.io.to("other").emit("not");
        rig.io.except("room").emit("neither");
        rig.io.to("s1").emit("d");
        TestClient again = back(rig, 1);
        assertThat(hears(again))
                .satisfies(texts -> assertThat(texts.get(1)).startsWith("451-[\"c\",1,{\"_placeholder\":true"))
                .containsSubsequence("42[\"b\"]", "binary 01", "42[\"d\"]", "connected s1")
                .hasSize(5);
        assertThat(pid).isEqualTo(before);
        assertThat(rig.notes()).containsExactly("s1 false [s1] {}", "s1 true [s1, room] {name=min}");
        rig.io.to("room").emit("live");
        rig.settle();
        assertThat(hears(again)).containsExactly("42[\"live\"]");
    }

    @Test
    void socketThatHasReceivedNothingRecoversToo() {
        TestClient client = first(rig);
        rig.socket("s1").emit("lost on the way");
        rig.settle();
        client.hears();
        client.goes();
        emit(rig, "b");
        assertThat(hears(back(rig, 1))).containsExactly("42[\"lost on the way\"]", "42[\"b\"]", "connected s1");
        assertThat(rig.socket("s1").recovered()).isTrue();
    }

    @Test
    void socketThatBreaksOffBeforeItsConnectionHandlersHaveRunComesBackAsANewOne() {
        rig.io.onConnection(socket -> {
            if (!socket.recovered()) {
                socket.join("room");
            }
        });
        TestClient client = rig.client();
        client.says("40");
        rig.loops[0].run();
        assertThat(hears(client)).containsExactly("connected s1");
        client.goes();
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s2");
        assertThat(rig.socket("s2").rooms()).containsExactly("s2", "room");
    }

    @Test
    void socketThatBreaksOffWhileItJoinsComesBackAsANewOne() {
        TestClient client = first(rig);
        client.goes();
        rig.socket("s1").join("room");
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s2");
    }

    @Test
    void socketThatGoesOnAndBreaksOffBeforeItsConnectionHandlersHaveRunGoesOnOnceMore() {
        TestClient client = first(rig);
        rig.socket("s1").join("room");
        rig.settle();
        client.goes();
        rig.settle();
        TestClient again = rig.client();
        again.says("40{\"pid\":\"" + pid + "\"}");
        rig.loops[0].run();
        assertThat(hears(again)).containsExactly("connected s1");
        again.goes();
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s1");
        assertThat(rig.socket("s1").rooms()).containsExactly("s1", "room");
    }

    @Test
    void roomNamedAfterASocketThatIsAwayKeepsItsMembersWhenItComesBack() {
        TestClient client = first(rig);
        TestClient other = rig.joined(1);
        client.goes();
        rig.settle();
        rig.socket("s2").join("s1");
        rig.settle();
        TestClient again = back(rig, 0);
        assertThat(hears(again)).containsExactly("connected s1");
        rig.io.to("s1").emit("both");
        rig.settle();
        assertThat(hears(again)).containsExactly("42[\"both\"]");
        assertThat(hears(other)).containsExactly("42[\"both\"]");
    }

    @Test
    void eventsAreJudgedByTheRoomsOfTheirTime() {
        TestClient client = first(rig);
        emit(rig, "seen");
        hears(client);
        Socket socket = rig.socket("s1");
        rig.io.to("late").emit("too early");
        socket.join("left", "late");
        rig.settle();
        rig.io.to("left").emit("in time");
        rig.settle();
        socket.leave("left");
        rig.settle();
        rig.io.to("left").emit("too late");
        rig.io.to("late").emit("last");
        rig.settle();
        client.goes();
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("42[\"in time\"]", "42[\"last\"]", "connected s1");
        assertThat(rig.socket("s1").rooms()).containsExactly("s1", "late");
    }

    @Test
    void eventsOfOthersOwnVolatileLocalAndAskingOnesAreNotKept() {
        TestClient client = first(rig);
        Socket socket = rig.socket("s1");
        emit(rig, "seen");
        hears(client);
        socket.asVolatile().emit("volatile", "x");
        rig.io.asVolatile().emit("volatile", "x");
        rig.io.local().emit("local", "x");
        socket.emitWithAck(Duration.ofSeconds(1), "asking", "x");
        rig.io.emitWithAck("asking", "x");
        socket.broadcast().emit("own");
        rig.settle();
        assertThat(client.hears())
                .containsExactly(
                        "42[\"volatile\",\"x\"]",
                        "42[\"volatile\",\"x\"]",
                        "42[\"local\",\"x\"]",
                        "420[\"asking\",\"x\"]",
                        "421[\"asking\",\"x\"]");
        client.goes();
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s1");
    }

    @Test
    void eventsSentToTheLostSocketItselfAreKept() {
        TestClient client = first(rig);
        Socket lost = rig.socket("s1");
        client.goes();
        rig.settle();
        lost.emit("while away");
        assertThat(hears(back(rig, 1))).containsExactly("42[\"while away\"]", "connected s1");
        lost.emit("through the old one");
        rig.settle();
        assertThat(hears(rig.client())).isEmpty();
        assertThat(rig.socket("s1")).isNotSameAs(lost);
    }

    @Test
    void clientThatComesBackBeforeItsLossIsNoticedTakesItsSocketOver() {
        rig.io.onConnection(
                socket -> socket.onDisconnect((reason, description) -> rig.note(reason + ": " + description)));
        TestClient client = first(rig);
        emit(rig, "a");
        client.hears();
        TestClient again = back(rig, 1);
        assertThat(hears(again)).containsExactly("42[\"a\"]", "connected s1");
        assertThat(client.closed).isNotNull();
        assertThat(rig.notes()).containsExactly("transport close: the client has come back over another connection");
        emit(rig, "b");
        assertThat(hears(again)).containsExactly("42[\"b\"]");
        assertThat(client.hears()).isEmpty();
    }

    @Test
    void recoveryMayBeRepeated() {
        TestClient client = first(rig);
        for (int i = 0; i < 5; i++) {
            emit(rig, "live" + i);
            assertThat(hears(client)).containsExactly("42[\"live" + i + "\"]");
            client.goes();
            rig.settle();
            emit(rig, "missed" + i);
            client = back(rig, i % 2);
            assertThat(hears(client)).containsExactly("42[\"missed" + i + "\"]", "connected s1");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"pid\":\"unknown\"}",
                "{\"pid\":\"PID\",\"offset\":\"unknown\"}",
                "{\"pid\":\"PID\",\"offset\":\"OFFSETz\"}",
                "{\"pid\":\"PID\",\"offset\":1}",
                "{\"pid\":1}",
                "{\"pid\":null,\"offset\":null}",
                "{}"
            })
    void unknownPrivateIdOrOffsetGetsANewSocket(String auth) {
        TestClient client = first(rig);
        emit(rig, "a");
        hears(client);
        client.goes();
        emit(rig, "b");
        TestClient again = rig.client(1);
        again.says("40" + auth.replace("PID", pid).replace("OFFSET", offset));
        rig.settle();
        assertThat(hears(again)).containsExactly("connected s2");
    }

    @Test
    void privateIdServesOnce() {
        first(rig).goes();
        rig.settle();
        String once = pid;
        TestClient again = back(rig, 0);
        assertThat(hears(again)).containsExactly("connected s1");
        again.says("41");
        rig.settle();
        pid = once;
        assertThat(hears(back(rig, 0))).containsExactly("connected s2");
    }

    @Test
    void whoeverMeantToLeaveCannotComeBack() {
        TestClient client = first(rig);
        client.says("41");
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s2");
        rig.socket("s2").disconnect();
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s3");
        TestClient broken = back(rig, 0);
        hears(broken);
        broken.says("42{}");
        rig.settle();
        assertThat(hears(back(rig, 0))).containsExactly("connected s4");
    }

    @Test
    void slowClientMayComeBack() {
        TestClient client = first(rig);
        client.pendingBytes = 100_000_000;
        rig.socket("s1").emit("x", "y".repeat(10));
        rig.settle();
        assertThat(client.closed).isNotNull();
        assertThat(hears(back(rig, 0))).containsExactly("42[\"x\",\"yyyyyyyyyy\"]", "connected s1");
    }

    @Test
    void middlewaresAreSkippedUnlessAskedFor() {
        rig.io.use((socket, next) -> {
            rig.note("asked " + socket.recovered());
            next.proceed();
        });
        first(rig).goes();
        rig.settle();
        hears(back(rig, 0));
        assertThat(rig.notes()).containsExactly("asked false");

        Rig strict = rig(recovery -> recovery.withSkipMiddlewares(false));
        List<Middleware.Next> answers = new ArrayList<>();
        strict.io.use((socket, next) -> {
            strict.note("asked " + socket.recovered());
            answers.add(next);
        });
        TestClient client = strict.client();
        client.says("40");
        strict.settle();
        answers.removeFirst().proceed();
        strict.settle();
        hears(client);
        client.goes();
        strict.settle();
        TestClient impatient = back(strict, 1);
        emit(strict, "while asked");
        impatient.goes();
        strict.settle();
        TestClient patient = back(strict, 0);
        answers.removeLast().proceed();
        strict.settle();
        assertThat(hears(patient)).containsExactly("42[\"while asked\"]", "connected s1");
        patient.goes();
        strict.settle();
        TestClient refused = back(strict, 0);
        answers.removeLast().refuse("no");
        strict.settle();
        assertThat(refused.hears()).containsExactly("44{\"message\":\"no\"}");
        assertThat(strict.notes()).containsExactly("asked false", "asked true", "asked true", "asked true");
    }

    @Test
    void eventThatGoesWithAJoinIsTheFirstOfTheRoomAndIsKept() {
        TestClient client = first(rig);
        Socket socket = rig.socket("s1");
        rig.io.to("room").emit("before");
        socket.join("room", rig.io.of("/").prepare("snapshot"));
        rig.io.to("room").emit("after");
        rig.settle();
        client.hears();
        client.goes();
        rig.settle();
        assertThat(hears(back(rig, 1))).containsExactly("42[\"snapshot\"]", "42[\"after\"]", "connected s1");
    }

    @Test
    void handlersOnTheLoopKeepTheirOrderWhileEventsOfOthersWait() {
        Rig inPlace = new Rig(builder ->
                builder.handlers(HandlerMode.EVENT_LOOP).connectionStateRecovery(ConnectionStateRecovery.DEFAULT));
        TestClient client = inPlace.client();
        client.says("40");
        hears(client);
        Socket socket = inPlace.socket("s1");
        socket.on("go", (arguments, ack) -> {
            socket.emit("kept 1");
            socket.asVolatile().emit("volatile");
            socket.emitWithAck(Duration.ofSeconds(1), "asking");
            inPlace.io.emit("kept 2");
            ack.reply("answer");
            socket.join("room");
            inPlace.io.to("room").emit("kept 3");
            socket.disconnect();
        });
        inPlace.io.emit("of another thread");
        client.says("421[\"go\"]");
        inPlace.settle();
        assertThat(hears(client))
                .containsExactly(
                        "42[\"of another thread\"]",
                        "42[\"kept 1\"]",
                        "42[\"volatile\"]",
                        "420[\"asking\"]",
                        "42[\"kept 2\"]",
                        "431[\"answer\"]",
                        "42[\"kept 3\"]",
                        "41");
    }

    @Test
    void withoutTheOptionThereAreNeitherPrivateIdsNorOffsets() {
        Rig plain = new Rig();
        TestClient client = plain.client();
        client.says("40");
        plain.io.emit("a");
        plain.settle();
        assertThat(client.hears()).containsExactly("40{\"sid\":\"s1\"}", "42[\"a\"]");
    }

    @Test
    void serverWithAnAdapterThatKeepsNothingIsRefused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SocketIo.builder()
                        .connectionStateRecovery(ConnectionStateRecovery.DEFAULT)
                        .adapter((namespace, local) -> new ForgetfulAdapter())
                        .build())
                .withMessageContaining("connectionStateRecovery is on, but the adapter")
                .withMessageContaining("ForgetfulAdapter");
    }
}
