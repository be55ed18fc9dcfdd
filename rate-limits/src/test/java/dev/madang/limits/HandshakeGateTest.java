package dev.madang.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.madang.engine.TrustedProxies;
import dev.madang.server.SocketIo;
import dev.madang.testkit.Http;
import dev.madang.testkit.WireClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Too many connections, from real clients, in virtual time. */
class HandshakeGateTest {
    private static final String OPEN = "?EIO=4&transport=polling";

    private final ManualTime time = new ManualTime();
    private final Http http = new Http();
    private SocketIo io = SocketIo.create();
    private int port;

    @AfterEach
    void close() {
        io.close();
        http.close();
    }

    private void gated(UnaryOperator<HandshakeGate.Builder> choose) {
        HandshakeGate gate = choose.apply(HandshakeGate.builder().clock(time)).build();
        io.close();
        io = SocketIo.builder()
                .monitor(gate)
                .trustedProxies(TrustedProxies.of("127.0.0.1"))
                .build();
        io.engine().use(gate);
        port = io.listen("127.0.0.1", 0).address().getPort();
    }

    private String url(String query) {
        return "http://127.0.0.1:" + port + "/socket.io/" + query;
    }

    private HttpResponse<String> get(String query, String address) {
        return http.get(url(query), "X-Forwarded-For", address);
    }

    private int open(String address) {
        return get(OPEN, address).statusCode();
    }

    @Test
    void a16HandshakesOfOneAddressBeyondItsRateGet503WithRetryAfter() {
        gated(gate -> gate.handshakes(Rate.perSecond(1).withBurst(2)).retryAfter(Duration.ofSeconds(7)));
        assertThat(open("192.0.2.1")).isEqualTo(200);
        assertThat(open("192.0.2.1")).isEqualTo(200);
        HttpResponse<String> refused = get(OPEN, "192.0.2.1");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).contains("7");
        assertThat(open("192.0.2.2")).isEqualTo(200);
        time.advance(Duration.ofSeconds(1));
        assertThat(open("192.0.2.1")).isEqualTo(200);
    }

    @Test
    void a16NetworkOfOneHomeIsOneAddress() {
        gated(gate -> gate.handshakes(Rate.perMinute(2)));
        assertThat(open("2001:db8::1")).isEqualTo(200);
        assertThat(open("2001:db8::2")).isEqualTo(200);
        assertThat(open("2001:db8::3")).isEqualTo(503);
        assertThat(open("2001:db8:0:1::1")).isEqualTo(200);
    }

    @Test
    void a16OpenSessionsOfOneAddressAreCountedUntilTheyEnd() {
        gated(gate -> gate.sessionsPerAddress(1));
        String body = get(OPEN, "192.0.2.1").body();
        String sid = body.substring(body.indexOf("\"sid\":\"") + 7, body.indexOf("\",\"upgrades\""));
        assertThat(open("192.0.2.1")).isEqualTo(503);
        http.post(url(OPEN + "&sid=" + sid), "1", "X-Forwarded-For", "192.0.2.1");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(open("192.0.2.1")).isEqualTo(200));
    }

    @Test
    void a16SessionsInAllAreBounded() {
        gated(gate -> gate.sessionsInAll(2));
        assertThat(open("192.0.2.1")).isEqualTo(200);
        assertThat(open("192.0.2.2")).isEqualTo(200);
        assertThat(open("192.0.2.3")).isEqualTo(503);
    }

    @Test
    void a13WhoGuessesSessionIdsLearnsNothingAfterAWhileAndTheOthersAreUnharmed() {
        gated(gate -> gate.unknownSessions(Rate.perSecond(1).withBurst(3)));
        for (int guess = 0; guess < 3; guess++) {
            HttpResponse<String> answer = get(OPEN + "&sid=guess" + guess, "192.0.2.1");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        }
        assertThat(get(OPEN + "&sid=guess4", "192.0.2.1").statusCode()).isEqualTo(503);
        assertThat(get(OPEN + "&sid=guess5", "192.0.2.2").statusCode()).isEqualTo(400);
        assertThat(open("192.0.2.1")).isEqualTo(200);
        time.advance(Duration.ofSeconds(1));
        assertThat(get(OPEN + "&sid=guess6", "192.0.2.1").statusCode()).isEqualTo(400);
    }

    @Test
    void a16RefusedWebSocketHandshakesGet503Too() {
        gated(gate -> gate.handshakes(Rate.perMinute(1)));
        WireClient.connect(port).close();
        try {
            WireClient.connect(port).close();
            throw new AssertionError("the second handshake is accepted");
        } catch (java.util.concurrent.CompletionException e) {
            assertThat(e.getCause())
                    .isInstanceOfSatisfying(
                            java.net.http.WebSocketHandshakeException.class,
                            refused -> assertThat(refused.getResponse().statusCode())
                                    .isEqualTo(503));
        }
    }
}
