package dev.madang.live.limits;

import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * A path and all below it, compared as the router compares: by decoded segments, without their parameters. {@code /%61pi/x} and
 * {@code /api;a/x} are below {@code /api}, so no door that asks here is walked around. Immutable.
 */
public final class Area {
    private final PathPattern pattern;

    private Area(PathPattern pattern) {
        this.pattern = pattern;
    }

    /** A path without a slash at its end, and all below it. */
    public static Area below(String path) {
        return new Area(PathPatternParser.defaultInstance.parse(path + "/**"));
    }

    /** Whether a request asks for something in here. */
    public boolean holds(ServerHttpRequest request) {
        return pattern.matches(request.getPath().pathWithinApplication());
    }
}
