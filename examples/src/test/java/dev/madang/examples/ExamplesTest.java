package dev.madang.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.testkit.Http;
import dev.madang.testkit.WireClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "chat, 42[\"message\"",
        "bus, 42[\"map\"",
        "sales, 42[\"order\"",
        "ticker, 42[\"market\"",
        "game, 451-[\"cells\"",
        "lab, 42[\"tick\""
    })
    void eachStartsByNameWithItsPageAndSendsByItself(String name, String event) {
        try (Example example = start(name);
                Http http = new Http();
                WireClient client = WireClient.connect(example.port())) {
            String page = http.get("http://127.0.0.1:" + example.port() + "/").body();
            assertThat(page).startsWith("<!DOCTYPE html>").contains("<title>");
            client.joins("/");
            client.hears(event);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("http://localhost:");
    }

    @Test
    void anUnknownNameAndATakenPortAreRefused() {
        assertThatThrownBy(() -> start("chess")).hasMessage("no example is called chess");
        try (Example first = start("lab")) {
            InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), first.port());
            assertThatThrownBy(() -> Examples.start("lab", taken, new PrintStream(printed)))
                    .hasMessageContaining("cannot listen on");
        }
    }

    private Example start(String name) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return Examples.start(name, address, new PrintStream(printed, true, StandardCharsets.UTF_8));
    }
}
