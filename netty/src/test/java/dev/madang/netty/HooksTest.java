package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.HttpAnswer;
import dev.madang.engine.SessionCookie;
import dev.madang.engine.TrustedProxies;
import dev.madang.netty.RawClient.Answer;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options and hooks of the engine as they arrive on a real connection. */
class HooksTest {
    @Test
    void headersOfListenersAndMiddlewaresStandOnPollsAndOnThe101() {
        try (EchoServer server =
                        new EchoServer(builder -> builder, options -> options.cookie(SessionCookie.named("lb")));
                RawClient client = server.client()) {
            server.engine.onInitialHeaders((headers, request) -> headers.set("X-First", "1"));
            server.engine.onHeaders((headers, request) -> headers.set("X-Every", "caf\u00e9"));
            server.engine.use(
                    (request, next) -> next.header("X-Middleware", "yes").proceed());
            Answer open = client.get(EchoServer.POLL).answer();
            String sid = EchoServer.sid(open.body());
            assertThat(open.header("Set-Cookie")).isEqualTo("lb=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
            assertThat(open.header("X-First")).isEqualTo("1");
            assertThat(open.header("X-Every")).isEqualTo("caf\u00e9");
            assertThat(open.header("X-Middleware")).isEqualTo("yes");
            Answer post = client.post(EchoServer.POLL + "&sid=" + sid, "4a").answer();
            assertThat(post.header("X-First") + post.header("Set-Cookie")).isEmpty();
            assertThat(post.header("X-Every")).isEqualTo("caf\u00e9");
            client.send(RawClient.upgradeHead(EchoServer.WS));
            Answer switched = client.answer(false);
            assertThat(switched.status()).isEqualTo(101);
            assertThat(switched.header("X-First")).isEqualTo("1");
            assertThat(switched.header("X-Every")).isEqualTo("caf\u00e9");
            assertThat(switched.header("X-Middleware")).isEqualTo("yes");
            assertThat(switched.header("Set-Cookie")).isEmpty();
            assertThat(client.text()).startsWith("0{");
        }
    }

    @Test
    void middlewareAnswersFromAnotherThreadOnBothTransports() {
        try (EchoServer server = new EchoServer(builder -> builder, options -> options);
                RawClient client = server.client()) {
            server.engine.use((request, next) -> Thread.startVirtualThread(() -> {
                if (request.query().containsKey("key")) {
                    next.proceed();
                } else {
                    next.answer(HttpAnswer.text(401, List.of("Content-Type", "text/plain"), "key?"));
                }
            }));
            Answer without = client.get(EchoServer.POLL).answer();
            assertThat(without.status() + without.body()).isEqualTo("401key?");
            String session = EchoServer.POLL + "&key=1&sid="
                    + EchoServer.sid(
                            client.get(EchoServer.POLL + "&key=1").answer().body());
            assertThat(client.post(session, "4a").answer().body()).isEqualTo("ok");
            assertThat(client.get(session).answer().body()).isEqualTo("4a");
            client.send(RawClient.upgradeHead(EchoServer.WS));
            Answer refused = client.answer();
            assertThat(refused.status() + refused.body()).isEqualTo("401key?");
            assertThat(client.ended()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void forwardedAddressIsBelievedFromTrustedProxiesOnly(boolean trusted) {
        try (EchoServer server = new EchoServer(
                        builder -> builder,
                        options -> options.trustedProxies(TrustedProxies.of(trusted ? "127.0.0.0/8" : "10.0.0.0/8")));
                RawClient client = server.client()) {
            String body = client.get(EchoServer.POLL, "X-Forwarded-For: 198.51.100.7")
                    .answer()
                    .body();
            assertThat(Objects.requireNonNull(server.sessions.get(EchoServer.sid(body)))
                            .remoteAddress())
                    .isEqualTo(trusted ? "198.51.100.7" : "127.0.0.1");
        }
    }

    @Test
    void compressedPollsAreRealGzip() throws Exception {
        try (EchoServer server = new EchoServer(builder -> builder, options -> options.httpCompression(true));
                RawClient client = server.client()) {
            String session = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            String text = "4" + "madang ".repeat(1_000);
            client.post(session, text).answer();
            client.get(session, "Accept-Encoding: gzip, deflate, br");
            assertThat(client.line()).contains("200");
            int length = 0;
            boolean gzip = false;
            for (String line = client.line(); !line.isEmpty(); line = client.line()) {
                gzip |= line.equalsIgnoreCase("Content-Encoding: gzip");
                length = line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length: ")
                        ? Integer.parseInt(line.substring(16))
                        : length;
            }
            assertThat(gzip).isTrue();
            assertThat(length).isBetween(20, 500);
            byte[] body = client.bytes(length);
            assertThat(new GZIPInputStream(new java.io.ByteArrayInputStream(body)).readAllBytes())
                    .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
    }
}
