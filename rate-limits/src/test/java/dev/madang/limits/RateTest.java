package dev.madang.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rates, and what counts as one address. */
class RateTest {
    private final ManualTime time = new ManualTime();

    @Test
    void burstMayComeAtOnceThenTokensComeEvenlyOverThePeriod() {
        var bucket = Rate.perSecond(10).withBurst(3).bucket(time);
        assertThat(bucket.tryConsume(3)).isTrue();
        time.advance(Duration.ofMillis(99));
        assertThat(bucket.tryConsume(1)).isFalse();
        time.advance(Duration.ofMillis(1));
        assertThat(bucket.tryConsume(1)).isTrue();
        time.advance(Duration.ofHours(1));
        assertThat(bucket.tryConsume(4)).isFalse();
        assertThat(bucket.tryConsume(3)).isTrue();
    }

    @Test
    void rateWithoutTokensOrTimeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perSecond(0));
        assertThatIllegalArgumentException().isThrownBy(() -> Rate.perMinute(1).withBurst(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Rate(1, Duration.ZERO, 1));
    }

    @Test
    void homeWithIpv6IsOneAddressHoweverManyItHas() {
        assertThat(ClientAddress.key("2001:db8:1:2::1")).isEqualTo(ClientAddress.key("2001:db8:1:2:ffff::9"));
        assertThat(ClientAddress.key("2001:db8:1:2::1")).isNotEqualTo(ClientAddress.key("2001:db8:1:3::1"));
        assertThat(ClientAddress.key("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.key("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(ClientAddress.key("no:address")).isEqualTo("no:address");
    }

    @Test
    void addressIsForgottenWhenNothingIsOpenAndItsTimeIsOver() {
        Addresses<String> addresses = new Addresses<>(10, Duration.ofMinutes(1), time, () -> "new");
        var open = addresses.open("192.0.2.1");
        addresses.seen("192.0.2.2");
        time.advance(Duration.ofMinutes(2));
        addresses.seen("192.0.2.3");
        assertThat(addresses.size()).isEqualTo(2);
        assertThat(addresses.opened("192.0.2.1")).isEqualTo(1);
        addresses.close(open);
        time.advance(Duration.ofMinutes(2));
        addresses.seen("192.0.2.3");
        assertThat(addresses.size()).isEqualTo(1);
    }

    @Test
    void a16AddressesBeyondTheBoundShareOneEntry() {
        Addresses<Object> addresses = new Addresses<>(2, Duration.ofMinutes(1), time, Object::new);
        Object first = addresses.seen("192.0.2.1");
        addresses.seen("192.0.2.2");
        Object crowd = addresses.seen("192.0.2.3");
        for (int i = 4; i < 250; i++) {
            assertThat(addresses.seen("192.0.2." + i)).isSameAs(crowd);
        }
        assertThat(addresses.seen("192.0.2.1")).isSameAs(first).isNotSameAs(crowd);
        assertThat(addresses.size()).isEqualTo(2);
    }
}
