package dev.madang.live.moderation;

import dev.madang.live.store.PostId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The settings of the site, and of posts that have some of their own. Answers from memory. Any thread. */
public final class SettingsBook {
    static final String SITE_KIND = "settings";
    static final String SITE_KEY = "site";
    static final String POST_KIND = "post";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<PostId, JsonNode> changes = new ConcurrentHashMap<>();
    private final Map<PostId, Page> posts = new ConcurrentHashMap<>();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile JsonNode siteChanges = JSON.createObjectNode();
    private volatile Page site = new Page(Settings.DEFAULT, new WordList(Settings.DEFAULT));

    SettingsBook() {}

    /** What holds where a post has nothing of its own. */
    public Settings site() {
        return site.settings;
    }

    /** What holds for a post. */
    public Settings of(PostId post) {
        return page(post).settings;
    }

    /** What a post has of its own, as {@link Settings#with} reads it; empty for most. */
    public JsonNode own(PostId post) {
        return changes.getOrDefault(post, JSON.createObjectNode());
    }

    /** Tells when anything was changed, on a thread that may not be blocked. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    WordList words(PostId post) {
        return page(post).words;
    }

    /** What is set for a post, or for the site with null. */
    JsonNode set(@Nullable PostId post) {
        return post == null ? siteChanges : own(post);
    }

    /**
     * What is set afterwards; null as a value takes back what was set before.
     *
     * @throws IllegalArgumentException as {@link Settings#with} does
     */
    ObjectNode merged(@Nullable PostId post, JsonNode patch) {
        if (!patch.isObject()) {
            throw new IllegalArgumentException("settings are an object");
        }
        ObjectNode next = JSON.createObjectNode();
        set(post).properties().forEach(property -> next.set(property.getKey(), property.getValue()));
        patch.properties().forEach(property -> {
            if (property.getValue().isNull()) {
                next.remove(property.getKey());
            } else {
                next.set(property.getKey(), property.getValue());
            }
        });
        Settings base = post == null ? Settings.DEFAULT : site.settings;
        return base.with(next).equals(base) ? JSON.createObjectNode() : next;
    }

    /**
     * What is set when one change is taken back and later ones stay.
     *
     * @param before what was set before it
     * @param after what was set after it
     * @return empty if a later change set the same again, otherwise
     */
    Optional<ObjectNode> without(@Nullable PostId post, JsonNode before, JsonNode after) {
        ObjectNode patch = JSON.createObjectNode();
        var keys = new TreeSet<String>(before.propertyNames());
        keys.addAll(after.propertyNames());
        for (String key : keys) {
            JsonNode was = before.path(key);
            if (!was.equals(after.path(key))) {
                if (!set(post).path(key).equals(after.path(key))) {
                    return Optional.empty();
                }
                patch.set(key, was.isMissingNode() ? patch.nullNode() : was);
            }
        }
        return Optional.of(merged(post, patch));
    }

    void siteWritten(String key, @Nullable String json) {
        JsonNode set = json == null ? JSON.createObjectNode() : JSON.readTree(json);
        Settings settings = Settings.DEFAULT.with(set);
        siteChanges = set;
        site = new Page(settings, site.words(settings));
        changes.forEach((post, own) -> posts.put(post, page(own)));
        listeners.forEach(Runnable::run);
    }

    void postWritten(String key, @Nullable String json) {
        PostId post = PostId.parse(key).orElseThrow();
        if (json == null) {
            changes.remove(post);
            posts.remove(post);
        } else {
            JsonNode own = JSON.readTree(json);
            posts.put(post, page(own));
            changes.put(post, own);
        }
        listeners.forEach(Runnable::run);
    }

    private Page page(PostId post) {
        return posts.getOrDefault(post, site);
    }

    private Page page(JsonNode own) {
        Settings settings = site.settings.with(own);
        return new Page(settings, site.words(settings));
    }

    private record Page(Settings settings, WordList words) {
        WordList words(Settings next) {
            boolean same = next.reject().equals(settings.reject())
                    && next.hold().equals(settings.hold())
                    && next.allow().equals(settings.allow());
            return same ? words : new WordList(next);
        }
    }
}
