package dev.madang.live.moderation;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * A text as words are looked for in it: letters without case, accents and width, Hangul as single jamo, nothing invisible. What
 * each letter stood next to is kept. Made in a time linear in the text. Immutable.
 */
final class Folding {
    /*
     * Hangul is compared jamo by jamo, so that "시발", "ㅅㅣㅂㅏㄹ" and the decomposed form of either are the same; but a word must
     * begin and end where a syllable does, or it would be found in "바라보다" as well. With onlyHangul digits, Latin letters and
     * other signs within a word are passed over ("시1발"); a white space or a punctuation mark is a gap, and so are more than
     * three such signs. A vowel that is drawn out over two syllables or more ("시이이발") is one.
     */
    static final byte UNIT_START = 1;
    static final byte UNIT_END = 2;
    static final byte WORD_START = 4;
    static final byte WORD_END = 8;
    static final byte AGAIN = 16;

    private static final int MOST_NOISE = 3;
    private static final int BARRIER = 1 << 16;
    private static final int LEADS = 0x1100;
    private static final int VOWELS = 0x1161;
    private static final int TAILS = 0x11A8;
    private static final int LONE_BS = 0x1121;
    private static final int LONE_RH = 0x111A;
    private static final String[] LEAD = split("ㄱ ㄲ ㄴ ㄷ ㄸ ㄹ ㅁ ㅂ ㅃ ㅅ ㅆ ㅇ ㅈ ㅉ ㅊ ㅋ ㅌ ㅍ ㅎ");
    private static final String[] VOWEL = split("ㅏ ㅐ ㅑ ㅒ ㅓ ㅔ ㅕ ㅖ ㅗ ㅗㅏ ㅗㅐ ㅗㅣ ㅛ ㅜ ㅜㅓ ㅜㅔ ㅜㅣ ㅠ ㅡ ㅡㅣ ㅣ");
    private static final String[] TAIL = split("ㄱ ㄲ ㄱㅅ ㄴ ㄴㅈ ㄴㅎ ㄷ ㄹ ㄹㄱ ㄹㅁ ㄹㅂ ㄹㅅ ㄹㅌ ㄹㅍ ㄹㅎ ㅁ ㅂ ㅂㅅ ㅅ ㅆ ㅇ ㅈ ㅊ ㅋ ㅌ ㅍ ㅎ");

    private final boolean onlyHangul;
    private int[] letters;
    private byte[] marks;
    private int[] gaps;
    private int size;
    private int gap;
    private int noise;
    private boolean open = true;
    private int drawn;
    private String lastVowel = "";

    private Folding(int[] points, boolean onlyHangul) {
        this.onlyHangul = onlyHangul;
        this.letters = new int[points.length + 8];
        this.marks = new byte[points.length + 8];
        this.gaps = new int[points.length + 8];
        int i = 0;
        while (i < points.length) {
            i += take(points, i);
        }
        endWord();
    }

    /** A text. {@code onlyHangul} passes over everything else. */
    static Folding of(String text, boolean onlyHangul) {
        int[] points = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .codePoints()
                .filter(c -> !invisible(c))
                .toArray();
        return new Folding(points, onlyHangul);
    }

    int size() {
        return size;
    }

    int letter(int i) {
        return letters[i];
    }

    boolean is(int i, byte mark) {
        return (marks[i] & mark) != 0;
    }

    /** Whether there is a gap between two letters. */
    boolean gap(int from, int to) {
        return gaps[from] != gaps[to];
    }

    /** Whether there is something between two letters that no word goes across. */
    boolean barrier(int from, int to) {
        return gaps[from] / BARRIER != gaps[to] / BARRIER;
    }

    private int take(int[] points, int i) {
        int c = points[i];
        int length = 1;
        String syllable = "";
        if (lead(c)) {
            syllable = LEAD[c - LEADS];
            if (i + 1 < points.length && vowel(points[i + 1])) {
                length = i + 2 < points.length && tail(points[i + 2]) ? 3 : 2;
                String sound = VOWEL[points[i + 1] - VOWELS];
                if (drawnOut(syllable, sound, length)) {
                    return length;
                }
                syllable += sound + (length == 3 ? TAIL[points[i + 2] - TAILS] : "");
                lastVowel = length == 2 ? sound : "";
            } else {
                lastVowel = "";
            }
        } else if (vowel(c)) {
            syllable = VOWEL[c - VOWELS];
        } else if (tail(c)) {
            syllable = TAIL[c - TAILS];
        } else if (c == LONE_BS || c == LONE_RH) {
            syllable = c == LONE_BS ? "ㅂㅅ" : "ㄹㅎ";
        }
        if (!syllable.isEmpty()) {
            add(syllable, length == 1);
        } else if (Character.isLetterOrDigit(c)) {
            sign(Character.toLowerCase(c));
        } else {
            between();
        }
        return length;
    }

    /** Whether a syllable only draws out the vowel before it, for the second time or later. */
    private boolean drawnOut(String lead, String vowel, int length) {
        boolean again = lead.equals("ㅇ") && length == 2 && !lastVowel.isEmpty() && lastVowel.endsWith(vowel);
        drawn = again ? drawn + 1 : 0;
        if (drawn == 2) {
            size -= 1 + vowel.length();
        }
        return drawn >= 2;
    }

    private void sign(int letter) {
        lastVowel = "";
        if (!onlyHangul) {
            add(Character.toString(letter), false);
            return;
        }
        noise++;
        open = false;
        if (noise > MOST_NOISE) {
            gap += BARRIER;
        }
    }

    private void between() {
        endWord();
        gap++;
        open = true;
        noise = 0;
        lastVowel = "";
    }

    private void endWord() {
        if (size > 0 && noise == 0) {
            marks[size - 1] |= WORD_END;
        }
    }

    private void add(String unit, boolean alone) {
        int first = size;
        int i = 0;
        while (i < unit.length()) {
            int letter = unit.codePointAt(i);
            i += Character.charCount(letter);
            grow();
            boolean same = size > 0 && letters[size - 1] == letter;
            boolean thrice = same && size > 1 && letters[size - 2] == letter;
            letters[size] = letter;
            marks[size] = (byte) (thrice || (same && alone) ? AGAIN : 0);
            if (thrice) {
                marks[size - 1] |= AGAIN;
            }
            gaps[size] = gap;
            size++;
        }
        marks[first] |= (byte) (UNIT_START | (open ? WORD_START : 0));
        marks[size - 1] |= UNIT_END;
        open = false;
        noise = 0;
    }

    private void grow() {
        if (size == letters.length) {
            letters = Arrays.copyOf(letters, size * 2);
            marks = Arrays.copyOf(marks, size * 2);
            gaps = Arrays.copyOf(gaps, size * 2);
        }
    }

    private static boolean lead(int c) {
        return c >= LEADS && c < LEADS + LEAD.length;
    }

    private static boolean vowel(int c) {
        return c >= VOWELS && c < VOWELS + VOWEL.length;
    }

    private static boolean tail(int c) {
        return c >= TAILS && c < TAILS + TAIL.length;
    }

    private static boolean invisible(int c) {
        int type = Character.getType(c);
        return type == Character.FORMAT
                || type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || c == 0x115F
                || c == 0x1160
                || c == 0x2800;
    }

    private static String[] split(String words) {
        return words.split(" ", -1);
    }
}
