package dev.madang.live.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** What the documentation shows to Java sites makes a token as {@link JwtTokensTest} takes them. */
final class TokenOfTheDocumentationTest {
    private final String secret = "a secret of at least thirty-two bytes";

    @Test
    void theTokenIsSignedAndSaysWhoItIsAndUntilWhen() throws JOSEException, ParseException {
        SignedJWT token = SignedJWT.parse(commentsToken(new User("u-1", "영희")));
        assertThat(token.verify(new MACVerifier(secret))).isTrue();
        assertThat(token.getJWTClaimsSet().getSubject()).isEqualTo("u-1");
        assertThat(token.getJWTClaimsSet().getStringClaim("name")).isEqualTo("영희");
        assertThat(token.getJWTClaimsSet().getExpirationTime()).isInTheFuture();
    }

    String commentsToken(User user) throws JOSEException {
        var claims = new JWTClaimsSet.Builder()
                .subject(user.id())
                .claim("name", user.name())
                .expirationTime(Date.from(Instant.now().plusSeconds(3600)))
                .build();
        var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        token.sign(new MACSigner(secret));
        return token.serialize();
    }

    private record User(String id, String name) {}
}
