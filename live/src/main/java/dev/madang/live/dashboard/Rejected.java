package dev.madang.live.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** A request that cannot be served as it came. The code is for programs, the field names what is wrong. */
final class Rejected extends Exception {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final String code;

    @Nullable
    private final String field;

    Rejected(String code, @Nullable String field, String message) {
        this(HttpStatus.BAD_REQUEST, code, field, message);
    }

    private Rejected(HttpStatus status, String code, @Nullable String field, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    static Rejected invalid(String field, String message) {
        return new Rejected("invalid", field, message);
    }

    /** Only an owner may do that, or nobody may do it to an owner. */
    static Rejected forbidden() {
        return new Rejected(HttpStatus.FORBIDDEN, "forbidden", null, "only an owner may do that");
    }

    HttpStatus status() {
        return status;
    }

    String code() {
        return code;
    }

    @Nullable
    String field() {
        return field;
    }
}
