package dev.madang.live.moderation;

import dev.madang.live.store.Comment;
import dev.madang.live.store.Outcome;
import org.jspecify.annotations.Nullable;

/** What became of an order. */
public sealed interface Acted {
    /**
     * It was carried out, and stands in the log.
     *
     * @param audit the entry's id, by which it can be undone
     * @param row the comment afterwards; null if it was not about a comment
     */
    record Done(String audit, @Nullable Comment row) implements Acted {}

    /** All was as it should be already. */
    record Unchanged(@Nullable Comment row) implements Acted {}

    /** It was not carried out: there is no such comment or entry, or it is not in a state that allows it. */
    record Refused(Outcome.Reason reason) implements Acted {}

    /** Who wrote the comment is not known, or not any more. */
    record UnknownAuthor() implements Acted {}
}
