package dev.madang.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Labels have a bound, whoever chooses the names. */
class NamesTest {
    @Test
    void firstNamesAreLabelsAndAllLaterOnesAreOther() {
        Names names = new Names(2);
        assertThat(names.label("a")).isEqualTo("a");
        assertThat(names.label("b")).isEqualTo("b");
        assertThat(names.label("c")).isEqualTo("other");
        assertThat(names.label("a")).isEqualTo("a");
    }

    @Test
    void longNameIsNoLabelAndTakesNoPlace() {
        Names names = new Names(1);
        assertThat(names.label("x".repeat(101))).isEqualTo("other");
        assertThat(names.label("x".repeat(100))).hasSize(100);
    }

    @Test
    void boundOfZeroLeavesOther() {
        assertThat(new Names(0).label("/")).isEqualTo("other");
    }
}
