package dev.madang.live.transfer;

import dev.madang.live.comments.PlainText;
import dev.madang.live.store.Author;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Topic;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Gives what comes from another system its names here: the same each time, so that a second import finds what the first
 * stored. Used by one thread.
 */
final class Origin {
    /*
     * Authors are known by a keyed hash of what the other system knows them by, often a mail address: who reads the database
     * cannot try addresses. The prefix keeps them apart from the ids of guests, which are hashes alone: no secret of a
     * browser leads to one, so nobody has the rights of an imported author.
     */
    static final int MAX_TEXT = 10_000;

    private static final int MAX_KEY = 500;
    private static final int MAX_URL = 2_000;
    private static final int MAX_TITLE = 300;
    private static final int MAX_NAME = 200;
    private static final String NAMELESS = "Anonymous";
    private static final String HMAC = "HmacSHA256";
    private static final HexFormat HEX = HexFormat.of();

    private final String format;
    private final byte[] secret;
    private final PageKeys keys;

    /**
     * Names for what a format brings.
     *
     * @param secret the store's
     */
    Origin(String format, byte[] secret, PageKeys keys) {
        this.format = format;
        this.secret = secret.clone();
        this.keys = keys;
    }

    /** The client's id of a comment. */
    String cid(String id) {
        return "import:" + format + ":" + (id.length() <= 80 ? id : hashed(id));
    }

    /** The id of a comment: 4 bytes of its time, then 8 that stand for where it comes from. */
    String commentId(Found.Arrival comment) {
        byte[] hash = sha256(format + ":" + comment.place().post().hex() + ":" + comment.id());
        return HEX.toHexDigits((int) (comment.at() / 1000)) + HEX.formatHex(hash, 0, 8);
    }

    /** An author who has no rights here, known by what the other system knows them by. */
    Author author(String user, @Nullable String name) {
        String shown = name == null ? "" : cut(PlainText.storable(name.strip()), MAX_NAME);
        return Author.guest("import:" + hashed(user), PlainText.blank(shown) ? NAMELESS : shown);
    }

    /** Who stands for a voter who is known there. */
    String voter(String user) {
        return "import:" + hashed(user);
    }

    /** Who stands for one of the voters of a comment who are not known. */
    String voter(String comment, int value, int number) {
        return "import:" + format + ":" + (comment.length() <= 80 ? comment : hashed(comment))
                + (value > 0 ? ":+" : ":-") + number;
    }

    /** The post that the widget on a page has; empty if the page's address is none, or too long. */
    Optional<Found.Place> page(@Nullable String url, @Nullable String title) {
        return place(url == null ? "" : keys.of(url), url, title);
    }

    /** A post as Madang's own export names it; a key is taken to where the site moved. */
    Found.Place own(PostId post, Topic topic) {
        String key = topic.key();
        if (key == null || keys.of(key).equals(key)) {
            return new Found.Place(post, topic);
        }
        return place(keys.of(key), keys.of(key), topic.title()).orElse(new Found.Place(post, topic));
    }

    private Optional<Found.Place> place(String key, @Nullable String url, @Nullable String title) {
        if (key.isBlank() || PlainText.length(key) > MAX_KEY) {
            return Optional.empty();
        }
        String shown = title == null ? null : cut(PlainText.storable(title.strip()), MAX_TITLE);
        boolean web = key.startsWith("http://") || key.startsWith("https://");
        var topic = new Topic(
                key,
                web && url != null && key.length() <= MAX_URL ? key : null,
                shown == null || shown.isEmpty() ? null : shown);
        PostId post = PostId.parse(key).orElseGet(() -> PostId.ofKey(key));
        return Optional.of(new Found.Place(post, topic));
    }

    /** The first so many code points of a text. */
    static String cut(String text, int most) {
        return PlainText.length(text) <= most ? text : text.substring(0, text.offsetByCodePoints(0, most));
    }

    private String hashed(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret, HMAC));
            byte[] hash = mac.doFinal((format + ":" + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + HMAC, e);
        }
    }

    static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
