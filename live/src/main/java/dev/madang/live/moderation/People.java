package dev.madang.live.moderation;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Who was stopped from writing, or writes for nobody. Answers from memory. Any thread. */
public final class People {
    /*
     * A guest without an id, as contract v1 has them, is known by nothing but a name that anybody can claim. Such guests are known
     * by the network they come from: keyed with the store's secret, as no address is to be found in the data. Whose comment came
     * from where is remembered for a day, in memory alone: long enough for a moderator who is there.
     */
    static final String KIND = "person";

    private static final String BY_NETWORK = "~";
    private static final String HMAC = "HmacSHA256";
    private static final int KEY_BYTES = 16;
    private static final int TRAILS = 100_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final SecretKeySpec secret;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final List<Consumer<Standing>> listeners = new CopyOnWriteArrayList<>();
    private final Cache<String, String> trails = Caffeine.newBuilder()
            .maximumSize(TRAILS)
            .expireAfterWrite(Duration.ofDays(1))
            .build();

    People(byte[] secret) {
        this.secret = new SecretKeySpec(secret, HMAC);
    }

    /** What somebody is known by; {@code network} tells guests without an id apart. */
    public String key(Author author, String network) {
        if (author.kind() == Author.Kind.USER) {
            return "user_" + hash("user:" + author.id());
        }
        if (author.id().startsWith(BY_NETWORK)) {
            return author.id().substring(BY_NETWORK.length());
        }
        return author.id().isEmpty() ? "net_" + hash("net:" + network) : "guest_" + hash("guest:" + author.id());
    }

    /** Who a comment of that person is stored as if nobody else is to see it: by an id that finds it again. */
    public Author shadow(Author author, String network) {
        return author.id().isEmpty() ? Author.guest(BY_NETWORK + key(author, network), author.name()) : author;
    }

    /** How somebody stands; empty if nothing was ever decided. */
    public Optional<Standing> of(String key) {
        return Optional.ofNullable(standings.get(key));
    }

    /** Whether what somebody writes is seen by nobody else. */
    public boolean shadowed(String key) {
        Standing standing = standings.get(key);
        return standing != null && standing.shadowed();
    }

    /** Everybody who cannot write now, or writes for nobody, by key. */
    public List<Standing> stopped(long now) {
        return standings.values().stream()
                .filter(standing -> standing.bannedAt(now) || standing.shadowed())
                .sorted(Comparator.comparing(Standing::key))
                .toList();
    }

    /** Tells of every later decision, on a thread that may not be blocked. */
    public void listen(Consumer<Standing> listener) {
        listeners.add(listener);
    }

    /** Remembers for a day where a comment came from whose author has no id. */
    void trail(Comment row, String person) {
        if (row.author().id().isEmpty()) {
            trails.put(row.id(), person);
        }
    }

    /** Who wrote a comment, as far as that is known, with nothing decided if nothing was. */
    Optional<Standing> author(Comment row) {
        Author author = row.author();
        String key = author.id().isEmpty() ? trails.getIfPresent(row.id()) : key(author, "");
        if (key == null) {
            return Optional.empty();
        }
        Standing known = standings.get(key);
        return Optional.of(
                known == null ? new Standing(key, author.kind(), author.id(), author.name(), 0, false) : known);
    }

    static String json(Standing standing) {
        return JSON.writeValueAsString(standing);
    }

    static Standing read(String json) {
        return JSON.readValue(json, Standing.class);
    }

    void written(String key, @Nullable String json) {
        Standing standing = json == null ? null : read(json);
        Standing before = standing == null ? standings.remove(key) : standings.put(key, standing);
        Standing now = standing != null ? standing : before == null ? null : before.with(0, false);
        if (now != null) {
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private String hash(String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret);
            byte[] hash = mac.doFinal(("person:" + text).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, KEY_BYTES));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }
}
