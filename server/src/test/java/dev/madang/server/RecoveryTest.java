package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connection state recovery: rules 61 to 63. */
class RecoveryTest {
    private static final Pattern CONNECTED = Pattern.compile("40\\{\"sid\":\"(s\\d+)\",\"pid\":\"([\\w-]{20})\"}");
    private static final Pattern OFFSET = Pattern.compile(",\"([\\w-]+-\\w+)\"]$");

    private final Rig rig = rig(recovery -> recovery);
    private String pid = "";
    private String offset = "";

    private static Rig rig(UnaryOperator<ConnectionStateRecovery> change) {
        return new Rig(builder -> builder.connectionStateRecovery(change.apply(ConnectionStateRecovery.DEFAULT)));
    }

    /** What the client hears, with the offsets taken off and the last one remembered. */
    private List<String> hears(TestClient client) {
        List<String> texts = new ArrayList<>();
        for (String text : client.hears()) {
            Matcher connected = CONNECTED.matcher(text);
            Matcher numbered = OFFSET.matcher(text);
            if (connected.matches()) {
                pid = connected.group(2);
                texts.add("connected " + connected.group(1));
            } else if (numbered.find()) {
                offset = numbered.group(1);
                texts.add(text.substring(0, numbered.start()) + "]");
            } else {
                texts.add(text);
            }
        }
        return texts;
    }

    private TestClient first(Rig rig) {
        TestClient client = rig.client();
        client.says("40");
        rig.settle();
        assertThat(hears(client)).containsExactly("connected s1");
        return client;
    }

    private TestClient back(Rig rig, int loop) {
        TestClient client = rig.client(loop);
        client.says(
                offset.isEmpty()
                        ? "40{\"pid\":\"" + pid + "\"}"
                        : "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}");
        rig.settle();
        return client;
    }

    private void emit(Rig rig, String event) {
        rig.io.emit(event);
        rig.settle();
    }

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

    @Test
    void sessionExpires() {
        Rig short1 = rig(recovery -> recovery.withMaxDisconnectionDuration(Duration.ofSeconds(10)));
        first(short1).goes();
        short1.advance(Duration.ofSeconds(9));
        TestClient again = back(short1, 1);
        assertThat(hears(again)).containsExactly("connected s1");
        again.goes();
        short1.settle();
        short1.advance(Duration.ofSeconds(10));
        assertThat(hears(back(short1, 0))).containsExactly("connected s2");
        assertThat(short1.socket("s2").recovered()).isFalse();
    }

    @Test
    void eventsOfTheTimeInWhichTheBreakWentUnnoticedAreKeptToo() {
        Rig short1 = rig(recovery -> recovery.withMaxDisconnectionDuration(Duration.ofSeconds(10)));
        TestClient client = first(short1);
        emit(short1, "on a broken line");
        short1.advance(Duration.ofSeconds(45));
        assertThat(client.closed).isNotNull();
        short1.advance(Duration.ofSeconds(9));
        assertThat(hears(back(short1, 1))).containsExactly("42[\"on a broken line\"]", "connected s1");
    }

    @Test
    void nothingIsKeptWhenTheLastOneSaysGoodbye() {
        TestClient client = first(rig);
        emit(rig, "a");
        InMemoryRecovery kept = Objects.requireNonNull(
                Objects.requireNonNull(rig.io.of("/").keeper()).recovery());
        assertThat(kept.size()).isEqualTo(1);
        client.says("41");
        rig.settle();
        assertThat(kept.size()).isZero();
    }

    @Test
    void nothingIsKeptWhenEverybodyIsGoneForGood() {
        Rig short1 = rig(recovery -> recovery.withMaxDisconnectionDuration(Duration.ofSeconds(10)));
        TestClient client = first(short1);
        emit(short1, "a");
        client.goes();
        short1.settle();
        InMemoryRecovery kept = Objects.requireNonNull(
                Objects.requireNonNull(short1.io.of("/").keeper()).recovery());
        assertThat(kept.size()).isEqualTo(2);
        short1.advance(Duration.ofSeconds(10));
        assertThat(kept.size()).isZero();
        assertThat(short1.io.of("/").ofPid(pid)).isNull();
    }

    @Test
    void clientThatHeardNothingForLongMissesOnlyWhatCameAfterItLeft() {
        Rig small = rig(recovery -> recovery.withMaxEvents(2));
        TestClient client = first(small);
        emit(small, "a");
        hears(client);
        for (int i = 0; i < 10; i++) {
            small.io.to("others").emit("x" + i);
            small.settle();
        }
        client.goes();
        emit(small, "b");
        assertThat(hears(back(small, 1))).containsExactly("42[\"b\"]", "connected s1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoeverMissedMoreThanIsKeptGetsANewSocketAndNoPart(boolean byCount) {
        Rig small = rig(recovery -> byCount ? recovery.withMaxEvents(2) : recovery.withMaxBytes(400));
        TestClient client = first(small);
        emit(small, "a");
        hears(client);
        client.goes();
        small.settle();
        for (int i = 0; i < 3; i++) {
            emit(small, "b" + i);
        }
        assertThat(hears(back(small, 1))).containsExactly("connected s2");
    }

    @Test
    void whoeverMissedMoreThanMayWaitForItGetsANewSocketAndNoPart() {
        Rig small = new Rig(builder ->
                builder.connectionStateRecovery(Duration.ofMinutes(2), true).maxQueuedPackets(8));
        first(small).goes();
        small.settle();
        for (int i = 0; i < 5; i++) {
            emit(small, "b" + i);
        }
        assertThat(hears(back(small, 1))).containsExactly("connected s2");
    }

    @Test
    void eldestSessionGoesWhenThereAreTooMany() {
        Rig small = rig(recovery -> recovery.withMaxSessions(1));
        TestClient client = first(small);
        String eldest = pid;
        TestClient other = small.joined();
        hears(other);
        client.goes();
        small.settle();
        other.goes();
        small.settle();
        pid = eldest;
        assertThat(hears(back(small, 0))).containsExactly("connected s3");
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

    @Test
    void boundsOutOfRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionStateRecovery.DEFAULT.withMaxDisconnectionDuration(Duration.ZERO))
                .withMessageContaining("maxDisconnectionDuration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionStateRecovery.DEFAULT.withMaxEvents(0))
                .withMessageContaining("maxEvents");
    }
}
