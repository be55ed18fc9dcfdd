package dev.madang.live.store;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A question for a part of a post's list. Immutable.
 *
 * @param post whose list
 * @param root the thread whose answers are asked for, or null for the comments that began threads
 * @param order their order
 * @param cursor where the part before ended, or null to begin
 * @param limit how many rows at most
 */
public record PageQuery(
        PostId post,
        @Nullable String root,
        Order order,
        @Nullable Cursor cursor,
        int limit) {
    /** The most answers that come with the row that began their thread. */
    public static final int FIRST_REPLIES = 3;

    public PageQuery {
        if (root != null && order == Order.BEST) {
            throw new IllegalArgumentException("answers are in the order of time");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("a page has rows");
        }
    }

    /** The orders of a list. */
    public enum Order {
        /** By {@code seq}, the last first. */
        NEWEST,
        /** By {@code seq}. */
        OLDEST,
        /** By {@link Score}, the best first; of equal ones the newest first. */
        BEST
    }

    /**
     * The last row of the part before. Immutable.
     *
     * @param score of the row, in units of {@link Score}; 0 in the orders of time
     * @param seq of the row
     */
    public record Cursor(long score, long seq) {
        private static final int LONGEST = 40;

        /** Reads what {@link #toString} wrote; empty for everything else. */
        public static Optional<Cursor> parse(String text) {
            int dot = text.indexOf('.');
            if (text.length() > LONGEST) {
                return Optional.empty();
            }
            try {
                long score = dot < 0 ? 0 : Long.parseLong(text.substring(0, dot));
                return Optional.of(new Cursor(score, Long.parseLong(text.substring(dot + 1))));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String toString() {
            return score == 0 ? Long.toString(seq) : score + "." + seq;
        }
    }
}
