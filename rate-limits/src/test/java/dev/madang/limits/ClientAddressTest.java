package dev.madang.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,192.0.2.1",
        "192.0.2.1:5678,192.0.2.1",
        "2001:db8:1:2:3:4:5:6,20010db800010002/64",
        "[2001:db8:1:2::9]:443,20010db800010002/64",
        "[2001:db8:1:2::9],20010db800010002/64",
        "::ffff:192.0.2.1,192.0.2.1",
        "unknown,unknown",
        "no:address,no:address",
        "[example.com]:80,[example.com]:80",
        "::no,::no",
    })
    void portsAreLeftOutAndANetworkOfIpv6IsOne(String address, String key) {
        assertThat(ClientAddress.key(address)).isEqualTo(key);
    }
}
