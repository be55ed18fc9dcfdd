package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What recovery keeps, for how long, and when it forgets. */
class RecoveryBoundsTest extends RecoveryScene {
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

    @Test
    void boundsOutOfRangeAreRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionStateRecovery.DEFAULT.withMaxDisconnectionDuration(Duration.ZERO))
                .withMessageContaining("maxDisconnectionDuration");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConnectionStateRecovery.DEFAULT.withMaxEvents(0))
                .withMessageContaining("maxEvents");
    }

    private static InMemoryRecovery kept(Rig rig) {
        return Objects.requireNonNull(
                Objects.requireNonNull(rig.io.of("/").keeper()).recovery());
    }

    private static int timers(Rig rig) {
        return rig.loops[0].timers() + rig.loops[1].timers();
    }

    @Test
    void oneTimerRunsWhileAnySessionIsKeptAndNoneElse() {
        Rig short1 = rig(recovery -> recovery.withMaxDisconnectionDuration(Duration.ofSeconds(10)));
        InMemoryRecovery kept = kept(short1);
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            clients.add(short1.joined(i % 2));
        }
        hears(clients.getLast());
        assertThat(kept.sweeping()).isFalse();
        for (TestClient client : clients.subList(0, 10)) {
            client.goes();
        }
        short1.settle();
        assertThat(kept.sweeping()).isTrue();
        short1.advance(Duration.ofSeconds(5));
        int before = timers(short1);
        for (TestClient client : clients.subList(10, 20)) {
            client.goes();
        }
        short1.settle();
        assertThat(timers(short1)).isLessThanOrEqualTo(before);
        short1.advance(Duration.ofSeconds(5));
        assertThat(kept.size()).isEqualTo(10);
        assertThat(kept.sweeping()).isTrue();
        short1.advance(Duration.ofSeconds(5));
        assertThat(kept.size()).isZero();
        assertThat(kept.sweeping()).isFalse();
    }

    @Test
    void timerEndsWhenTheLastSessionIsTaken() {
        first(rig).goes();
        rig.settle();
        assertThat(kept(rig).sweeping()).isTrue();
        TestClient again = back(rig, 1);
        assertThat(hears(again)).containsExactly("connected s1");
        assertThat(kept(rig).sweeping()).isFalse();
        again.goes();
        rig.settle();
        assertThat(kept(rig).sweeping()).isTrue();
    }

    @Test
    void r6NothingIsLeftWhenTheAdapterIsClosed() {
        TestClient client = first(rig);
        emit(rig, "a");
        hears(client);
        client.goes();
        emit(rig, "b");
        InMemoryRecovery kept = kept(rig);
        assertThat(kept.size()).isEqualTo(3);
        rig.io.of("/").close();
        rig.settle();
        assertThat(kept.size()).isZero();
        assertThat(kept.sweeping()).isFalse();
        TestClient late = back(rig, 1);
        assertThat(hears(late)).containsExactly("connected s2");
        emit(rig, "c");
        late.goes();
        rig.settle();
        assertThat(kept.size()).isZero();
        assertThat(kept.sweeping()).isFalse();
    }

    private static Rig cleaning() {
        return new Rig(builder -> builder.cleanupEmptyChildNamespaces(true)
                .connectionStateRecovery(
                        ConnectionStateRecovery.DEFAULT.withMaxDisconnectionDuration(Duration.ofSeconds(10))));
    }

    private static List<String> names(Rig rig) {
        return rig.io.namespaces().stream().map(Namespace::name).sorted().toList();
    }

    private static String says(Rig rig, TestClient client, String packet) {
        client.says(packet);
        rig.settle();
        return String.join(" ", client.hears());
    }

    @Test
    void namespaceOfAClientIsNotUnmadeWhileItsLastSocketCanComeBack() {
        Rig cleaning = cleaning();
        cleaning.io.of(Pattern.compile("^/child$"));
        TestClient client = cleaning.client();
        String reply = says(cleaning, client, "40/child,");
        String known = reply.substring(reply.indexOf("\"pid\":\"") + 7, reply.length() - 2);
        client.goes();
        cleaning.settle();
        assertThat(names(cleaning)).containsExactly("/", "/child");
        cleaning.advance(Duration.ofSeconds(9));
        cleaning.io.namespaces().stream()
                .filter(each -> each.name().equals("/child"))
                .forEach(child -> child.emit("while away"));
        cleaning.settle();
        TestClient again = cleaning.client(1);
        assertThat(says(cleaning, again, "40/child,{\"pid\":\"" + known + "\"}"))
                .matches("42/child,\\[\"while away\",\"[^\"]+\"\\] 40/child,\\{\"sid\":\"s1\",.*");
        again.goes();
        cleaning.settle();
        assertThat(names(cleaning)).containsExactly("/", "/child");
        cleaning.advance(Duration.ofSeconds(10));
        assertThat(names(cleaning)).containsExactly("/");
    }

    @Test
    void namespaceOfAClientIsUnmadeAtOnceWhenNobodyCanComeBack() {
        Rig cleaning = cleaning();
        cleaning.io.of(Pattern.compile("^/child$"));
        TestClient client = cleaning.client();
        says(cleaning, client, "40/child,");
        assertThat(names(cleaning)).containsExactly("/", "/child");
        says(cleaning, client, "41/child,");
        assertThat(names(cleaning)).containsExactly("/");
    }

    @Test
    void namespaceWhoseKeptSocketComesBackAndLeavesIsUnmade() {
        Rig cleaning = cleaning();
        cleaning.io.of(Pattern.compile("^/child$"));
        TestClient client = cleaning.client();
        String reply = says(cleaning, client, "40/child,");
        String known = reply.substring(reply.indexOf("\"pid\":\"") + 7, reply.length() - 2);
        client.goes();
        cleaning.settle();
        TestClient again = cleaning.client(1);
        says(cleaning, again, "40/child,{\"pid\":\"" + known + "\"}");
        says(cleaning, again, "41/child,");
        assertThat(names(cleaning)).containsExactly("/");
    }
}
