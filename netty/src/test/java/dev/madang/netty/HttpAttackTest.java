package dev.madang.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.madang.engine.OriginPolicy;
import dev.madang.engine.SessionCookie;
import dev.madang.netty.RawClient.Answer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Header injection, spoofed addresses, odd paths (A23), JSONP (A24) and request smuggling (A25), as raw bytes. */
class HttpAttackTest {
    private final EchoServer server = new EchoServer(
            builder -> builder,
            options -> options.cookie(SessionCookie.standard())
                    .jsonp(true)
                    .origins(OriginPolicy.sameHost().and("https://friend.example")));
    private final List<String> refused = new CopyOnWriteArrayList<>();
    private final RawClient bystander = server.client();
    private String session = "";

    @BeforeEach
    void somebodyElseIsConnected() {
        server.engine.onConnectionError(each -> refused.add(each.code() + " " + each.context()));
        session = EchoServer.POLL + "&sid=" + EchoServer.open(bystander);
    }

    @AfterEach
    void andIsUnharmed() {
        try (server;
                bystander) {
            assertThat(bystander.post(session, "4still here").answer().body()).isEqualTo("ok");
            assertThat(bystander.get(session).answer().body()).isEqualTo("4still here");
        }
    }

    private static String bytes(String escaped) {
        return escaped.replace("{CR}", "\r")
                .replace("{LF}", "\n")
                .replace("{VT}", "\u000b")
                .replace("{TAB}", "\t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /engine.io/?EIO=4&transport=polling%0d%0aX-Evil:%201 HTTP/1.1{CR}{LF}Host: a{CR}{LF}{CR}{LF}",
                "GET /engine.io/?EIO=4&transport=polling&sid=%0d%0aX-Evil:%201 HTTP/1.1{CR}{LF}Host: a{CR}{LF}{CR}{LF}",
                "GET /engine.io/?EIO=4&transport=polling HTTP/1.1{CR}{LF}Host: a{CR}{LF}"
                        + "Origin: https://friend.example{CR}X-Evil: 1{CR}{LF}{CR}{LF}",
                "OPTIONS /engine.io/?EIO=4&transport=polling HTTP/1.1{CR}{LF}Host: a{CR}{LF}"
                        + "Origin: https://friend.example{CR}{LF}"
                        + "Access-Control-Request-Headers: a, b{VT}X-Evil{CR}{LF}{CR}{LF}",
                "GET /engine.io/?EIO=4&transport=polling&j=0%0d%0aX-Evil:%201 HTTP/1.1{CR}{LF}Host: a{CR}{LF}{CR}{LF}",
                "GET /engine.io/?EIO=4&transport=polling HTTP/1.1{CR}{LF}Host: a{CR}{LF}"
                        + "Cookie: io=x%0d%0aX-Evil: 1{CR}{LF}{CR}{LF}"
            })
    void nothingOfThePeersStandsInHeaders(String request) {
        try (RawClient client = server.client()) {
            Answer answer = client.send(bytes(request)).answer();
            assertThat(answer.headers())
                    .noneMatch(line -> line.toLowerCase(Locale.ROOT).contains("evil"));
        }
    }

    @Test
    void spoofedAddressesAreNotBelieved() {
        try (RawClient client = server.client()) {
            String body = client.get(
                            EchoServer.POLL,
                            "X-Forwarded-For: 6.6.6.6",
                            "Forwarded: for=6.6.6.6",
                            "X-Real-IP: 6.6.6.6",
                            "X-Forwarded-Host: friend.example",
                            "X-Forwarded-Proto: https")
                    .answer()
                    .body();
            var opened = java.util.Objects.requireNonNull(server.sessions.get(EchoServer.sid(body)));
            assertThat(opened.remoteAddress()).isEqualTo("127.0.0.1");
            assertThat(opened.request().secure()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "//engine.io/?EIO=4&transport=polling            | 404",
                "/./engine.io/?EIO=4&transport=polling           | 404",
                "/x/../engine.io/?EIO=4&transport=polling        | 404",
                "/x/%2e%2e/engine.io/?EIO=4&transport=polling    | 404",
                "/ENGINE.IO/?EIO=4&transport=polling             | 404",
                "/engine.io?EIO=4&transport=polling              | 404",
                "/engine.iox/?EIO=4&transport=polling            | 404",
                "/engine.io%00/?EIO=4&transport=polling          | 404",
                "http://evil.example/?EIO=4&transport=polling    | 404",
                "/engine.io/%2e%2e/%2e%2e/etc/passwd             | 400",
                "/engine.io/../../etc/passwd                     | 400",
                "/engine.io/?EIO=4&EIO=3&transport=polling       | 200",
                "/engine.io/foo/bar?EIO=4&transport=polling      | 200",
                "/engine%2eio/?EIO=4&transport=polling           | 200",
                "http://evil.example/engine.io/?EIO=4&transport=polling | 200"
            })
    void pathsMeanWhatTheySayAndNothingElse(String target, int status) {
        try (RawClient client = server.client()) {
            assertThat(client.get(target).answer().status()).isEqualTo(status);
        }
    }

    @Test
    void veryLongQueriesAreRefused() {
        try (RawClient client = server.client()) {
            assertThat(client.get(EchoServer.POLL + "&x=" + "y".repeat(4_096))
                            .answer()
                            .status())
                    .isEqualTo(414);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void hostOfAnotherIsNoReasonToTrustItsPages() {
        try (RawClient client = server.client()) {
            client.send("GET " + EchoServer.POLL + " HTTP/1.1\r\nHost: a\r\nX-Forwarded-Host: evil.example\r\n"
                    + "Origin: http://evil.example\r\n\r\n");
            assertThat(client.answer().status()).isEqualTo(403);
            client.send(RawClient.upgradeHead(EchoServer.WS, "Origin: http://evil.example"));
            assertThat(client.answer().status()).isEqualTo(403);
            assertThat(refused).containsExactly("4 {message=Origin not allowed}", "4 {message=Origin not allowed}");
        }
    }

    @Test
    void jsonpIsAScriptOfDigitsAndOneString() {
        try (RawClient client = server.client()) {
            Answer open = client.get(EchoServer.POLL + "&j=alert(7)").answer();
            assertThat(open.body()).startsWith("___eio[7](\"0{\\\"sid\\\":").endsWith("\");");
            assertThat(open.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(open.header("Content-Type")).isEqualTo("text/javascript; charset=UTF-8");
            String sid = open.body().replaceAll(".*sid\\\\\":\\\\\"([^\\\\]*).*", "$1");
            String form = "d=4%3C%2Fscript%3E%E2%80%A8";
            assertThat(client.post(EchoServer.POLL + "&sid=" + sid + "&j=7", form)
                            .answer()
                            .body())
                    .isEqualTo("ok");
            assertThat(client.get(EchoServer.POLL + "&sid=" + sid + "&j=7")
                            .answer()
                            .body())
                    .isEqualTo("___eio[7](\"4\\u003c/script>\\u2028\");");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            length and chunks        | Content-Length: 3{CR}{LF}Transfer-Encoding: chunked
            chunks and length        | Transfer-Encoding: chunked{CR}{LF}Content-Length: 3
            lengths in one line      | Content-Length: 3, 4
            negative length          | Content-Length: -3
            signed length            | Content-Length: +3
            hexadecimal length       | Content-Length: 0x3
            coding twice             | Transfer-Encoding: chunked{CR}{LF}Transfer-Encoding: identity
            unknown coding           | Transfer-Encoding: xchunked
            coding behind chunked    | Transfer-Encoding: chunked, identity
            blank before the colon   | Transfer-Encoding : chunked
            vertical tab             | Transfer-Encoding: {VT}chunked
            quoted coding            | Transfer-Encoding: "chunked"
            bare line feed           | X: y{LF}Transfer-Encoding: chunked
            bare carriage return     | X: y{CR}Transfer-Encoding: chunked
            no name                  | : x
            """)
    void requestsOfDoubtfulLengthEndTheConnection(String name, String headers) {
        try (RawClient client = server.client()) {
            String own = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send("POST " + own + " HTTP/1.1\r\nHost: a\r\n" + bytes(headers) + "\r\n\r\n"
                    + "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).as(name).isEqualTo(400);
            assertThat(client.ended()).as("nothing behind it is answered").isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            bare line feed           | 3{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            bare LF in an extension  | 3;a{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            bare CR in an extension  | 3;a{CR}b{CR}{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            no line end behind it    | 3{CR}{LF}4abX{CR}{LF}0{CR}{LF}{CR}{LF}
            negative                 | -3{CR}{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            prefixed                 | 0x3{CR}{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            empty                    | {CR}{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            overflowing              | 100000003{CR}{LF}4ab{CR}{LF}0{CR}{LF}{CR}{LF}
            """)
    void chunksOfDoubtfulLengthEndTheConnection(String name, String chunks) {
        try (RawClient client = server.client()) {
            String own = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("POST", own, "Transfer-Encoding: chunked") + bytes(chunks)
                    + "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answer().status()).as(name).isBetween(400, 413);
            assertThat(client.ended()).as("nothing behind it is answered").isTrue();
        }
    }

    @Test
    void foldedLineIsPartOfItsHeader() {
        try (RawClient client = server.client()) {
            client.send("GET " + EchoServer.POLL + " HTTP/1.1\r\nHost: a\r\n"
                    + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n"
                    + RawClient.head("GET", "/nothing"));
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(client.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void chunkExtensionsAreIgnored() {
        try (RawClient client = server.client()) {
            String own = EchoServer.POLL + "&sid=" + EchoServer.open(client);
            client.send(RawClient.head("POST", own, "Transfer-Encoding: chunked")
                    + "3;name=\"value\";x\r\n4ab\r\n0\r\nTrailer: x\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(client.get(own).answer().body()).isEqualTo("4ab");
        }
    }

    @Test
    void whatIsPipelinedBehindAnUpgradeIsNoRequest() {
        try (RawClient client = server.client()) {
            client.send(RawClient.upgradeHead(EchoServer.WS) + RawClient.head("GET", "/engine.io/?EIO=4"));
            assertThat(client.answer().status()).isEqualTo(101);
            assertThat(client.text()).startsWith("0{\"sid\":");
            RawClient.Frame close = client.frame();
            assertThat(close.opcode()).isEqualTo(8);
            assertThat(close.code()).isEqualTo(1002);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void whatIsPipelinedBehindARefusedUpgradeIsNotAnswered() {
        try (RawClient client = server.client()) {
            client.send(RawClient.upgradeHead("/engine.io/?EIO=4&transport=abc")
                    + RawClient.head("GET", "/engine.io/?EIO=4"));
            assertThat(client.answer().status()).isEqualTo(400);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void upgradeOutsideThePathIsAnsweredAndNotKept() {
        try (RawClient client = server.client()) {
            client.send(RawClient.upgradeHead("/elsewhere"));
            assertThat(client.answer().status()).isEqualTo(404);
        }
    }
}
