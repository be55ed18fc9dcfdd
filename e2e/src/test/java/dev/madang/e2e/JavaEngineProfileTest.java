package dev.madang.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.conformance.Profile;
import dev.madang.conformance.ProfileServer;
import dev.madang.server.ListenOptions;
import io.socket.engineio.client.Socket;
import io.socket.engineio.client.Transport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server for the suite of the Java engine client keeps its contract, row by row. */
class JavaEngineProfileTest {
    @ParameterizedTest
    @ValueSource(strings = {"polling", "websocket"})
    void theJavaEngineClientFindsWhatItsSuiteExpects(String transport) throws Exception {
        try (ProfileServer server = Profile.JAVA_ENGINE_CLIENT.start(
                ListenOptions.at("127.0.0.1", 0).withLoops(1))) {
            Socket socket = new Socket("http://127.0.0.1:" + server.port(), options(transport));
            BlockingQueue<Object> heard = new LinkedBlockingQueue<>();
            socket.on(Socket.EVENT_MESSAGE, arguments -> heard.add(arguments[0]));
            BlockingQueue<String> pings = new LinkedBlockingQueue<>();
            socket.on(Socket.EVENT_PING, arguments -> pings.add("ping"));
            BlockingQueue<Map<String, List<String>>> answers = new LinkedBlockingQueue<>();
            socket.on(
                    Socket.EVENT_TRANSPORT,
                    created -> ((Transport) created[0])
                            .on(Transport.EVENT_RESPONSE_HEADERS, arguments -> answers.add(headers(arguments[0]))));
            socket.open();
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("hi");
            socket.send("한글 😀");
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("한글 😀");
            socket.send(new byte[] {4, 0, (byte) 0xff});
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(new byte[] {4, 0, (byte) 0xff});
            String large = "x".repeat(200_000);
            socket.send(large);
            assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo(large);
            assertThat(pings.poll(20, TimeUnit.SECONDS)).isEqualTo("ping");
            assertThat(pings.poll(20, TimeUnit.SECONDS)).isEqualTo("ping");
            assertThat(answers.remove().get("X-EngineIO")).containsExactly("hi", "v");
            socket.close();
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, List<String>> headers(Object value) {
        return (Map<String, List<String>>) value;
    }

    private static Socket.Options options(String transport) {
        Socket.Options options = new Socket.Options();
        options.transports = new String[] {transport};
        options.extraHeaders = Map.of("X-EngineIO", List.of("v"));
        return options;
    }
}
