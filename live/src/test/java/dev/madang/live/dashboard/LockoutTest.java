package dev.madang.live.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who may try another password. */
final class LockoutTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Lockout lockout = new Lockout(nanos::get);

    @Test
    void anAddressHasFiveTriesAndAnotherAfterAQuarterOfAnHour() {
        assertThat(tries("a", "admin", Lockout.OF_ADDRESS)).isEqualTo(Lockout.OF_ADDRESS);
        assertThat(lockout.mayTry("a", "admin")).isFalse();
        assertThat(lockout.mayTry("a", "somebody")).isFalse();
        assertThat(lockout.mayTry("b", "admin")).isTrue();
        nanos.addAndGet(Duration.ofMinutes(Lockout.MINUTES).toNanos());
        assertThat(lockout.mayTry("a", "admin")).isTrue();
    }

    @Test
    void theRightPasswordForgivesWhatWasTriedBefore() {
        tries("a", "admin", Lockout.OF_ADDRESS);
        lockout.succeeded("a", "admin");
        assertThat(tries("a", "admin", Lockout.OF_ADDRESS)).isEqualTo(Lockout.OF_ADDRESS);
    }

    @Test
    void manyAddressesTogetherHaveFiftyTriesAndDoNotLockTheOwnerOut() {
        lockout.succeeded("home", "admin");
        assertThat(IntStream.range(0, 200)
                        .filter(i -> lockout.mayTry("botnet" + i, "admin"))
                        .count())
                .isEqualTo(Lockout.OF_USER);
        assertThat(lockout.mayTry("elsewhere", "admin")).isFalse();
        assertThat(lockout.mayTry("home", "admin")).isTrue();
    }

    private long tries(String address, String user, int many) {
        return IntStream.range(0, many)
                .filter(i -> lockout.mayTry(address, user))
                .count();
    }
}
