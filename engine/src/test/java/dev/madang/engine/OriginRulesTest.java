package dev.madang.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Origins by pattern and by rule, and what becomes of preflights. */
class OriginRulesTest {
    private static final String POLLING = "GET /engine.io/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "GET /engine.io/?EIO=4&transport=websocket";
    private static final String PREFLIGHT = "OPTIONS /engine.io/?EIO=4&transport=polling";

    @Test
    void patternMatchesTheWholeOrigin() {
        OriginPolicy policy = OriginPolicy.matching(Pattern.compile("https://[a-z]+\\.example\\.com"));
        TestServer server = new TestServer(options -> options.origins(policy));
        Request welcome = server.request(POLLING, "Host: b", "Origin: https://shop.example.com");
        assertThat(welcome.status()).isEqualTo(200);
        assertThat(welcome.header("Access-Control-Allow-Origin")).isEqualTo("https://shop.example.com");
        assertThat(welcome.header("Vary")).isEqualTo("Origin");
        server.webSocket(WEBSOCKET, "Host: b", "Origin: https://SHOP.example.com:443")
                .isOpen();
        for (String origin : List.of(
                "https://shop.example.com.evil.example",
                "https://evil.example/https://shop.example.com",
                "http://shop.example.com",
                "https://shop.example.com:8443",
                "https://example.com",
                "null")) {
            assertThat(server.request(POLLING, "Host: b", "Origin: " + origin).status())
                    .as(origin)
                    .isEqualTo(403);
            assertThat(server.webSocket(WEBSOCKET, "Host: b", "Origin: " + origin)
                            .refusal())
                    .as(origin)
                    .startsWith("403");
        }
    }

    @Test
    void ruleSeesTheOriginAndItsRequest() {
        OriginPolicy policy = OriginPolicy.allowIf((origin, request) -> origin.equals("https://tenant.example")
                && "t1".equals(request.query().get("tenant")));
        TestServer server = new TestServer(options -> options.origins(policy.credentials(true)));
        Request own = server.request(POLLING + "&tenant=t1", "Origin: https://tenant.example");
        assertThat(own.status()).isEqualTo(200);
        assertThat(own.header("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(server.request(POLLING + "&tenant=t2", "Origin: https://tenant.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void ruleThatThrowsRefuses() {
        OriginPolicy policy = OriginPolicy.sameHost().andIf((origin, request) -> {
            throw new IllegalStateException("no");
        });
        TestServer server = new TestServer(options -> options.origins(policy));
        assertThat(server.request(POLLING, "Host: a", "Origin: http://b").status())
                .isEqualTo(403);
        assertThat(server.request(POLLING, "Host: a", "Origin: http://a").status())
                .isEqualTo(200);
    }

    @Test
    void listsPatternsAndRulesAddUp() {
        OriginPolicy policy = OriginPolicy.allow("https://a.example")
                .and(Pattern.compile("https://b[0-9]\\.example"))
                .andIf((origin, request) -> origin.equals("https://c.example"))
                .exposedHeaders("X-A");
        for (String origin : List.of("https://a.example", "https://b7.example", "https://c.example")) {
            assertThat(policy.allows(Request.head(POLLING, "Origin: " + origin)))
                    .as(origin)
                    .isTrue();
        }
        assertThat(policy.allows(Request.head(POLLING, "Origin: https://d.example")))
                .isFalse();
    }

    @Test
    void preflightHasTheStatusThatWasGiven() {
        OriginPolicy policy = OriginPolicy.allow("https://a.example");
        assertThat(preflight(policy).status()).isEqualTo(204);
        assertThat(preflight(policy.optionsSuccessStatus(200)).status()).isEqualTo(200);
        assertThatThrownBy(() -> policy.optionsSuccessStatus(302)).hasMessageContaining("optionsSuccessStatus");
    }

    private static Request preflight(OriginPolicy policy) {
        TestServer server = new TestServer(options -> options.origins(policy));
        return server.request(PREFLIGHT, "Origin: https://a.example", "Access-Control-Request-Method: POST");
    }

    @Test
    void preflightThatContinuesIsAnsweredByAMiddlewareWithTheCorsHeaders() {
        OriginPolicy policy = OriginPolicy.allow("https://a.example").preflightContinue(true);
        TestServer server = new TestServer(options -> options.origins(policy));
        String[] headers = {"Origin: https://a.example", "Access-Control-Request-Method: POST"};
        server.request(PREFLIGHT, headers).isAnswered(400, "{\"code\":2,\"message\":\"Bad handshake method\"}");
        server.engine.use((request, next) -> {
            if (request.method().equals("OPTIONS")) {
                next.answer(new HttpAnswer(202, List.of("X-Mine", "1"), new byte[0], 0));
            } else {
                next.proceed();
            }
        });
        Request answered = server.request(PREFLIGHT, headers);
        assertThat(answered.status()).isEqualTo(202);
        assertThat(answered.header("X-Mine")).isEqualTo("1");
        assertThat(answered.header("Access-Control-Allow-Origin")).isEqualTo("https://a.example");
        assertThat(answered.header("Access-Control-Allow-Methods")).isEqualTo("GET,POST");
        assertThat(server.request(PREFLIGHT, "Origin: https://evil.example").status())
                .isEqualTo(403);
    }
}
