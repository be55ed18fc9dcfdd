package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.Session;
import dev.madang.protocol.EngineCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send requests and leave the answers lying (R4). */
@Timeout(60)
class SlowReaderTest {
    private static final HttpLimits QUICK =
            HttpLimits.STANDALONE.withTimes(Duration.ofSeconds(9), Duration.ofSeconds(9), Duration.ofMillis(300));

    private static final int PAGE = 200_000;

    @ParameterizedTest
    @ValueSource(strings = {"/engine.io/", "/nothing"})
    void whoReadsNoAnswersIsNotReadEither(String target) throws IOException {
        byte[] requests = RawClient.head("GET", target).repeat(1_000).getBytes(StandardCharsets.UTF_8);
        try (EchoServer server = server();
                RawClient client = new RawClient(narrow(server))) {
            assertThatThrownBy(() -> {
                        for (int sent = 0; sent < 48_000_000; sent += requests.length) {
                            client.send(requests);
                        }
                    })
                    .as("the connection ends before all requests are taken")
                    .isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void whoReadsLateGetsAllAnswersInOrder() throws IOException {
        try (EchoServer server = new EchoServer(
                        builder -> builder.page("/page", "text/plain", new byte[PAGE]), options -> options);
                RawClient client = new RawClient(narrow(server))) {
            for (int i = 0; i < 50; i++) {
                client.get("/page").get("/engine.io/?transport=" + i);
            }
            for (int i = 0; i < 50; i++) {
                assertThat(client.answer().body()).hasSize(PAGE);
                assertThat(client.answer().body()).contains("Transport unknown");
            }
        }
    }

    @Test
    void aLastAnswerThatNobodyTakesDoesNotKeepTheConnection() throws IOException {
        try (EchoServer server = server();
                RawClient opener = server.client();
                RawClient client = new RawClient(narrow(server))) {
            String sid = EchoServer.open(opener);
            Session session = Objects.requireNonNull(server.sessions.get(sid));
            session.loop().execute(() -> session.send(EngineCodec.message(false, new byte[16_000_000], 0, 16_000_000)));
            client.get(EchoServer.POLL + "&sid=" + sid, "Connection: close");
            await().until(() -> refuses(client));
        }
    }

    @Test
    void answersThatNobodyTakesDoNotKeepTheConnection() throws IOException {
        try (EchoServer server = server();
                RawClient client = new RawClient(narrow(server))) {
            for (int i = 0; i < 100; i++) {
                client.get("/page");
            }
            await().until(() -> refuses(client));
        }
    }

    private static boolean refuses(RawClient client) {
        try {
            client.send("x");
            return false;
        } catch (UncheckedIOException ended) {
            return true;
        }
    }

    private static EchoServer server() {
        return new EchoServer(
                builder -> builder.limits(QUICK).page("/page", "text/plain", new byte[PAGE]), options -> options);
    }

    private static Socket narrow(EchoServer server) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(server.address());
        return socket;
    }
}
