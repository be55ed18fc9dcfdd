package dev.madang.live.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.Map;

/** Signs tokens as the site does whose users write comments. */
public final class HostSite {
    /** What it shares with the server. */
    public static final String SECRET = "a secret of thirty-two bytes or more";

    private HostSite() {}

    /** A good token for another hour; {@code more} are further claims, by name and value in turn. */
    public static String token(String id, String name, Object... more) {
        return token(id, name, Instant.now().plusSeconds(3_600), more);
    }

    /** A token that is good until then. */
    public static String token(String id, String name, Instant until, Object... more) {
        var claims = new JWTClaimsSet.Builder().subject(id).claim("name", name).expirationTime(Date.from(until));
        for (int i = 0; i < more.length; i += 2) {
            claims.claim((String) more[i], more[i + 1]);
        }
        return signed(JWSAlgorithm.HS256, SECRET, claims.build().toJSONObject());
    }

    static String signed(JWSAlgorithm algorithm, String secret, Map<String, Object> claims) {
        try {
            return signed(new JWSHeader(algorithm), new MACSigner(secret.getBytes(StandardCharsets.UTF_8)), claims);
        } catch (JOSEException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static String signed(JWSHeader header, JWSSigner signer, Map<String, Object> claims) {
        try {
            var token = new SignedJWT(header, JWTClaimsSet.parse(claims));
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException | java.text.ParseException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
