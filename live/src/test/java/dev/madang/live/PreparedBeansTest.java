package dev.madang.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedBeansTest {
    @ParameterizedTest
    @CsvSource({
        "server.port, false",
        "SERVER_PORT, false",
        "madang.store, false",
        "MADANG_RETENTION, false",
        "spring.application.pid, false",
        "springer, false",
        "spring.profiles.active, true",
        "SPRING_CONFIG_LOCATION, true",
        "MANAGEMENT_SERVER_PORT, true",
        "server.forward-headers-strategy, true",
        "SERVER_FORWARDHEADERSSTRATEGY, true",
        "MADANG_DASHBOARD_ENABLED, true",
        "madang.dashboard.password, false",
    })
    void settingsThatDecideAboutBeansAreKnown(String name, boolean decides) {
        assertThat(PreparedBeans.decides(name)).isEqualTo(decides);
    }
}
