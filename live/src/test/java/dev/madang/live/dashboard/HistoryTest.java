package dev.madang.live.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The numbers that the charts show. */
final class HistoryTest {
    @Test
    void tenMinutesAreKeptAndTheOldestGoes() {
        var history = new History(at -> new Sample(at, Map.of()), Clock.systemUTC());
        for (int i = 0; i < History.KEPT + 5; i++) {
            history.sample();
        }
        assertThat(history.past()).hasSize(History.KEPT);
    }

    @Test
    void aReadingThatFailsDoesNotEndTheOthers() {
        var failures = new CopyOnWriteArrayList<Integer>(List.of(1));
        var history = new History(
                at -> {
                    if (!failures.isEmpty()) {
                        failures.clear();
                        throw new IllegalStateException("not now");
                    }
                    return new Sample(at, Map.of());
                },
                Clock.systemUTC());
        history.sample();
        history.sample();
        assertThat(history.past()).hasSize(1);
    }

    @Test
    void deliveriesAreHalfAndNinetyNineOfHundredOfTheSecond() {
        var pulse = new Pulse();
        for (int i = 1; i <= 100; i++) {
            pulse.delivered(i * 1_000_000L);
        }
        pulse.committed(30, 1);
        pulse.committed(10, 1);
        Sample sample = read(pulse);
        assertThat(sample.values().get(Measure.P50)).isBetween(49.0, 51.0);
        assertThat(sample.values().get(Measure.P99)).isBetween(98.0, 101.0);
        assertThat(sample.values()).containsEntry(Measure.COMMITS, 2.0).containsEntry(Measure.CHANGES, 40.0);
    }

    @Test
    void aSecondWithoutDeliveriesHasNoDeliveryTime() {
        Sample sample = read(new Pulse());
        assertThat(sample.values()).doesNotContainKeys(Measure.P50, Measure.P99).containsEntry(Measure.COMMITS, 0.0);
        assertThat(sample.row()).hasSize(1 + Measure.values().length).containsNull();
    }

    private static Sample read(Pulse pulse) {
        var sheet = new Sample.Sheet();
        pulse.into(sheet);
        return sheet.at(1);
    }
}
