package dev.madang.live.dashboard;

import org.jspecify.annotations.Nullable;

/** A request that cannot be served as it came. The code is for programs, the field names what is wrong. */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final String code;

    @Nullable
    private final String field;

    Rejected(String code, @Nullable String field, String message) {
        super(message, null, false, false);
        this.code = code;
        this.field = field;
    }

    static Rejected invalid(String field, String message) {
        return new Rejected("invalid", field, message);
    }

    String code() {
        return code;
    }

    @Nullable
    String field() {
        return field;
    }
}
