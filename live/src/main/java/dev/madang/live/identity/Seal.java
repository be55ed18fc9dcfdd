package dev.madang.live.identity;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What only this server can make of a text: its HMAC-SHA256 with the secret that stays with the data. Any thread. */
public final class Seal {
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;

    /** With that secret. */
    public Seal(byte[] secret) {
        this.key = new SecretKeySpec(secret, HMAC);
    }

    /** The seal of a text: 32 bytes. */
    public byte[] of(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
