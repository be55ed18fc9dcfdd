package dev.madang.live.moderation;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why something may not be written now. Immutable.
 *
 * @param reason the kind of it
 * @param retryAfter after what time it may, if time alone helps; or null
 * @param until for {@link Reason#BANNED}: when that ends, in milliseconds since 1970; 0 for never, or for other reasons
 */
public record Denial(Reason reason, @Nullable Duration retryAfter, long until) {
    /** Without a time. */
    public Denial(Reason reason) {
        this(reason, null, 0);
    }

    /** The kinds. The names, in lower case, are part of contract v2; the sentences are for people. */
    public enum Reason {
        TOO_FAST("너무 빠르게 작성하고 있습니다. 잠시 후 다시 시도해 주세요.", "You are writing too fast. Please try again in a moment."),
        SLOW("천천히 쓰기 모드입니다. 잠시 후 다시 시도해 주세요.", "Slow mode is on. Please try again in a moment."),
        CLOSED("지금은 댓글을 쓸 수 없습니다.", "Comments are closed."),
        MEMBERS_ONLY("회원만 댓글을 쓸 수 있습니다.", "Only members can write here."),
        BANNED("운영자가 쓰기를 막았습니다.", "A moderator stopped you from writing."),
        REJECTED("쓸 수 없는 표현이 들어 있습니다.", "The comment contains something that is not allowed here."),
        EMOJI_ONLY("여기에는 이모지만 쓸 수 있습니다.", "Only emoji can be written here."),
        EDIT_HELD(
                "검토가 필요한 내용으로는 고칠 수 없습니다. 지우고 다시 써 주세요.",
                "An edit that needs a review is not possible. Please remove the comment and write it again.");

        private final String korean;
        private final String english;

        Reason(String korean, String english) {
            this.korean = korean;
            this.english = english;
        }

        /** As it is on the wire. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** What a person is told. */
        public String korean() {
            return korean;
        }

        /** The same in English. */
        public String english() {
            return english;
        }
    }
}
