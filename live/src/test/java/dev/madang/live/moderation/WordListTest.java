package dev.madang.live.moderation;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.Normalizer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class WordListTest {
    private static final List<String> BAD =
            List.of("시발", "씨발", "ㅅㅂ", "병신", "ㅂㅅ", "개새끼", "=죽어", "fuck", "ass", "*porn*", "18놈", "shit*");

    private static final List<String> FINE = List.of("시발점", "시발역");

    private final WordList words = list(BAD, FINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "시발",
                "아 시발 진짜",
                "시발놈아",
                "이런시발",
                "시 발",
                "너 시 발 뭐야",
                "시1발",
                "시x발",
                "시@발",
                "시.발",
                "시-발!",
                "ㅅㅣㅂㅏㄹ",
                "시바ㄹ",
                "ㅅㅂ",
                "ㅅ ㅂ",
                "ㅅ1ㅂ",
                "ㅅㅅㅂㅂ",
                "아 ㅅㅂ",
                "시\u200b발",
                "시\u00ad발",
                "시이이발",
                "씨이이이발",
                "병신",
                "병1신",
                "ㅄ",
                "ㅂㅅ아",
                "개새끼들",
                "개 새 끼",
                "죽어",
                "너 죽어!",
                "fuck",
                "FUCK you",
                "f\u0301uck",
                "ｆｕｃｋ",
                "fuuuuuck",
                "f.u.c.k",
                "shitty",
                "superporno",
                "18놈",
                "18 놈",
                "𝐟𝐮𝐜𝐤",
                "시발점은 시발"
            })
    void whatIsMeantIsFound(String text) {
        assertThat(words.in(text)).isEqualTo(WordList.Found.REJECTED);
        assertThat(words.in(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(WordList.Found.REJECTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "안녕하세요",
                "시발점에서 만나요",
                "서울역은 시발역입니다",
                "다시 발표해 주세요",
                "역시 발전했네요",
                "역시, 발전했네요",
                "다시바라보다",
                "바라보다",
                "다시 이발했다",
                "옷바람",
                "없습니다",
                "죽어도 좋아",
                "class",
                "assassin is a classic",
                "a good as gold",
                "passion",
                "Scunthorpe",
                "놈",
                "118놈이",
                "ㅋㅋㅋㅋㅋ",
                "ㅇㅅㅇ",
                "시abcdef발",
                "",
                "   "
            })
    void whatIsNotMeantIsNot(String text) {
        assertThat(words.in(text)).isEqualTo(WordList.Found.NOTHING);
        assertThat(words.in(Normalizer.normalize(text, Normalizer.Form.NFD))).isEqualTo(WordList.Found.NOTHING);
    }

    @Test
    void aWordToHoldIsWeakerThanOneToReject() {
        var both = new WordList(Settings.DEFAULT.with(
                JsonMapper.shared().readTree("{\"reject\":[\"나쁜\"],\"hold\":[\"이상한\"],\"allow\":[\"이상한나라\"]}")));
        assertThat(both.in("이상한 말")).isEqualTo(WordList.Found.HELD);
        assertThat(both.in("이상한 나쁜 말")).isEqualTo(WordList.Found.REJECTED);
        assertThat(both.in("이상한나라의 앨리스")).isEqualTo(WordList.Found.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({"ass, class, NOTHING", "*ass, class, REJECTED", "ass*, assume, REJECTED", "=시발, 시발놈, NOTHING"})
    void aWordSaysAtWhichEndsItMayGoOn(String word, String text, WordList.Found found) {
        assertThat(list(List.of(word), List.of()).in(text)).isEqualTo(found);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!!!", "\u200b", " "})
    void aWordWithoutLettersIsNoWord(String word) {
        assertThat(WordList.usable(word)).isFalse();
    }

    /* The work is counted by hand of a text made to fall back as often as can be: it ends, with ten thousand words. */
    @Test
    void tenThousandWordsAndAHostileTextTakeNoTimeToSpeakOf() {
        var random = new Random(7);
        List<String> many = IntStream.range(0, 10_000)
                .mapToObj(i -> "아".repeat(1 + random.nextInt(20)) + (char) ('가' + random.nextInt(11_172)))
                .toList();
        WordList list = list(many, List.of());
        for (int i = 0; i < 200; i++) {
            list.in("아".repeat(1_999) + "!");
            list.in("a1".repeat(1_000));
            list.in("\ufdfa".repeat(2_000));
        }
        assertThat(list.in(many.get(9_999))).isEqualTo(WordList.Found.REJECTED);
    }

    private static WordList list(List<String> reject, List<String> allow) {
        Settings none = Settings.DEFAULT;
        return new WordList(new Settings(
                none.mode(),
                none.review(),
                none.trustedAfter(),
                none.slowSeconds(),
                reject,
                none.hold(),
                allow,
                none.foldAfter(),
                none.closeAfterDays(),
                none.links(),
                none.emojiOnly()));
    }
}
