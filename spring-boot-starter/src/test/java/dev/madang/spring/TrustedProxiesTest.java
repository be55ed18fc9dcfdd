package dev.madang.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.of(List.of("10.0.0.0/8", "2001:db8::1", "127.0.0.1"));

    @Test
    void aStrangersHeaderIsNotBelieved() {
        assertThat(proxies.clientAddress("203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
        assertThat(TrustedProxies.of(List.of()).clientAddress("127.0.0.1", "198.51.100.1"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void aTrustedProxyVouchesForTheAddressBeforeIt() {
        assertThat(proxies.clientAddress("10.1.2.3", "198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(proxies.clientAddress("2001:db8::1", "2001:db8:9::7")).isEqualTo("2001:db8:9::7");
        assertThat(proxies.clientAddress("10.1.2.3", null)).isEqualTo("10.1.2.3");
    }

    @Test
    void whatTheClientWroteItselfInFrontOfTheChainIsNotBelieved() {
        assertThat(proxies.clientAddress("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.7"))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void aNameOrGarbageInTheChainEndsIt() {
        assertThat(proxies.clientAddress("127.0.0.1", "example.com")).isEqualTo("127.0.0.1");
        assertThat(proxies.clientAddress("127.0.0.1", "unknown, 10.0.0.7")).isEqualTo("10.0.0.7");
        assertThat(proxies.clientAddress("127.0.0.1", ",,")).isEqualTo("127.0.0.1");
    }

    @Test
    void aSettingThatIsNoAddressIsNamed() {
        assertThatThrownBy(() -> TrustedProxies.of(List.of("proxy.local")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxy.local");
        assertThatThrownBy(() -> TrustedProxies.of(List.of("10.0.0.0/33")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 32");
    }
}
