package dev.madang.live.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The id of a post: 24 hexadecimal digits in lower case, as MongoDB's ObjectId is written. Immutable.
 *
 * @param hex the digits
 */
public record PostId(String hex) implements Comparable<PostId> {
    private static final int LENGTH = 24;

    public PostId {
        if (!valid(hex) || !hex.equals(hex.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("a post id is 24 hex digits in lower case");
        }
    }

    /** Reads an id in either case; empty if {@code text} is none. */
    public static Optional<PostId> parse(String text) {
        return valid(text) ? Optional.of(new PostId(text.toLowerCase(Locale.ROOT))) : Optional.empty();
    }

    /** The id of whatever is known by a name instead, such as a chat room: the first 96 bits of the key's SHA-256. */
    public static PostId ofKey(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return new PostId(HexFormat.of().formatHex(hash, 0, LENGTH / 2));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(PostId other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return hex;
    }

    private static boolean valid(String text) {
        return text.length() == LENGTH && text.chars().allMatch(HexFormat::isHexDigit);
    }
}
