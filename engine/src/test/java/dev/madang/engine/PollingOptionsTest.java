package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.madang.engine.SessionCookie.SameSite;
import dev.madang.protocol.EngineCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cookie, initial packet, compression and JSONP: what options change in polling answers. */
class PollingOptionsTest {
    private static final String POLLING = "GET /engine.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "GET /engine.io/?EIO=4&transport=websocket";
    private static final String TEXT = "madang ".repeat(200);

    // Cookie

    @Test
    void thereIsNoCookieUnlessItIsAskedFor() {
        assertThat(new TestServer().request(POLLING).header("Set-Cookie")).isNull();
    }

    @Test
    void cookieStandsOnTheFirstAnswerOfAPollingSessionOnly() {
        TestServer server = new TestServer(options -> options.cookie(SessionCookie.standard()));
        server.engine.onInitialHeaders((headers, request) -> headers.set("X-Seen", headers.value("Set-Cookie") + "!"));
        Request open = server.request(POLLING);
        assertThat(open.header("Set-Cookie")).isEqualTo("io=s1; Path=/; HttpOnly; SameSite=Lax");
        assertThat(open.header("X-Seen")).isEqualTo("io=s1; Path=/; HttpOnly; SameSite=Lax!");
        assertThat(server.post("s1", "4a").header("Set-Cookie")).isNull();
        Request poll = server.get("s1");
        server.sends("x");
        assertThat(poll.header("Set-Cookie")).isNull();
        assertThat(server.get("nobody").header("Set-Cookie")).isNull();
        Wire wire = server.webSocket(WEBSOCKET);
        assertThat(((WebSocketVerdict.Accept) wire.verdict()).headers()).doesNotContain("Set-Cookie");
    }

    @Test
    void cookieHasAllAttributesThatWereGiven() {
        SessionCookie cookie = SessionCookie.named("lb")
                .path("/socket")
                .domain("example.com")
                .maxAge(Duration.ofMinutes(10))
                .secure(true)
                .partitioned(true)
                .sameSite(SameSite.NONE);
        assertThat(cookie.header("id"))
                .isEqualTo("lb=id; Max-Age=600; Domain=example.com; Path=/socket; HttpOnly; Secure; Partitioned;"
                        + " SameSite=None");
        assertThat(SessionCookie.standard()
                        .httpOnly(false)
                        .path("")
                        .sameSite(SameSite.UNSAID)
                        .header("id"))
                .isEqualTo("io=id");
        assertThat(SessionCookie.standard().sameSite(SameSite.STRICT).header("x"))
                .endsWith("SameSite=Strict");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;b", "a\r\nX: y", "a\u0000", "é"})
    void cookieCannotInjectAnything(String text) {
        assertThatThrownBy(() -> SessionCookie.named(text)).hasMessageContaining("name");
        assertThatThrownBy(() -> SessionCookie.standard().path(text)).hasMessageContaining("path");
        assertThatThrownBy(() -> SessionCookie.standard().domain(text)).hasMessageContaining("domain");
    }

    // Initial packet

    @Test
    void initialPacketFollowsTheOpenPacketAtOnce() {
        TestServer server = new TestServer(options -> options.initialPacket("welcome €"));
        server.onOpen = listener -> listener.session().send(EngineCodec.textMessage("then this"));
        server.request(POLLING).isAnswered(200, TestServer.OPEN + "\u001e4welcome €\u001e4then this");
        server.webSocket(WEBSOCKET).receives(TestServer.OPEN_WEBSOCKET.replace("s1", "s2"), "4welcome €", "4then this");
        TestServer binary = new TestServer(options -> options.initialPacket(new byte[] {1, 2, 3, 4}));
        binary.request(POLLING).isAnswered(200, TestServer.OPEN + "\u001ebAQIDBA==");
        binary.webSocket(WEBSOCKET).receives(TestServer.OPEN_WEBSOCKET.replace("s1", "s2"), "hex:01020304");
    }

    // Compression

    private static Request polled(UnaryOperator<EngineOptions.Builder> options, String text, String... headers) {
        TestServer server = new TestServer(options);
        server.openPolling();
        server.sends(text);
        return server.request(POLLING + "&sid=s1", headers);
    }

    @Test
    void answersAreNotCompressedUnlessAskedFor() {
        Request poll = polled(options -> options, TEXT, "Accept-Encoding: gzip, deflate");
        poll.isAnswered(200, "4" + TEXT);
        assertThat(poll.header("Content-Encoding")).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "gzip, deflate           | gzip",
                "deflate, gzip           | gzip",
                "deflate                 | deflate",
                "gzip;q=0.5, deflate     | deflate",
                "GZIP ; q=1.0            | gzip",
                "br, *                   | gzip",
                "gzip;q=0, *;q=0.1       | deflate",
                "gzip;q=0                | none",
                "gzip;q=2                | none",
                "identity                | none",
                "br                      | none"
            })
    void codingIsTheOneTheClientLikesBest(String accepted, String coding) throws IOException {
        Request poll = polled(options -> options.httpCompression(true), TEXT, "Accept-Encoding: " + accepted);
        assertThat(poll.header("Content-Encoding")).isEqualTo(coding);
        assertThat(plain(poll)).isEqualTo("4" + TEXT);
        assertThat(poll.answer().length())
                .isEqualTo(coding == null ? 1 + TEXT.length() : poll.answer().length());
        if (coding != null) {
            assertThat(poll.answer().length()).isLessThan(200);
        }
    }

    @Test
    void codingNeedsAWordOfTheClient() {
        Request poll = polled(options -> options.httpCompression(true), TEXT);
        poll.isAnswered(200, "4" + TEXT);
    }

    @Test
    void nothingIsCompressedUnlessAskedFor() {
        polled(options -> options, TEXT, "Accept-Encoding: gzip, deflate").isAnswered(200, "4" + TEXT);
    }

    @Test
    void onlyAnswersOfTheThresholdAndBeyondAreCompressed() {
        String gzip = "Accept-Encoding: gzip";
        UnaryOperator<EngineOptions.Builder> on = options -> options.httpCompression(true);
        assertThat(polled(on, "x".repeat(1_022), gzip).header("Content-Encoding"))
                .isNull();
        assertThat(polled(on, "x".repeat(1_023), gzip).header("Content-Encoding"))
                .isEqualTo("gzip");
        UnaryOperator<EngineOptions.Builder> all =
                options -> options.httpCompression(true).httpCompressionThreshold(0);
        assertThat(polled(all, "x", gzip).header("Content-Encoding")).isEqualTo("gzip");
    }

    private static String plain(Request request) throws IOException {
        InputStream bytes = new ByteArrayInputStream(
                request.answer().body(), 0, request.answer().length());
        String coding = request.header("Content-Encoding");
        InputStream plain = coding == null
                ? bytes
                : coding.equals("gzip") ? new GZIPInputStream(bytes) : new InflaterInputStream(bytes);
        return new String(plain.readAllBytes(), StandardCharsets.UTF_8);
    }

    // JSONP

    private final TestServer jsonp = new TestServer(options -> options.jsonp(true));

    @Test
    void jsonpIsOffUnlessAskedFor() {
        Request open = new TestServer().request(POLLING + "&j=0").isAnswered(200, TestServer.OPEN);
        assertThat(open.header("Content-Type")).isEqualTo("text/plain; charset=UTF-8");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0                      | 0",
                "12                     | 12",
                "alert(1)               | 1",
                "-1                     | 1",
                "];alert('x')//         | ''",
                "%0d%0aX-Evil:%207      | 7",
                "99999999999999999999999| 9999999999999999"
            })
    void jsonpTakesNothingButDigitsFromTheClient(String index, String digits) {
        Request open = jsonp.request(POLLING + "&j=" + index);
        String json = TestServer.OPEN.replace("\"", "\\\"");
        open.isAnswered(200, "___eio[" + digits + "](\"" + json + "\");");
        assertThat(open.header("Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
        assertThat(open.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void jsonpWritesNothingThatEndsAStringOrAScript() {
        jsonp.request(POLLING + "&j=3");
        jsonp.sends("\u2028\u2029</script><!--\"\\\n\r\t\u0000€😀");
        jsonp.get("s1")
                .isAnswered(200, "___eio[3](\"4\\u2028\\u2029\\u003c/script>\\u003c!--\\\"\\\\\\n\\r\\t\\u0000€😀\");");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "d=4hello                      | hello",
                "d=4a%20b+c%26d                | a b c&d",
                "x=1&d=4%E2%82%AC&d=4second    | €",
                "d=4line%5Cnfeed               | line{LF}feed",
                "d=4back%5C%5Cnslash           | back\\nslash",
                "d=4C:%5Ctemp                  | C:\\temp",
                "d=4100%                       | 100%"
            })
    void jsonpBodiesAreForms(String form, String text) {
        jsonp.request(POLLING + "&j=0");
        jsonp.post("s1", form, "Content-Type: application/x-www-form-urlencoded")
                .isAnswered(200, "ok");
        jsonp.listener().hears(text.replace("{LF}", "\n"));
    }

    @Test
    void jsonpBodyWithoutItsFieldEndsTheSession() {
        jsonp.request(POLLING + "&j=0");
        jsonp.post("s1", "e=4hello").isAnswered(400, "");
        assertThat(jsonp.listener().news()).singleElement().asString().startsWith("closed: parse error");
    }

    @Test
    void sessionThatDidNotBeginWithJsonpNeverAnswersAScript() {
        jsonp.openPolling();
        jsonp.sends("secret");
        jsonp.request(POLLING + "&sid=s1&j=0").isAnswered(200, "4secret");
    }
}
