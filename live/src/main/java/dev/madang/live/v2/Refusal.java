package dev.madang.live.v2;

import dev.madang.live.identity.Problem;
import dev.madang.live.moderation.Denial;
import dev.madang.live.store.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A request that is not granted; it ends in its answer. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Code code;

    @Nullable
    private final Duration retryAfter;

    private final long until;

    Refusal(Code code) {
        this(code, null);
    }

    Refusal(Code code, @Nullable Duration retryAfter) {
        this(code, retryAfter, 0);
    }

    Refusal(Denial denial) {
        this(Code.of(denial.reason()), denial.retryAfter(), denial.until());
    }

    private Refusal(Code code, @Nullable Duration retryAfter, long until) {
        super(code.code(), null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
        this.until = until;
    }

    static Refusal of(Outcome.Reason reason) {
        return new Refusal(
                switch (reason) {
                    case BUSY, UNAVAILABLE, CLOSED -> Code.UNAVAILABLE;
                    case INVALID -> Code.INVALID;
                    case NOT_FOUND -> Code.NOT_FOUND;
                    case FORBIDDEN -> Code.FORBIDDEN;
                    case CONFLICT -> Code.CONFLICT;
                });
    }

    static Refusal of(Problem problem) {
        return new Refusal(
                switch (problem) {
                    case NEEDED -> Code.TOKEN_MISSING;
                    case EXPIRED -> Code.TOKEN_EXPIRED;
                    case INVALID -> Code.TOKEN_INVALID;
                    case UNCHECKED -> Code.UNAVAILABLE;
                    case OTHER_NAME -> Code.FORBIDDEN;
                });
    }

    String code() {
        return code.code();
    }

    /** The answer to the request. */
    Values.Refused answer(boolean inEnglish) {
        Long millis = retryAfter == null ? null : Math.max(1, retryAfter.toMillis());
        return new Values.Refused(false, code.code(), code.sentence(inEnglish), millis, until == 0 ? null : until);
    }
}
