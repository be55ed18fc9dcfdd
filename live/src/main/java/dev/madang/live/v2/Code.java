package dev.madang.live.v2;

import dev.madang.live.moderation.Denial;
import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why a request is refused. The names, in lower case, are part of the contract; the sentences are for people. */
enum Code {
    TOO_FAST(Denial.Reason.TOO_FAST),
    INVALID("입력 형식이 올바르지 않습니다.", "The request is not well-formed."),
    NAME_MISSING("이름을 입력해 주세요.", "Please enter a name."),
    TOO_MANY_POSTS("한 번에 볼 수 있는 글은 20개입니다.", "At most 20 posts can be joined at once."),
    TOO_LONG("댓글은 2,000자까지 쓸 수 있습니다.", "A comment has at most 2,000 characters."),
    NOT_FOUND("댓글을 찾을 수 없습니다.", "There is no such comment."),
    FORBIDDEN("권한이 없습니다.", "You are not allowed to do that."),
    TOKEN_MISSING("인증 토큰이 필요합니다.", "Please log in: a token is needed."),
    TOKEN_EXPIRED("토큰이 만료되었습니다.", "The token has expired. Please log in again."),
    TOKEN_INVALID("유효하지 않은 토큰입니다.", "The token is not valid. Please log in again."),
    CONFLICT("그사이에 댓글이 바뀌었거나 삭제되었습니다.", "The comment was changed or removed in the meantime."),
    SLOW(Denial.Reason.SLOW),
    CLOSED(Denial.Reason.CLOSED),
    MEMBERS_ONLY(Denial.Reason.MEMBERS_ONLY),
    BANNED(Denial.Reason.BANNED),
    REJECTED(Denial.Reason.REJECTED),
    EMOJI_ONLY(Denial.Reason.EMOJI_ONLY),
    EDIT_HELD(Denial.Reason.EDIT_HELD),
    UNKNOWN_AUTHOR("누가 쓴 댓글인지 더 이상 알 수 없습니다.", "Who wrote the comment is not known any more."),
    UNAVAILABLE("서버 연결에 문제가 발생했습니다. 잠시 후 다시 시도해 주세요.", "The server has a problem. Please try again in a moment.");

    private final String korean;
    private final String english;

    Code(String korean, String english) {
        this.korean = korean;
        this.english = english;
    }

    Code(Denial.Reason reason) {
        this(reason.korean(), reason.english());
    }

    static Code of(Denial.Reason reason) {
        return switch (reason) {
            case TOO_FAST -> TOO_FAST;
            case SLOW -> SLOW;
            case CLOSED -> CLOSED;
            case MEMBERS_ONLY -> MEMBERS_ONLY;
            case BANNED -> BANNED;
            case REJECTED -> REJECTED;
            case EMOJI_ONLY -> EMOJI_ONLY;
            case EDIT_HELD -> EDIT_HELD;
        };
    }

    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The HTTP status of an answer with that code. */
    static HttpStatus status(String code) {
        return switch (valueOf(code.toUpperCase(Locale.ROOT))) {
            case TOO_FAST, SLOW -> HttpStatus.TOO_MANY_REQUESTS;
            case INVALID, NAME_MISSING, TOO_LONG, TOO_MANY_POSTS, REJECTED, EMOJI_ONLY, EDIT_HELD ->
                HttpStatus.BAD_REQUEST;
            case TOKEN_MISSING, TOKEN_EXPIRED, TOKEN_INVALID -> HttpStatus.UNAUTHORIZED;
            case NOT_FOUND -> HttpStatus.NOT_FOUND;
            case FORBIDDEN, CLOSED, MEMBERS_ONLY, BANNED -> HttpStatus.FORBIDDEN;
            case CONFLICT, UNKNOWN_AUTHOR -> HttpStatus.CONFLICT;
            case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
        };
    }

    String sentence(boolean inEnglish) {
        return inEnglish ? english : korean;
    }
}
