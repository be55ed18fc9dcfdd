package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.netty.RawClient.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** HTTP/1.1 as bytes on a real port: what is answered, in which order, and what ends the connection. */
class HttpTest {
    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void pollingSessionTalksOverOneKeptConnection(NettyServer.Transport transport) {
        try (EchoServer server = new EchoServer(transport);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            Answer ok = client.post(session, "4hello").answer();
            assertThat(ok.status()).isEqualTo(200);
            assertThat(ok.body()).isEqualTo("ok");
            assertThat(client.get(session).answer().body()).isEqualTo("4hello");
        }
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void chunkedBodyMayBreakInsideACharacter(NettyServer.Transport transport) {
        try (EchoServer server = new EchoServer(transport);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            byte[] euro = "€".getBytes(StandardCharsets.UTF_8);
            client.send(RawClient.head("POST", session, "Transfer-Encoding: chunked"));
            client.send("3\r\n4a").send(new byte[] {euro[0]}).send("\r\n");
            client.send("2\r\n").send(new byte[] {euro[1], euro[2]}).send("\r\n0\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(client.get(session).answer().body()).isEqualTo("4a€");
        }
    }

    @Test
    void bodyAnnouncedTooLargeIsRefusedBeforeItIsRead() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("POST", session, "Content-Length: 100001"));
            Answer answer = client.answer();
            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void chunkedBodyIsCountedWhileItComes() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("POST", session, "Transfer-Encoding: chunked"));
            String chunk = "4000\r\n" + "x".repeat(0x4000) + "\r\n";
            for (int i = 0; i < 7; i++) {
                client.send(chunk);
            }
            assertThat(client.answer().status()).isEqualTo(413);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void continueIsSentOnlyForABodyThatIsWanted() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("POST", session, "Content-Length: 3", "Expect: 100-continue"));
            assertThat(client.answer(false).status()).isEqualTo(100);
            client.send("4ab");
            assertThat(client.answer().body()).isEqualTo("ok");

            client.send(RawClient.head(
                    "POST", EchoServer.POLL + "&sid=nobody", "Content-Length: 3", "Expect: 100-continue"));
            Answer refused = client.answer();
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.header("Connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void smallUnreadBodyIsSkippedAndTheConnectionLives() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            client.post(EchoServer.POLL + "&sid=nobody", "4hello");
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(EchoServer.open(client)).hasSize(20);
        }
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void pollBehindAPollWaitsAndPagesBehindAPollToo(NettyServer.Transport transport) {
        try (EchoServer server = new EchoServer(
                        builder -> builder.transport(transport).page("/", "text/plain", new byte[] {'p'}),
                        options -> options);
                RawClient client = server.client();
                RawClient other = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("GET", session) + RawClient.head("GET", "/") + RawClient.head("GET", session));
            assertThat(other.post(session, "4one").answer().body()).isEqualTo("ok");
            assertThat(client.answer().body()).isEqualTo("4one");
            assertThat(client.answer().body()).isEqualTo("p");
            assertThat(other.post(session, "4two").answer().body()).isEqualTo("ok");
            assertThat(client.answer().body()).isEqualTo("4two");
        }
    }

    @ParameterizedTest
    @EnumSource(NettyServer.Transport.class)
    void postBehindAWaitingPollSendsThePollHome(NettyServer.Transport transport) {
        try (EchoServer server = new EchoServer(transport);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            String post = RawClient.head("POST", session, "Content-Length: 6");
            client.send(RawClient.head("GET", session) + post + "4hello" + RawClient.head("GET", session));
            assertThat(client.answer().body()).isEqualTo("6");
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(client.answer().body()).isEqualTo("4hello");
            assertThat(server.endings).isEmpty();
        }
    }

    @Test
    void clientThatLeavesDuringItsPollEndsItsSession() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NIO);
                RawClient client = server.client()) {
            client.get(EchoServer.POLL + "&sid=" + EchoServer.open(client));
            client.close();
            await().untilAsserted(() -> assertThat(server.endings).containsExactly("transport error"));
        }
    }

    @Test
    void headHasTheLengthButNoBody() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            Answer answer = client.send(RawClient.head("HEAD", "/nothing")).answer(false);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(answer.header("Content-Length")).isEqualTo("21");
            assertThat(EchoServer.open(client)).hasSize(20);
        }
    }

    @Test
    void connectionCloseIsHonoured() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            Answer answer = client.get(EchoServer.POLL, "Connection: close").answer();
            assertThat(answer.header("Connection")).isEqualTo("close");
            assertThat(client.ended()).isTrue();
            await().pollDelay(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(server.endings).isEmpty());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            both lengths      | POST /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400
            odd encoding      | POST /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: xchunked\\r\\n\\r\\n | 400
            not chunked last  | POST /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked, gzip\\r\\n\\r\\n | 400
            two lengths       | POST /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\nContent-Length: 4\\r\\n\\r\\n | 400
            twenty digits     | POST /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n | 400
            bare line feeds   | GET /engine.io/ HTTP/1.1\\nHost: a\\n\\n | 400
            no host           | GET /engine.io/ HTTP/1.1\\r\\n\\r\\n | 400
            two hosts         | GET /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n | 400
            space in a name   | GET /engine.io/ HTTP/1.1\\r\\nHost: a\\r\\nX y : z\\r\\n\\r\\n | 400
            not HTTP          | hello\\r\\n\\r\\n | 400
            """)
    void requestsThatBreakHttpEndTheConnection(String name, String bytes, int status) {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE);
                RawClient client = server.client()) {
            client.send(bytes.replace("\\r", "\r").replace("\\n", "\n"));
            assertThat(client.answer().status()).as(name).isEqualTo(status);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void tooLongLinesAndTooManyHeadersAreRefused() {
        try (EchoServer server = new EchoServer(NettyServer.Transport.NATIVE)) {
            assertThat(refused(server, "/" + "x".repeat(5000))).isEqualTo(414);
            assertThat(refused(server, "/", "X: " + "y".repeat(9000))).isEqualTo(431);
            String[] many = new String[100];
            java.util.Arrays.fill(many, "X: y");
            assertThat(refused(server, "/engine.io/", many)).isEqualTo(431);
            assertThat(refused(server, "/", many)).isEqualTo(431);
        }
    }

    private static int refused(EchoServer server, String target, String... headers) {
        try (RawClient client = server.client()) {
            int status = client.get(target, headers).answer().status();
            assertThat(client.ended()).isTrue();
            return status;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',0",
        "'GET / HT',408",
        "'POST /engine.io/?EIO=4 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab',408"
    })
    void slowRequestsEnd(String bytes, int status) {
        HttpLimits quick =
                HttpLimits.STANDALONE.withTimes(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(200));
        try (EchoServer server = new EchoServer(builder -> builder.limits(quick), options -> options);
                RawClient client = server.client()) {
            client.send(bytes);
            if (bytes.startsWith("POST")) {
                assertThat(client.answer().status()).isIn(400, status);
            } else if (status != 0) {
                assertThat(client.answer().status()).isEqualTo(status);
            }
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void idleConnectionEndsButAWaitingPollDoesNot() {
        HttpLimits quick =
                HttpLimits.STANDALONE.withTimes(Duration.ofMillis(300), Duration.ofMillis(300), Duration.ofMillis(300));
        try (EchoServer server = new EchoServer(
                        builder -> builder.limits(quick), options -> options.pingInterval(Duration.ofMillis(1200)));
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            assertThat(client.get(session).answer().body()).isEqualTo("2");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void slowBodyOfASessionIsAborted() {
        HttpLimits quick =
                HttpLimits.STANDALONE.withTimes(Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(5));
        try (EchoServer server = new EchoServer(builder -> builder.limits(quick), options -> options);
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("POST", session, "Content-Length: 5") + "4a");
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(client.ended()).isTrue();
            await().untilAsserted(() -> assertThat(server.endings).containsExactly("transport error"));
        }
    }
}
