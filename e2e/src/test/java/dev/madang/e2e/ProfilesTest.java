package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.conformance.Profile;
import dev.madang.conformance.ProfileServer;
import dev.madang.server.ListenOptions;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The servers for the suites of the JavaScript clients keep their contracts, row by row. */
class ProfilesTest {
    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theJavaScriptClientFindsWhatItsSuiteExpects(String transport) {
        assertThat(rows(Profile.JS_CLIENT, transport)).hasSize(29).contains("/ echo", "/room2: there is none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theEngineClientFindsWhatItsSuiteExpects(String transport) {
        assertThat(rows(Profile.ENGINE_CLIENT, transport)).hasSize(11).contains("give utf8", "101 bytes: closed");
    }

    private static List<String> rows(Profile profile, String transport) {
        try (ProfileServer server =
                profile.start(ListenOptions.at("127.0.0.1", 0).withLoops(1))) {
            String url = "http://127.0.0.1:" + server.port();
            return Node.run("profile/" + profile.title() + ".mjs", url, "4.8.4", transport);
        }
    }
}
