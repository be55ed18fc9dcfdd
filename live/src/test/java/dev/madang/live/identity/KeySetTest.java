package dev.madang.live.identity;

import static dev.madang.live.identity.JwtTokensTest.said;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens that the host site signs with keys of its own, which the server fetches. */
final class KeySetTest {
    private static final Map<String, Object> CLAIMS =
            Map.of("sub", "u", "exp", Instant.now().plusSeconds(600).getEpochSecond());

    private final AtomicInteger fetches = new AtomicInteger();
    private final RSAKey rsa;
    private final ECKey ec;
    private volatile String keys = "";

    @SuppressWarnings("NullAway.Init")
    private HttpServer host;

    KeySetTest() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("rsa-1").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("ec-1").generate();
    }

    @BeforeEach
    void start() throws IOException {
        publish(rsa);
        host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/keys", exchange -> {
            fetches.incrementAndGet();
            byte[] body = keys.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        host.start();
    }

    @AfterEach
    void stop() {
        host.stop(0);
    }

    @Test
    void keysAreFetchedOnceAndRotatedWhenATokenNamesANewOne() throws JOSEException {
        var tokens = tokens();
        for (int i = 0; i < 5; i++) {
            assertThat(said(tokens, byRsa())).isEqualTo("GOOD");
        }
        assertThat(fetches).hasValue(1);
        publish(rsa, ec);
        assertThat(said(tokens, byEc())).isEqualTo("GOOD");
        assertThat(fetches).hasValue(2);
        assertThat(said(tokens, byRsa())).isEqualTo("GOOD");
    }

    @Test
    void unknownKeysAreAskedForTwiceAndThenNobodyKnows() throws JOSEException {
        var tokens = tokens();
        assertThat(said(tokens, byRsa())).isEqualTo("GOOD");
        String strange = byKey(new RSAKeyGenerator(2048).keyID("strange").generate());
        for (int i = 0; i < 20; i++) {
            assertThat(said(tokens, strange)).isIn("INVALID", "UNCHECKED");
        }
        assertThat(fetches.get()).isLessThanOrEqualTo(2);
        assertThat(said(tokens, byRsa())).as("others go on").isEqualTo("GOOD");
    }

    @Test
    void whileTheHostIsAwayKnownKeysServeAndNobodyElseGetsIn() throws JOSEException {
        var tokens = tokens();
        assertThat(said(tokens, byRsa())).isEqualTo("GOOD");
        host.stop(0);
        assertThat(said(tokens, byRsa())).isEqualTo("GOOD");
        assertThat(said(tokens, byEc())).isIn("INVALID", "UNCHECKED");
        assertThat(said(tokens(), byRsa())).as("never fetched").isEqualTo("UNCHECKED");
    }

    @Test
    void aHostThatTakesTheQuestionAndSaysNothingIsNotWaitedForForEver() throws Exception {
        try (var silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            var tokens = tokens("http://127.0.0.1:" + silent.getLocalPort() + "/keys");
            assertThat(said(tokens, byRsa())).isEqualTo("UNCHECKED");
        }
    }

    @Test
    void aPublicKeyIsNoSecretAndASecretInTheSetIsNoKey() throws Exception {
        RSAPublicKey key = rsa.toRSAPublicKey();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
        var tokens = tokens();
        for (byte[] secret : List.of(
                key.getEncoded(),
                pem.getBytes(StandardCharsets.UTF_8),
                rsa.getModulus().decode())) {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa-1").build();
            assertThat(said(tokens, HostSite.signed(header, new MACSigner(secret), CLAIMS)))
                    .isEqualTo("INVALID");
        }
        assertThat(said(tokens, HostSite.signed(JWSAlgorithm.HS256, HostSite.SECRET, CLAIMS)))
                .isEqualTo("INVALID");
        String own = HostSite.signed(
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .jwk(rsa.toPublicJWK())
                        .keyID("mine")
                        .build(),
                new RSASSASigner(new RSAKeyGenerator(2048).generate()),
                CLAIMS);
        assertThat(said(tokens, own)).as("a key in the token itself").isIn("INVALID", "UNCHECKED");
    }

    @Test
    void anAnswerThatIsNoKeySetLetsNobodyIn() throws JOSEException {
        keys = "<html>login</html>";
        assertThat(said(tokens(), byRsa())).isEqualTo("UNCHECKED");
        keys = "{\"keys\":[]}";
        assertThat(said(tokens(), byRsa())).isIn("INVALID", "UNCHECKED");
    }

    private void publish(JWK... all) {
        keys = new JWKSet(List.of(all)).toString();
    }

    private JwtTokens tokens() {
        return tokens("http://127.0.0.1:" + host.getAddress().getPort() + "/keys");
    }

    private static JwtTokens tokens(String url) {
        return new JwtTokens(JwtTokensTest.settings(null, url, null, null), Clock.systemUTC());
    }

    private String byRsa() throws JOSEException {
        return byKey(rsa);
    }

    private static String byKey(RSAKey key) throws JOSEException {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build();
        return HostSite.signed(header, new RSASSASigner(key), CLAIMS);
    }

    private String byEc() throws JOSEException {
        var header =
                new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(ec.getKeyID()).build();
        return HostSite.signed(header, new ECDSASigner(ec), CLAIMS);
    }
}
