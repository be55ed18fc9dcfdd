package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose word about a client's address is believed (A23). */
class TrustedProxiesTest {
    private final TrustedProxies proxies = TrustedProxies.of("10.0.0.0/8", "2001:db8::1", "127.0.0.1");

    private static String client(TrustedProxies proxies, String peer, String... headers) {
        return proxies.clientAddress(new InetSocketAddress(peer, 5000), List.of(headers));
    }

    private String through(String peer, String chain) {
        return client(proxies, peer, "Host", "a", "x-forwarded-FOR", chain);
    }

    @Test
    void aStrangersHeaderIsNotBelieved() {
        assertThat(through("203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
        assertThat(client(TrustedProxies.none(), "127.0.0.1", "X-Forwarded-For", "198.51.100.1"))
                .isEqualTo("127.0.0.1");
    }

    @Test
    void aTrustedProxyVouchesForTheAddressBeforeIt() {
        assertThat(through("10.1.2.3", "198.51.100.1")).isEqualTo("198.51.100.1");
        assertThat(through("2001:db8::1", "2001:db8:9::7")).isEqualTo("2001:db8:9::7");
        assertThat(client(proxies, "10.1.2.3")).isEqualTo("10.1.2.3");
    }

    @Test
    void whatTheClientWroteItselfInFrontOfTheChainIsNotBelieved() {
        assertThat(through("127.0.0.1", "1.2.3.4, 198.51.100.1, 10.0.0.7")).isEqualTo("198.51.100.1");
        assertThat(client(
                        proxies, "127.0.0.1", "X-Forwarded-For", "1.2.3.4", "X-Forwarded-For", "198.51.100.1,10.0.0.7"))
                .isEqualTo("198.51.100.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"999.1.1.1", "1.2.3.256", "1.2.3", ".:1", ".:", "example.com", ""})
    void nothingInTheChainIsLookedUpByName(String text) {
        assertThat(TrustedProxies.literal(text)).isFalse();
        assertThat(through("127.0.0.1", text)).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "255.255.255.255", "249.199.99.9", "010.1.1.1", "::", "::1", "2001:db8::1.2.3.4"})
    void addressesInTheChainAreBelieved(String text) {
        assertThat(through("127.0.0.1", text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "198.51.100.1:5678,198.51.100.1",
        "[2001:db8:9::7]:123,2001:db8:9::7",
        "[2001:db8:9::7],2001:db8:9::7",
        "'1.2.3.4:1, 198.51.100.1:65535, 10.0.0.7:80',198.51.100.1",
        "'198.51.100.1, [2001:db8::1]:443',198.51.100.1",
        "198.51.100.1:,127.0.0.1",
        "198.51.100.1:123456,127.0.0.1",
        "198.51.100.1:80:80,127.0.0.1",
        "[198.51.100.1,127.0.0.1",
        "[example.com]:80,127.0.0.1",
        "example.com:80,127.0.0.1",
        "999.1.1.1:80,127.0.0.1"
    })
    void aPortBehindAnAddressIsLeftOut(String chain, String client) {
        assertThat(through("127.0.0.1", chain)).isEqualTo(client);
    }

    @Test
    void aNameOrGarbageInTheChainEndsIt() {
        assertThat(through("127.0.0.1", "example.com")).isEqualTo("127.0.0.1");
        assertThat(through("127.0.0.1", "unknown, 10.0.0.7")).isEqualTo("10.0.0.7");
        assertThat(through("127.0.0.1", ",,")).isEqualTo("127.0.0.1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=192.0.2.60;proto=http;by=203.0.113.43     | 192.0.2.60",
                "For=\"[2001:db8:cafe::17]:4711\"              | 2001:db8:cafe::17",
                "for=\"192.0.2.43:47011\"                      | 192.0.2.43",
                "for=1.2.3.4, for=198.51.100.17                | 198.51.100.17",
                "for=198.51.100.17, for=10.0.0.9               | 198.51.100.17",
                "for=unknown                                   | 127.0.0.1",
                "for=_hidden                                   | 127.0.0.1",
                "proto=https                                   | 127.0.0.1",
                "by=1.2.3.4;xfor=1.2.3.4                       | 127.0.0.1"
            })
    void forwardedIsReadInsteadWhereTheProxiesSetIt(String header, String client) {
        TrustedProxies reading = proxies.readingForwarded();
        assertThat(client(reading, "127.0.0.1", "Forwarded", header, "X-Forwarded-For", "6.6.6.6"))
                .isEqualTo(client);
        assertThat(client(proxies, "127.0.0.1", "Forwarded", header)).isEqualTo("127.0.0.1");
    }

    @Test
    void aSettingThatIsNoAddressIsNamed() {
        assertThatThrownBy(() -> TrustedProxies.of("proxy.local"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("proxy.local");
        assertThatThrownBy(() -> TrustedProxies.of("10.0.0.0/33"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 32");
    }
}
