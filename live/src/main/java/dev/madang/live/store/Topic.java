package dev.madang.live.store;

import org.jspecify.annotations.Nullable;

/**
 * What a post is about, as far as it is known. Immutable.
 *
 * @param key the name its id was made of, or null if it is known by its id
 * @param url the page that shows it, or null
 * @param title the page's title, or null
 */
public record Topic(
        @Nullable String key,
        @Nullable String url,
        @Nullable String title) {
    /** Nothing is known but the id. */
    public static final Topic NONE = new Topic(null, null, null);

    /** A post whose id was made of that name, or, with null, of nothing. */
    public static Topic ofKey(@Nullable String key) {
        return key == null ? NONE : new Topic(key, null, null);
    }
}
