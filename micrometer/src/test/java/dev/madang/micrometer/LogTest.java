package dev.madang.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.server.SocketIo;
import dev.madang.testkit.Http;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Attack A13: the log, at its most talkative, holds no session id and nothing that clients sent. */
class LogTest {
    private static final String SECRET = "s3cr3t";

    @Test
    void a13LogHoldsNeitherSessionIdsNorPayloadsNorNamesThatClientsMadeUp() throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        String sid;
        try {
            sid = misbehave(written);
        } finally {
            System.setErr(before);
        }
        String log = written.toString(StandardCharsets.UTF_8);
        assertThat(log).contains("a handler failed: boom", "not as its handler asks: typed", "closing the connection");
        assertThat(log).doesNotContain(sid, SECRET, "\u001b[31m", "\r\nforged");
    }

    private static String misbehave(ByteArrayOutputStream written) {
        try (Http http = new Http();
                SocketIo io = SocketIo.create()) {
            io.onConnection(socket -> {
                socket.on("boom", (arguments, ack) -> {
                    throw new IllegalStateException("boom");
                });
                socket.on("typed", Integer.class, number -> {});
            });
            int port = io.listen("127.0.0.1", 0).address().getPort();
            String target = "http://127.0.0.1:" + port + "/socket.io/?EIO=4&transport=polling";
            String open = http.get(target).body();
            String sid = open.substring(open.indexOf(":\"") + 2, open.indexOf("\",\""));
            String session = target + "&sid=" + sid;
            http.post(session, "40/" + SECRET + ",\u001e40{\"token\":\"" + SECRET + "\"}");
            http.post(session, "42[\"boom\",\"" + SECRET + "\"]\u001e42[\"typed\",\"" + SECRET + "\"]");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> written.toString(StandardCharsets.UTF_8).contains("typed"));
            http.post(session, "42[\"\\r\\nforged \\u001b[31m" + SECRET + "\"]");
            http.post(session, "42[\"connect\",\"" + SECRET + "\"]");
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> written.toString(StandardCharsets.UTF_8).contains("closing"));
            return sid;
        }
    }
}
