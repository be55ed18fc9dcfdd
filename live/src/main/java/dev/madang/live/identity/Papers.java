package dev.madang.live.identity;

import org.jspecify.annotations.Nullable;

/**
 * What a request or a connection carries that says who sends it. Immutable.
 *
 * @param token the host site's token, or null
 * @param guest what a guest keeps to come back as the same, or null
 */
public record Papers(@Nullable String token, @Nullable String guest) {
    /** Without what it holds. */
    @Override
    public String toString() {
        return "Papers[token=" + (token != null) + ", guest=" + (guest != null) + "]";
    }
}
