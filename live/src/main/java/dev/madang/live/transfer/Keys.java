package dev.madang.live.transfer;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What an export says of the secret of the store it was made of. Immutable.
 *
 * @param mark tells two secrets apart, and leads to none; empty if nothing is known
 * @param text the secret itself in base64url, or null if the file is without it
 */
record Keys(String mark, @Nullable String text) {
    private static final int MARK_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    /** Nothing is known. */
    static final Keys UNKNOWN = new Keys("", null);

    /** Of that secret; {@code whole} if it is to be in the file. */
    static Keys of(byte[] secret, boolean whole) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        byte[] hash = Origin.sha256("mark:" + text);
        return new Keys(HexFormat.of().formatHex(Arrays.copyOf(hash, MARK_BYTES)), whole ? text : null);
    }

    /** Whether it is the same secret. */
    boolean areOf(byte[] secret) {
        return of(secret, false).mark.equals(mark);
    }

    /**
     * The secret, or null if it is not known here.
     *
     * @throws IllegalArgumentException if the text is none
     */
    byte @Nullable [] secret() {
        if (text == null) {
            return null;
        }
        byte[] secret = Base64.getUrlDecoder().decode(text);
        if (secret.length != SECRET_BYTES || !areOf(secret)) {
            throw new IllegalArgumentException("the keys in the file are not whole");
        }
        return secret;
    }

    @Override
    public String toString() {
        return "keys " + mark;
    }
}
