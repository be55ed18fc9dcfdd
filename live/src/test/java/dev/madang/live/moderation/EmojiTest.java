package dev.madang.live.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmojiTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "😀",
                "😀😀 🎉\n👍",
                "👍🏽",
                "❤",
                "❤️",
                "🇰🇷",
                "🇰🇷🇺🇸",
                "1️⃣#️⃣",
                "👨‍👩‍👧‍👦",
                "🏳️‍🌈",
                "🧑🏻‍❤️‍🧑🏿",
                "🏴\uDB40\uDC67\uDB40\uDC62\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67\uDB40\uDC7F",
                "  🫠 "
            })
    void emojiAndSpacesAreNothingElse(String text) {
        assertThat(Emoji.only(text)).as(text).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "   ", "a", "안녕", "😀a", "a😀", "ㅋㅋ", "1", "#", "12*", ":)", "\u200D", "\uFE0F", "🇰", "😀.",
                "<b>😀"
            })
    void whateverElseIsNoEmoji(String text) {
        assertThat(Emoji.only(text)).as(text).isFalse();
    }

    @Test
    void aLongTextNeedsNoDeepStack() {
        assertThat(Emoji.only("👍🏽".repeat(2_000))).isTrue();
        assertThat(Emoji.only("👨‍".repeat(2_000) + "👨")).isTrue();
        assertThat(Emoji.only("😀 ".repeat(1_000) + "a")).isFalse();
    }
}
