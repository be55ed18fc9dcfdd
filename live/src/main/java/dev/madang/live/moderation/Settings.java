package dev.madang.live.moderation;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a post is moderated. Immutable. Without anything set everybody writes, and nothing is held back.
 *
 * @param mode who may write
 * @param review what waits for a moderator
 * @param trustedAfter with {@link Review#FIRST}: how many published comments make an author trusted, 1 to 100
 * @param slowSeconds how long one person waits between two comments of the post, 0 to 3,600
 * @param reject words that are refused, as {@link WordList} reads them
 * @param hold words that wait for a moderator
 * @param allow words within which nothing of the other two is found
 * @param foldAfter how many reports hide a comment until a moderator looks at it; 0 for never, at most 1,000
 * @param closeAfterDays how many days after its first comment a post is closed; 0 for never, at most 36,500
 * @param links what becomes of comments with addresses of pages
 * @param emojiOnly whether nothing but emoji may be written
 */
public record Settings(
        Mode mode,
        Review review,
        int trustedAfter,
        int slowSeconds,
        List<String> reject,
        List<String> hold,
        List<String> allow,
        int foldAfter,
        int closeAfterDays,
        Links links,
        boolean emojiOnly) {
    /** Words of one list. */
    public static final int MOST_WORDS = 20_000;

    /** What holds where nothing is set. */
    public static final Settings DEFAULT =
            new Settings(Mode.OPEN, Review.POST, 1, 0, List.of(), List.of(), List.of(), 0, 0, Links.ALLOW, false);

    private static final int MOST_TRUST = 100;
    private static final int MOST_SECONDS = 3_600;
    private static final int MOST_REPORTS = 1_000;
    private static final int MOST_DAYS = 36_500;
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Set<String> KEYS = Set.of(
            "mode", "review", "first", "slow", "reject", "hold", "allow", "reports", "closeDays", "links", "emoji");

    /** Checks the values, and names the one that it refuses. */
    public Settings {
        range("first", trustedAfter, 1, MOST_TRUST);
        range("slow", slowSeconds, 0, MOST_SECONDS);
        range("reports", foldAfter, 0, MOST_REPORTS);
        range("closeDays", closeAfterDays, 0, MOST_DAYS);
        reject = words("reject", reject);
        hold = words("hold", hold);
        allow = words("allow", allow);
    }

    /** Who may write. Moderators always may. */
    public enum Mode {
        /** Everybody. */
        OPEN,
        /** Users of the host site. */
        MEMBERS,
        /** Nobody writes or edits anything; votes go on. */
        READONLY,
        /** Nobody changes anything, but for taking the own comments away. */
        CLOSED;

        /** As clients and settings write it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What waits for a moderator. */
    public enum Review {
        /** Nothing: moderators look at what is there already. */
        POST,
        /** Comments of authors who are not trusted yet. */
        FIRST,
        /** Everything. */
        PRE
    }

    /** What becomes of comments with addresses of pages. */
    public enum Links {
        /** Nothing. */
        ALLOW,
        /** They wait. */
        HOLD,
        /** They are refused. */
        REJECT
    }

    /**
     * These settings, but with the values that an object in JSON has: {@code mode}, {@code review}, {@code first}, {@code
     * slow}, {@code reject}, {@code hold}, {@code allow}, {@code reports}, {@code closeDays}, {@code links}, {@code emoji}.
     *
     * @throws IllegalArgumentException if a key is unknown or a value not allowed; the message names it
     */
    public Settings with(JsonNode changes) {
        if (!changes.isObject()) {
            throw new IllegalArgumentException("settings are an object");
        }
        for (String key : changes.propertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IllegalArgumentException("there is no setting \"" + key + "\"");
            }
        }
        return new Settings(
                choice(changes, "mode", Mode.values(), mode),
                choice(changes, "review", Review.values(), review),
                number(changes, "first", trustedAfter),
                number(changes, "slow", slowSeconds),
                list(changes, "reject", reject),
                list(changes, "hold", hold),
                list(changes, "allow", allow),
                number(changes, "reports", foldAfter),
                number(changes, "closeDays", closeAfterDays),
                choice(changes, "links", Links.values(), links),
                flag(changes, "emoji", emojiOnly));
    }

    /** All values, as {@link #with} reads them. */
    public ObjectNode json() {
        ObjectNode all = JSON.createObjectNode()
                .put("mode", mode.word())
                .put("review", review.name().toLowerCase(Locale.ROOT))
                .put("first", trustedAfter)
                .put("slow", slowSeconds)
                .put("reports", foldAfter)
                .put("closeDays", closeAfterDays)
                .put("links", links.name().toLowerCase(Locale.ROOT))
                .put("emoji", emojiOnly);
        reject.forEach(all.putArray("reject")::add);
        hold.forEach(all.putArray("hold")::add);
        allow.forEach(all.putArray("allow")::add);
        return all;
    }

    private static void range(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(key + " must be between " + least + " and " + most + ", not " + value);
        }
    }

    private static List<String> words(String key, List<String> words) {
        if (words.size() > MOST_WORDS) {
            throw new IllegalArgumentException(key + " has at most " + MOST_WORDS + " words");
        }
        for (String word : words) {
            if (!WordList.usable(word)) {
                throw new IllegalArgumentException(
                        key + ": \"" + word + "\" has no letters, or more than " + WordList.LONGEST + " characters");
            }
        }
        return List.copyOf(words);
    }

    private static <E extends Enum<E>> E choice(JsonNode changes, String key, E[] values, E otherwise) {
        JsonNode value = changes.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        for (E known : values) {
            if (value.isString() && known.name().toLowerCase(Locale.ROOT).equals(value.stringValue())) {
                return known;
            }
        }
        throw new IllegalArgumentException(
                key + " must be one of " + List.of(values).toString().toLowerCase(Locale.ROOT) + ", not " + value);
    }

    private static boolean flag(JsonNode changes, String key, boolean otherwise) {
        JsonNode value = changes.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw new IllegalArgumentException(key + " must be true or false, not " + value);
        }
        return value.booleanValue();
    }

    private static int number(JsonNode changes, String key, int otherwise) {
        JsonNode value = changes.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isNumber() || !value.canConvertToExactIntegral() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(key + " must be a whole number, not " + value);
        }
        return value.intValue();
    }

    private static List<String> list(JsonNode changes, String key, List<String> otherwise) {
        JsonNode value = changes.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (value instanceof ArrayNode array && array.values().stream().allMatch(JsonNode::isString)) {
            return array.values().stream().map(JsonNode::stringValue).toList();
        }
        throw new IllegalArgumentException(key + " must be a list of texts");
    }
}
