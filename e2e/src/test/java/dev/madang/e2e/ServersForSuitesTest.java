package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.bench.BenchServer;
import dev.madang.conformance.V5;
import dev.madang.server.HandlerMode;
import dev.madang.server.SocketIo;
import dev.madang.testkit.Http;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The conformance and the bench server, as their own clients see them. */
class ServersForSuitesTest {
    @ParameterizedTest
    @MethodSource("dev.madang.e2e.Clients#all")
    void theV5ProfileAnswersAsItsContractSays(String version, String mode) {
        try (V5 server = V5.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1)) {
            play("http://127.0.0.1:" + server.port(), version, mode, "conformance");
        }
    }

    @Test
    void bothEnginesOfTheV5ProfileShareItsPort() {
        try (V5 server = V5.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 2);
                Http http = new Http()) {
            String url = "http://127.0.0.1:" + server.port();
            assertThat(get(http, url + "/engine.io/?EIO=4&transport=polling")).startsWith("200 0{\"sid\":");
            assertThat(get(http, url + "/socket.io/?EIO=4&transport=polling")).startsWith("200 0{\"sid\":");
            assertThat(get(http, url + "/engine.io/?EIO=3&transport=polling")).startsWith("200 114:0{\"sid\":");
            assertThat(get(http, url + "/engine.io/?transport=polling")).startsWith("400 ");
            assertThat(get(http, url + "/")).isEqualTo("404 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"virtual,false,upgrade", "event-loop,false,websocket", "virtual,true,polling"})
    void theBenchServerEchoesAndBroadcasts(String handlers, boolean raw, String mode) {
        HandlerMode handlerMode = handlers.equals("virtual") ? HandlerMode.VIRTUAL_THREADS : HandlerMode.EVENT_LOOP;
        try (SocketIo io = BenchServer.serve(handlerMode, raw)) {
            int port = io.listen("127.0.0.1", 0).address().getPort();
            play("http://127.0.0.1:" + port, "4.8.4", mode, "bench");
        }
    }

    private static void play(String url, String version, String mode, String scenario) {
        Path file = Node.FOLDER.resolve("src/test/resources/scenario/" + scenario + ".json");
        Golden.assertSame(scenario + ".jsonl", Node.run("scenario.mjs", url, version, mode, file.toString()));
    }

    private static String get(Http http, String url) {
        HttpResponse<String> response = http.get(url);
        return response.statusCode() + " " + response.body();
    }
}
