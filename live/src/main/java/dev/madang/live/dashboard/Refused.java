package dev.madang.live.dashboard;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;

/** Somebody does not get in. The code is for the page, the field names what is wrong. */
final class Refused extends AuthenticationException {
    private static final long serialVersionUID = 1;

    private final HttpStatus status;
    private final String code;

    @Nullable
    private final String field;

    private Refused(HttpStatus status, String code, @Nullable String field) {
        super(code);
        this.status = status;
        this.code = code;
        this.field = field;
    }

    /** The name or the password, the token or the link is not right. */
    static Refused wrong() {
        return new Refused(HttpStatus.UNAUTHORIZED, "wrong", null);
    }

    /** Whoever it is must wait: there were too many tries. */
    static Refused locked() {
        return new Refused(HttpStatus.TOO_MANY_REQUESTS, "locked", null);
    }

    /** What was chosen may not be chosen. */
    static Refused flawed(String code, String field) {
        return new Refused(HttpStatus.BAD_REQUEST, code, field);
    }

    /** Who it is, is known, and may not come in. */
    static Refused forbidden() {
        return new Refused(HttpStatus.FORBIDDEN, "forbidden", null);
    }

    /** Nobody can tell: the store, or what checks tokens, does not answer. */
    static Refused unavailable() {
        return new Refused(HttpStatus.SERVICE_UNAVAILABLE, "unavailable", null);
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
