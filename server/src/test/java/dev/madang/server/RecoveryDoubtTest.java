package dev.madang.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Clients that may have an event, and not have handled it, when their connection ends: a stock one keeps such an event
 * and handles it when it is connected again, but does not count it for its offset. It must not be given it once more.
 */
class RecoveryDoubtTest extends RecoveryScene {
    private final List<String> heard = new ArrayList<>();
    private final PollingClient client = polling(0);

    private PollingClient polling(int loop) {
        return new PollingClient(
                rig.io.engine(),
                rig.loops[loop],
                body -> heard.addAll(Arrays.asList(body.split("\u001e"))),
                heard::add);
    }

    /** On the client's loop, until nothing is left to do. */
    private void does(int loop, Runnable... steps) {
        for (Runnable step : steps) {
            rig.loops[loop].inside(step);
            rig.settle();
        }
    }

    private List<String> hears() {
        List<String> all = hears(List.copyOf(heard));
        heard.clear();
        return all;
    }

    /** Joins over polling, with a GET that waits. */
    private void joins() {
        does(0, client::opens, () -> client.posts("40"), client::polls);
        assertThat(hears().subList(1, 2)).containsExactly("connected s1");
        does(0, client::polls);
    }

    private void emit(String event) {
        emit(rig, event);
    }

    @Test
    void eventOfThePollThatEndedAnUpgradeIsNotGivenTwice() {
        joins();
        emit("handled");
        assertThat(hears()).containsExactly("42[\"handled\"]");
        does(0, client::polls, client::probes);
        assertThat(hears()).containsExactly("3probe");
        emit("held back");
        assertThat(heard).hasSize(1);
        does(0, () -> client.says("5"), client::goes);
        emit("while away");
        assertThat(hears(back(rig, 1))).containsExactly("connected s2");
    }

    @Test
    void whoeverHasHandledWhatTheUpgradeBroughtIsRecovered() {
        joins();
        does(0, client::probes);
        emit("before");
        does(0, () -> client.says("5"));
        assertThat(hears()).containsExactly("3probe", "42[\"before\"]");
        emit("lost");
        heard.clear();
        does(0, client::goes);
        emit("while away");
        assertThat(hears(back(rig, 1))).containsExactly("42[\"lost\"]", "42[\"while away\"]", "connected s1");
    }

    @Test
    void whoeverIsCutInTheMidstOfAnUpgradeIsRecoveredOnlyIfItHasHandledEverything() {
        joins();
        emit("a");
        hears();
        does(0, client::polls, client::probes);
        assertThat(hears(back(rig, 1))).containsExactly("connected s1");

        PollingClient other = polling(0);
        pid = "";
        offset = "";
        does(0, other::opens, () -> other.posts("40"), other::polls);
        hears();
        does(0, other::polls, other::probes);
        emit("b");
        assertThat(hears(back(rig, 1))).containsExactly("connected s3");
    }

    @Test
    void cutAfterAnUpgradeThatWasNeverAnsweredIsAsAnyOther() {
        joins();
        emit("lost");
        heard.clear();
        assertThat(hears(back(rig, 1))).containsExactly("42[\"lost\"]", "connected s1");
    }

    @Test
    void eventsOfARecoveryThatBrokeBeforeTheConnectReplyAreNotGivenTwice() {
        TestClient first = first(rig);
        emit("a");
        hears(first);
        first.goes();
        emit("b");
        emit("c");
        TestClient second = back(rig, 1);
        assertThat(second.hears()).hasSize(3);
        second.goes();
        rig.settle();
        TestClient third = back(rig, 0);
        assertThat(hears(third)).containsExactly("connected s2");
        assertThat(rig.socket("s2").recovered()).isFalse();
    }

    @Test
    void recoveryThatBroughtNothingMayBreakAsOftenAsItLikes() {
        TestClient client = first(rig);
        emit("a");
        hears(client);
        for (int i = 0; i < 3; i++) {
            client.goes();
            rig.settle();
            client = back(rig, i % 2);
            assertThat(hears(client)).containsExactly("connected s1");
        }
    }

    @Test
    void recoveryOverPollingComesInOnePieceAndMayBeRepeated() {
        TestClient first = first(rig);
        emit("a");
        hears(first);
        first.goes();
        emit("b");
        emit("c");
        PollingClient second = polling(1);
        String connect = "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
        does(1, second::opens, second::polls, () -> second.posts(connect));
        assertThat(heard).hasSize(4);
        assertThat(hears(back(rig, 0))).containsExactly("42[\"b\"]", "42[\"c\"]", "connected s1");
    }

    @Test
    void eventsThatGoOutTogetherWithTheClosePacketAreNotGivenTwice() {
        joins();
        emit("handled");
        hears();
        emit("waits");
        Socket socket = rig.socket("s1");
        does(0, () -> socket.client().close(DisconnectReason.SLOW_CLIENT, "too much was sent at once"), client::polls);
        assertThat(heard).hasSize(2).last().isEqualTo("1");
        heard.clear();
        assertThat(hears(back(rig, 1))).containsExactly("connected s2");
    }

    @Test
    void pollingClientThatIsBackLeavesNothingOfItsOldConnection() {
        does(0, client::opens, () -> client.posts("40"), client::polls);
        hears();
        emit("waits");
        assertThat(hears(back(rig, 1))).containsExactly("42[\"waits\"]", "connected s1");
        assertThat(rig.io.engine().sessions()).isEqualTo(1);
        assertThat(rig.socket("s1").recovered()).isTrue();
    }

    @Test
    void clientThatIsBackWhileItsOldConnectionProbesLeavesNothingOfThatEither() {
        joins();
        does(0, client::probes);
        hears();
        assertThat(hears(back(rig, 1))).containsExactly("connected s1");
        assertThat(rig.io.engine().sessions()).isEqualTo(1);
    }

    /** The offset of a former socket of the client may be one that only that socket's loop has seen. */
    @Test
    void offsetOfAFormerSocketCountsForNothingWhereTheNewOneHasBeenSentNothing() {
        TestClient first = first(rig);
        rig.joined(1);
        rig.socket("s1").emit("own");
        rig.settle();
        assertThat(hears(first)).containsExactly("42[\"own\"]");
        first.says("41");
        rig.settle();
        TestClient second = rig.client(1);
        second.says("40{\"pid\":\"unknown\",\"offset\":\"" + offset + "\"}");
        rig.io.to("others").emit("waits while the new one joins");
        rig.settle();
        assertThat(hears(second)).containsExactly("connected s3");
        second.goes();
        emit("missed");
        assertThat(hears(back(rig, 0))).containsExactly("42[\"missed\"]", "connected s3");
    }
}
