package dev.madang.live.comments;

import dev.madang.live.identity.Problem;

/** The words of contract v1, as clients compare them. */
public final class Texts {
    public static final String CONFIRMED = "댓글이 성공적으로 작성되었습니다.";
    public static final String POST_FAILED = "댓글 작성 중 오류가 발생했습니다.";
    public static final String LOAD_FAILED = "댓글을 불러오는 중 오류가 발생했습니다.";
    public static final String CONNECTION = "서버 연결에 문제가 발생했습니다.";

    public static final String MISSING = "필수 입력 항목이 누락되었습니다.";
    public static final String BAD_POST = "유효하지 않은 게시글 ID입니다.";
    public static final String WRONG_FORM = "입력 형식이 올바르지 않습니다.";
    public static final String TOO_LONG = "댓글은 2,000자까지 쓸 수 있습니다.";
    public static final String TOO_FAST = "너무 빠르게 작성하고 있습니다. 잠시 후 다시 시도해 주세요.";
    public static final String FORBIDDEN = "이 글에는 댓글을 쓸 수 없습니다.";
    public static final String TRY_LATER = CONNECTION + " 잠시 후 다시 시도해 주세요.";

    public static final String TOKEN_NEEDED = "인증 토큰이 필요합니다.";
    public static final String TOKEN_EXPIRED = "토큰이 만료되었습니다.";
    public static final String TOKEN_INVALID = "유효하지 않은 토큰입니다.";
    public static final String OTHER_NAME = "로그인한 사용자의 이름으로만 쓸 수 있습니다.";

    private Texts() {}

    /** Why somebody may not write. */
    public static String of(Problem problem) {
        return switch (problem) {
            case NEEDED -> TOKEN_NEEDED;
            case EXPIRED -> TOKEN_EXPIRED;
            case INVALID -> TOKEN_INVALID;
            case UNCHECKED -> TRY_LATER;
            case OTHER_NAME -> OTHER_NAME;
        };
    }
}
