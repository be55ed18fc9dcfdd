package dev.madang.live.moderation;

import dev.madang.live.store.PostId;
import dev.madang.live.store.Records;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** What single persons see and nobody else does, by person and post, in its order. Answers from memory. Any thread. */
public final class Shades {
    /*
     * Each is a document of its own, and never changes: what was added here and is not yet written cannot be overtaken by what is
     * read. Nobody waits for the write, or the answer would come later than that of others: a crash in the few milliseconds between
     * takes a comment from its author's sight, too. Two processes that serve tabs of one such person at the same moment may
     * give one place twice: then the later reading of the place wins.
     */
    static final String KIND = "shade";

    private static final int MOST = 2_000;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Logger log = LoggerFactory.getLogger(Shades.class);

    private final Records records;
    private final Map<String, TreeMap<String, Shade>> shades = new ConcurrentHashMap<>();
    private volatile BiConsumer<String, PostId> listener = (person, post) -> {};

    Shades(Records records) {
        this.records = records;
    }

    /** What a person sees in a post alone, the oldest first. */
    public List<Shade> of(String person, PostId post) {
        TreeMap<String, Shade> known = shades.get(person + "/" + post);
        if (known == null) {
            return List.of();
        }
        synchronized (known) {
            return List.copyOf(known.values());
        }
    }

    /** Adds one; false if there are 2,000 already. */
    public boolean add(String person, PostId post, Shade shade) {
        String place = person + "/" + post;
        TreeMap<String, Shade> known = shades.computeIfAbsent(place, key -> new TreeMap<>());
        String index;
        synchronized (known) {
            if (known.size() >= MOST) {
                return false;
            }
            index = String.format("%06d", known.isEmpty() ? 0 : Integer.parseInt(known.lastKey()) + 1);
            known.put(index, shade);
        }
        records.write(List.of(
                        new Records.Put(KIND, place + "/" + index, JSON.writeValueAsString(shade), Records.Put.ANY)))
                .whenComplete((written, failure) -> {
                    if (failure != null) {
                        log.warn("What one person sees of post {} is not stored", post, failure);
                    }
                });
        return true;
    }

    /** Tells of what other processes added, on a thread that may not be blocked. */
    public void listen(BiConsumer<String, PostId> hears) {
        listener = hears;
    }

    void written(String key, @Nullable String json) {
        int slash = key.lastIndexOf('/');
        String place = key.substring(0, slash);
        TreeMap<String, Shade> known = shades.computeIfAbsent(place, unused -> new TreeMap<>());
        boolean news;
        synchronized (known) {
            news = json == null
                    ? known.remove(key.substring(slash + 1)) != null
                    : known.putIfAbsent(key.substring(slash + 1), read(json)) == null;
        }
        if (news) {
            listener.accept(place.substring(0, place.indexOf('/')), post(key));
        }
    }

    static Shade read(String json) {
        return JSON.readValue(json, Shade.class);
    }

    /** The post in a record's key. */
    static PostId post(String key) {
        return new PostId(key.substring(key.indexOf('/') + 1, key.lastIndexOf('/')));
    }
}
