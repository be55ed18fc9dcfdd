package dev.madang.live.limits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.limits.ClientAddress;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RateLimitsTest {
    private final Clock clock = new Clock();
    private final RateLimits limits = RateLimits.at(clock);

    @Test
    void ofTwentyCommentsAtOnceFivePass() {
        var allowance = limits.enter("203.0.113.1");
        assertThat(IntStream.range(0, 20)
                        .filter(i -> allowance.comment().isZero())
                        .count())
                .isEqualTo(5);
    }

    @Test
    void oneMoreCommentPassesAfterTheWaitThatWasTold() {
        var allowance = limits.enter("203.0.113.1");
        IntStream.range(0, 5).forEach(i -> allowance.comment());
        Duration wait = allowance.comment();
        assertThat(wait).isEqualTo(Duration.ofSeconds(2));
        clock.advance(wait);
        assertThat(allowance.comment()).isZero();
        assertThat(allowance.comment()).isPositive();
    }

    @Test
    void thirtyEventsPassAtOnceAndTenASecondLater() {
        var allowance = limits.enter("203.0.113.1");
        assertThat(IntStream.range(0, 50).filter(i -> allowance.event()).count())
                .isEqualTo(30);
        clock.advance(Duration.ofSeconds(1));
        assertThat(IntStream.range(0, 50).filter(i -> allowance.event()).count())
                .isEqualTo(10);
    }

    @Test
    void manySocketsOfOneAddressShareItsWiderLimit() {
        long passed = IntStream.range(0, 30)
                .mapToObj(i -> limits.enter("203.0.113.1"))
                .flatMap(allowance -> IntStream.range(0, 5).mapToObj(i -> allowance.comment()))
                .filter(Duration::isZero)
                .count();
        assertThat(passed).isEqualTo(50);
        assertThat(limits.enter("203.0.113.2").comment()).isZero();
    }

    @Test
    void theTwoHundredAndFirstSocketOfAnAddressIsNotAdmittedUntilOneLeaves() {
        RateLimits.Allowance last = limits.enter("203.0.113.1");
        for (int i = 1; i < 200; i++) {
            last = limits.enter("203.0.113.1");
        }
        assertThat(limits.admits("203.0.113.1")).isFalse();
        last.close();
        assertThat(limits.admits("203.0.113.1")).isTrue();
    }

    @Test
    void anIpv6NetworkOfOneHomeCountsAsOneAddress() {
        assertThat(ClientAddress.key("2001:db8:1:2::1")).isEqualTo(ClientAddress.key("2001:db8:1:2:ffff::9"));
        assertThat(ClientAddress.key("2001:db8:1:3::1")).isNotEqualTo(ClientAddress.key("2001:db8:1:2::1"));
        assertThat(ClientAddress.key("::ffff:203.0.113.1")).isEqualTo("203.0.113.1");
    }

    @Test
    void aSweepKeepsWhoIsThereAndForgetsWhoIsLongGone() {
        try (var gone = limits.enter("203.0.113.1")) {
            IntStream.range(0, 5).forEach(i -> gone.comment());
        }
        clock.advance(Duration.ofMinutes(11));
        limits.sweep();
        assertThat(limits.enter("203.0.113.1").comment()).isZero();
    }

    @Test
    void switchedOffTheyLimitNothing() {
        var allowance = RateLimits.of(false).enter("203.0.113.1");
        assertThat(IntStream.range(0, 1_000)
                        .allMatch(i -> allowance.event() && allowance.comment().isZero()))
                .isTrue();
    }

    private static final class Clock implements TimeMeter {
        private long nanos;

        void advance(Duration by) {
            nanos += by.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
