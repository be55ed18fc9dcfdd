package dev.madang.live.moderation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells texts of emoji from others. */
final class Emoji {
    /*
     * The grammar of UTS #51, without what is an emoji only for historical reasons: digits, # and * count with the sign of a key
     * around them, and the letters of flags in pairs. One emoji is matched after the other, so that a long text needs no deep stack.
     */
    private static final String ONE =
            "[\\p{IsExtended_Pictographic}\\p{IsEmoji_Presentation}&&[^\\x{1F1E6}-\\x{1F1FF}]]"
                    + "(?:\\p{IsEmoji_Modifier}|\\x{FE0F}\\x{20E3}?|[\\x{E0020}-\\x{E007E}]++\\x{E007F})?+";

    private static final Pattern NEXT = Pattern.compile(
            "\\s++|[\\x{1F1E6}-\\x{1F1FF}]{2}|[0-9#*]\\x{FE0F}?+\\x{20E3}|" + ONE + "(?:\\x{200D}" + ONE + ")*+");

    private Emoji() {}

    /** Whether a text has nothing but emoji and spaces. */
    static boolean only(String text) {
        Matcher next = NEXT.matcher(text);
        int end = 0;
        while (end < text.length() && next.find(end) && next.start() == end) {
            end = next.end();
        }
        return end == text.length() && !text.isBlank();
    }
}
