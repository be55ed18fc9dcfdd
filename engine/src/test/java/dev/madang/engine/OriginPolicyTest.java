package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pages may connect, and what CORS tells them (RFC 6454; Fetch, "CORS protocol"). */
class OriginPolicyTest {
    private static final String POLLING = "/engine.io/?EIO=4&transport=polling";
    private static final String FORBIDDEN = "{\"code\":4,\"message\":\"Origin not allowed\"}";

    private static RequestHead head(String host, String origin) {
        return Request.head("GET " + POLLING, "Host: " + host, "Origin: " + origin);
    }

    private static boolean sameHost(String host, String origin) {
        return OriginPolicy.sameHost().allows(head(host, origin));
    }

    @Test
    void requestWithoutOriginPasses() {
        RequestHead head = Request.head("GET " + POLLING, "Host: a.example");
        assertThat(OriginPolicy.sameHost().allows(head)).isTrue();
        assertThat(OriginPolicy.allow("https://b.example").allows(head)).isTrue();
    }

    @Test
    void sameHostComparesHostAndPort() {
        assertThat(sameHost("a.example", "http://a.example")).isTrue();
        assertThat(sameHost("a.example", "https://a.example")).isTrue();
        assertThat(sameHost("A.Example", "https://a.EXAMPLE")).isTrue();
        assertThat(sameHost("a.example:443", "https://a.example")).isTrue();
        assertThat(sameHost("a.example:80", "http://a.example")).isTrue();
        assertThat(sameHost("a.example:8000", "http://a.example:8000")).isTrue();
        assertThat(sameHost("[::1]:8000", "http://[::1]:8000")).isTrue();
        assertThat(sameHost("a.example:8000", "http://a.example:8001")).isFalse();
        assertThat(sameHost("a.example:8000", "http://a.example")).isFalse();
        assertThat(sameHost("a.example:80", "https://a.example")).isFalse();
    }

    @Test
    void overOurOwnTlsAPlainPageIsForeign() {
        RequestHead plain = head("a.example", "http://a.example");
        RequestHead tls = new RequestHead(
                plain.method(), plain.path(), plain.query(), plain.headers(), plain.remoteAddress(), true);
        assertThat(OriginPolicy.sameHost().allows(tls)).isFalse();
    }

    @Test
    void tricksWithOriginsAreRefused() {
        for (String origin : List.of(
                "null",
                "",
                "a.example",
                "http://",
                "http://a.example.evil.example",
                "http://evil-a.example",
                "http://a.example@evil.example",
                "http://evil.example/a.example",
                "http://evil.example#a.example",
                "http://a.example/",
                "http://a.example:",
                "http://a.example:99999",
                "http://a.example:8x",
                "http://a.example ",
                "http://a.example, http://a.example",
                "http://[a.example]",
                "http://[::1",
                "file://",
                "javascript://a.example",
                "://a.example",
                "1http://a.example")) {
            assertThat(sameHost("a.example", origin)).as(origin).isFalse();
            assertThat(OriginPolicy.allow("http://a.example").allows(head("b.example", origin)))
                    .as(origin)
                    .isFalse();
        }
    }

    @Test
    void hostHeaderThatIsMissingOrOddMatchesNothing() {
        RequestHead noHost = Request.head("GET " + POLLING, "Origin: http://a.example");
        assertThat(OriginPolicy.sameHost().allows(noHost)).isFalse();
        assertThat(sameHost("a.example/x", "http://a.example")).isFalse();
        assertThat(sameHost("", "http://a.example")).isFalse();
    }

    @Test
    void forwardedHostIsNotTrusted() {
        RequestHead head = Request.head(
                "GET " + POLLING, "Host: a.example", "X-Forwarded-Host: evil.example", "Origin: http://evil.example");
        assertThat(OriginPolicy.sameHost().allows(head)).isFalse();
    }

    @Test
    void loopbackPagesAreThoseOfThisMachine() {
        OriginPolicy policy = OriginPolicy.sameHostAndLoopback();
        for (String origin : List.of(
                "http://localhost:5500",
                "https://localhost",
                "http://127.0.0.1:3000",
                "http://127.8.9.10",
                "http://[::1]:1")) {
            assertThat(policy.allows(head("a.example", origin))).as(origin).isTrue();
        }
        for (String origin : List.of(
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://127.0.0.1.nip.io",
                "http://127.1",
                "http://127.0.0.1e",
                "http://1270.0.0.1",
                "http://128.0.0.1",
                "ftp://localhost",
                "null")) {
            assertThat(policy.allows(head("a.example", origin))).as(origin).isFalse();
        }
        assertThat(policy.allows(head("a.example", "http://a.example"))).isTrue();
    }

    @Test
    void listedOriginsAreComparedWhole() {
        OriginPolicy policy = OriginPolicy.allow("https://App.Example", "http://b.example:80", "capacitor://localhost");
        assertThat(policy.allows(head("x", "https://app.example"))).isTrue();
        assertThat(policy.allows(head("x", "https://app.example:443"))).isTrue();
        assertThat(policy.allows(head("x", "http://b.example"))).isTrue();
        assertThat(policy.allows(head("x", "capacitor://localhost"))).isTrue();
        assertThat(policy.allows(head("x", "http://app.example"))).isFalse();
        assertThat(policy.allows(head("x", "https://app.example:8443"))).isFalse();
        assertThat(policy.allows(head("x.example", "http://x.example"))).isFalse();
    }

    @Test
    void originsCanBeAddedToAnyPolicy() {
        OriginPolicy policy = OriginPolicy.sameHostAndLoopback().and("https://blog.example");
        assertThat(policy.allows(head("x", "https://blog.example"))).isTrue();
        assertThat(policy.allows(head("x", "http://localhost:1"))).isTrue();
        assertThat(policy.allows(head("x", "http://x"))).isTrue();
        assertThat(policy.allows(head("x", "https://other.example"))).isFalse();
    }

    @Test
    void whatCanNeverMatchIsRefusedWhenConfigured() {
        for (String origin : List.of("https://a.example/", "a.example", "*", "null", "https://a.example/path", "")) {
            assertThatThrownBy(() -> OriginPolicy.allow(origin))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("origins")
                    .hasMessageContaining("\"" + origin + "\"");
        }
        assertThatThrownBy(() -> OriginPolicy.allow()).hasMessageContaining("origins");
        assertThatThrownBy(() -> OriginPolicy.allowAnyOrigin().credentials(true))
                .hasMessageContaining("credentials");
        assertThatThrownBy(() -> OriginPolicy.allow("https://a").allowedHeaders("a: b"))
                .hasMessageContaining("allowedHeaders");
        assertThatThrownBy(() -> OriginPolicy.allow("https://a").maxAge(Duration.ofSeconds(-1)))
                .hasMessageContaining("maxAge");
    }

    @Test
    void foreignPageIsRefusedOnBothTransports() {
        TestServer server = new TestServer();
        server.request("GET " + POLLING, "Host: a.example", "Origin: http://evil.example")
                .isAnswered(403, FORBIDDEN);
        Wire wire = server.webSocket(
                "GET /engine.io/?EIO=4&transport=websocket", "Host: a.example", "Origin: http://evil.example");
        assertThat(wire.refusal()).isEqualTo("403 Origin not allowed");
        assertThat(server.listeners).isEmpty();
    }

    @Test
    void foreignPageCannotUseASessionItKnows() {
        TestServer server = new TestServer();
        server.openPolling();
        server.request("POST " + POLLING + "&sid=s1", "Host: a.example", "Origin: http://evil.example")
                .isAnswered(403, FORBIDDEN);
        Wire wire =
                server.webSocket("GET /engine.io/?EIO=4&transport=websocket&sid=s1", "Host: a.example", "Origin: null");
        assertThat(wire.refusal()).isEqualTo("403 Origin not allowed");
        server.listener().hears();
    }

    @Test
    void originWithControlCharactersIsABadRequest() {
        TestServer server = new TestServer(options -> options.origins(OriginPolicy.allowAnyOrigin()));
        for (String origin : List.of("http://a\n", "\u0000", "http://a\u007f")) {
            server.request("GET " + POLLING, "Origin: " + origin)
                    .isAnswered(400, "{\"code\":3,\"message\":\"Bad request\"}");
        }
    }

    @Test
    void sameHostPolicySaysNothingAboutCors() {
        TestServer server = new TestServer();
        Request request = server.request("GET " + POLLING, "Host: a", "Origin: http://a");
        assertThat(cors(request)).isEmpty();
        server.request("OPTIONS " + POLLING, "Host: a", "Origin: http://a")
                .isAnswered(400, "{\"code\":2,\"message\":\"Bad handshake method\"}");
    }

    @Test
    void preflightIsAnsweredBeforeAnyOtherRule() {
        TestServer server = new TestServer(options -> options.origins(OriginPolicy.allow("http://good.example")
                .credentials(true)
                .methods("GET", "PUT", "POST")
                .allowedHeaders("my-header")
                .exposedHeaders("my-exposed-header")
                .maxAge(Duration.ofSeconds(123))));
        Request preflight = server.request("OPTIONS /engine.io/", "Origin: http://good.example")
                .isAnswered(204, "");
        assertThat(cors(preflight))
                .containsExactly(
                        "Vary: Origin",
                        "Access-Control-Allow-Origin: http://good.example",
                        "Access-Control-Allow-Credentials: true",
                        "Access-Control-Allow-Methods: GET,PUT,POST",
                        "Access-Control-Allow-Headers: my-header",
                        "Access-Control-Max-Age: 123",
                        "Access-Control-Expose-Headers: my-exposed-header");
    }

    @Test
    void preflightOfAForeignPageIsRefusedWithoutAllowingIt() {
        TestServer server = new TestServer(options ->
                options.origins(OriginPolicy.allow("http://good.example").credentials(true)));
        Request preflight = server.request("OPTIONS " + POLLING, "Origin: http://bad.example")
                .isAnswered(403, FORBIDDEN);
        assertThat(cors(preflight)).containsExactly("Vary: Origin");
    }

    @Test
    void preflightAllowsTheHeadersAskedForUnlessTheyAreListed() {
        TestServer server = new TestServer(options -> options.origins(OriginPolicy.allow("http://good.example")));
        Request asks = server.request(
                "OPTIONS " + POLLING, "Origin: http://good.example", "Access-Control-Request-Headers: x-token, x-id");
        assertThat(cors(asks))
                .containsExactly(
                        "Vary: Origin, Access-Control-Request-Headers",
                        "Access-Control-Allow-Origin: http://good.example",
                        "Access-Control-Allow-Methods: GET,POST",
                        "Access-Control-Allow-Headers: x-token, x-id");
        Request odd = server.request(
                "OPTIONS " + POLLING,
                "Origin: http://good.example",
                "Access-Control-Request-Headers: x\r\nSet-Cookie: a=b");
        assertThat(odd.header("Access-Control-Allow-Headers")).isNull();
    }

    @Test
    void answersAndErrorsOfASessionCarryCorsHeaders() {
        TestServer server = new TestServer(options -> options.origins(
                OriginPolicy.allow("http://good.example").credentials(true).exposedHeaders("x-a")));
        String origin = "Origin: http://good.example";
        List<Request> requests = new ArrayList<>();
        requests.add(server.request("GET " + POLLING, origin));
        requests.add(server.post("s1", "4a", origin));
        requests.add(server.request("PUT " + POLLING + "&sid=s1", origin));
        requests.add(server.request("GET " + POLLING + "&sid=s9", origin));
        requests.add(server.request("GET /engine.io/?EIO=4", origin));
        requests.add(server.request("GET /engine.io/?transport=polling", origin));
        assertThat(requests).extracting(Request::status).containsExactly(200, 200, 500, 400, 400, 400);
        for (Request request : requests) {
            assertThat(cors(request))
                    .as(request.toString())
                    .containsExactly(
                            "Vary: Origin",
                            "Access-Control-Allow-Origin: http://good.example",
                            "Access-Control-Allow-Credentials: true",
                            "Access-Control-Expose-Headers: x-a");
        }
    }

    @Test
    void anyOriginIsToldWithAStar() {
        TestServer server = new TestServer(options -> options.origins(OriginPolicy.allowAnyOrigin()));
        Request request = server.request("GET " + POLLING, "Origin: https://whoever.example");
        assertThat(cors(request)).containsExactly("Access-Control-Allow-Origin: *");
        assertThat(server.request("GET " + POLLING, "Origin: null").status()).isEqualTo(200);
        server.request("OPTIONS " + POLLING, "Origin: null").isAnswered(204, "");
    }

    @Test
    void answerWithoutOriginVariesByIt() {
        TestServer server = new TestServer(options -> options.origins(OriginPolicy.sameHostAndLoopback()));
        assertThat(cors(server.request("GET " + POLLING, "Host: a"))).containsExactly("Vary: Origin");
        assertThat(cors(server.request("GET " + POLLING, "Host: a", "Origin: http://a")))
                .containsExactly("Vary: Origin");
        assertThat(cors(server.request("GET " + POLLING, "Host: a", "Origin: http://localhost:80")))
                .containsExactly("Vary: Origin", "Access-Control-Allow-Origin: http://localhost");
    }

    private static List<String> cors(Request request) {
        List<String> lines = new ArrayList<>();
        List<String> headers = request.answer().headers();
        for (int i = 0; i < headers.size(); i += 2) {
            String name = headers.get(i);
            if (name.equals("Vary") || name.startsWith("Access-Control-")) {
                lines.add(name + ": " + headers.get(i + 1));
            }
        }
        return lines;
    }
}
