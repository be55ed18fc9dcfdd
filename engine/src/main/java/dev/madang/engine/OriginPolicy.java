package dev.madang.engine;

import java.util.List;

/**
 * Which pages may connect, on all transports, and the CORS headers they get. A request without {@code Origin} comes
 * from no browser page and passes. Skeleton: filled with the engine.
 */
public final class OriginPolicy {
    private OriginPolicy() {}

    /** Pages of the host that the request names, and no others; no CORS headers. The default. */
    public static OriginPolicy sameHost() {
        return new OriginPolicy();
    }

    /** Whether the request's page may connect. */
    public boolean allows(RequestHead head) {
        return head != null;
    }

    /** CORS headers for the answer to {@code head}, names and values in turn; empty without CORS. */
    public List<String> headers(RequestHead head) {
        return List.of();
    }
}
