package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final ManualLoop.Time time = new ManualLoop.Time();
    private final ManualLoop loop = time.loop();
    private final List<String> expired = new ArrayList<>();
    private long start = loop.nanoTime();

    private final class Named extends Timer {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void expired() {
            assertThat(running()).isFalse();
            expired.add(name + "@" + (loop.nanoTime() - start) / 1_000_000);
        }
    }

    private void start(Timer timer, long millis) {
        loop.execute(() -> loop.start(timer, millis * 1_000_000));
        time.settle();
    }

    @Test
    void timersExpireExactlyAtTheirDeadlines() {
        start(new Named("c"), 30);
        start(new Named("a"), 10);
        start(new Named("b"), 20);
        start(new Named("d"), 30);
        time.advance(100);
        assertThat(expired).containsExactly("a@10", "b@20", "c@30", "d@30");
        assertThat(loop.scheduled()).isZero();
    }

    @Test
    void restartedTimerExpiresOnceAtItsNewDeadline() {
        Named timer = new Named("a");
        start(timer, 10);
        time.advance(5);
        start(timer, 10);
        time.advance(9);
        assertThat(expired).isEmpty();
        assertThat(timer.running()).isTrue();
        time.advance(100);
        assertThat(expired).containsExactly("a@15");
    }

    @Test
    void cancelledTimerDoesNotExpire() {
        Named timer = new Named("a");
        Named other = new Named("b");
        start(timer, 10);
        start(other, 10);
        timer.cancel();
        timer.cancel();
        time.advance(100);
        assertThat(expired).containsExactly("b@10");
    }

    @Test
    void timerMayStartItselfAndCancelOthers() {
        Named victim = new Named("victim");
        Timer repeating = new Timer() {
            @Override
            protected void expired() {
                expired.add("tick");
                victim.cancel();
                if (expired.size() < 3) {
                    loop.start(this, 10_000_000);
                }
            }
        };
        start(repeating, 10);
        start(victim, 10);
        time.advance(100);
        assertThat(expired).containsExactly("tick", "tick", "tick");
        assertThat(loop.scheduled()).isZero();
    }

    @Test
    void throwingTimerStopsNoOther() {
        start(
                new Timer() {
                    @Override
                    protected void expired() {
                        throw new IllegalStateException("oops");
                    }
                },
                10);
        start(new Named("b"), 10);
        start(new Named("c"), 20);
        assertThatThrownBy(() -> time.advance(10)).hasMessage("oops");
        time.advance(10);
        assertThat(expired).containsExactly("b@10", "c@20");
    }

    @Test
    void shortTimerBesideALongOnePilesNothingUp() {
        start(new Named("long"), 100_000);
        for (int i = 0; i < 1_000; i++) {
            start(new Named("short"), 5);
            time.advance(5);
            assertThat(loop.scheduled()).isLessThanOrEqualTo(2);
        }
        assertThat(expired).hasSize(1_000);
    }

    @Test
    void randomTimersExpireAsAModelSays() {
        for (int seed = 1; seed <= 200; seed++) {
            randomTimers(seed);
        }
    }

    private void randomTimers(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        time.advance(10_000);
        expired.clear();
        start = loop.nanoTime();
        long now = 0;
        List<Named> timers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            timers.add(new Named("t" + i));
        }
        TreeMap<String, Long> model = new TreeMap<>();
        List<String> expected = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            Named timer = timers.get(random.nextInt(timers.size()));
            switch (random.nextInt(3)) {
                case 0 -> {
                    long delay = 1 + random.nextInt(4) * 7L;
                    start(timer, delay);
                    model.put(timer.name, now + delay);
                }
                case 1 -> {
                    timer.cancel();
                    model.remove(timer.name);
                }
                default -> {
                    long until = now + random.nextInt(12);
                    time.advance(until - now);
                    now = until;
                    model.entrySet().removeIf(entry -> {
                        boolean due = entry.getValue() <= until;
                        if (due) {
                            expected.add(entry.getKey() + "@" + entry.getValue());
                        }
                        return due;
                    });
                }
            }
        }
        assertThat(expired).as("seed " + seed).containsExactlyInAnyOrderElementsOf(expected);
    }
}
