package dev.madang.live.store;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A question for comments of the whole site in whatever state they are, newest first: by id, which is made of the time.
 * Immutable.
 *
 * @param statuses the states asked for; all if empty
 * @param post the post asked for, or null for all, the chat rooms among them
 * @param author whose comments, by kind and id, and for one without an id by the name; or null for everybody's
 * @param text what their text contains, compared without case in the letters of ASCII; or null
 * @param before the cursor of the answer before, or null to begin; any id is one: smaller ids follow
 * @param limit how many at most
 */
public record Listing(
        Set<Status> statuses,
        @Nullable PostId post,
        @Nullable Author author,
        @Nullable String text,
        @Nullable String before,
        int limit) {
    /** How many rows are looked through for a text before the answer is given with what was found. */
    public static final int SEARCHED = 50_000;

    public Listing {
        statuses = Set.copyOf(statuses);
        if (limit < 1) {
            throw new IllegalArgumentException("an answer has rows");
        }
    }

    /** The newest comments in one of these states. */
    public static Listing of(Set<Status> statuses, int limit) {
        return new Listing(statuses, null, null, null, null, limit);
    }

    /** A text with the letters of ASCII made small, and no others: in this all stores are alike. */
    static String small(String text) {
        return text.chars()
                .map(unit -> unit >= 'A' && unit <= 'Z' ? unit + ('a' - 'A') : unit)
                .collect(StringBuilder::new, (all, unit) -> all.append((char) unit), StringBuilder::append)
                .toString();
    }

    /** The first rows of an answer that was read with one more, to know whether more follow. */
    static Listed<Comment> part(List<Comment> rows, int limit) {
        boolean more = rows.size() > limit;
        List<Comment> part = more ? rows.subList(0, limit) : rows;
        return new Listed<>(part, more ? part.getLast().id() : null);
    }

    /** The same behind that cursor. */
    public Listing behind(String cursor) {
        return new Listing(statuses, post, author, text, cursor, limit);
    }
}
