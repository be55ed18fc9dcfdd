package dev.madang.live.v2;

import dev.madang.live.store.PostId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Who types in which post, told at most once a second. Any thread. */
final class Typing {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int NAMES = 3;

    private final Later later;
    private final Consumer<Values.Typing> announcement;
    private final Map<PostId, Map<String, String>> windows = new ConcurrentHashMap<>();

    Typing(Later later, Consumer<Values.Typing> announcement) {
        this.later = later;
        this.announcement = announcement;
    }

    /** Somebody types: told at once after a quiet second, else with the others at the end of it. */
    void types(PostId post, String key, String name) {
        var first = new boolean[1];
        windows.compute(post, (id, known) -> {
            if (known == null) {
                first[0] = true;
                return new LinkedHashMap<>();
            }
            known.put(key, name);
            return known;
        });
        if (first[0]) {
            announce(post, Map.of(key, name));
            later.run(WINDOW, () -> flush(post));
        }
    }

    private void flush(PostId post) {
        Map<String, String> typing = new LinkedHashMap<>();
        windows.computeIfPresent(post, (id, gathered) -> {
            typing.putAll(gathered);
            gathered.clear();
            return typing.isEmpty() ? null : gathered;
        });
        if (!typing.isEmpty()) {
            announce(post, typing);
            later.run(WINDOW, () -> flush(post));
        }
    }

    private void announce(PostId post, Map<String, String> typing) {
        List<String> keys = typing.keySet().stream().limit(NAMES).toList();
        List<String> names = typing.values().stream().limit(NAMES).toList();
        announcement.accept(new Values.Typing(post.hex(), names, keys, Math.max(0, typing.size() - NAMES)));
    }
}
