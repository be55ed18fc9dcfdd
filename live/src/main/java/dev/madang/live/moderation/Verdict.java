package dev.madang.live.moderation;

import dev.madang.live.store.Author;
import dev.madang.live.store.Status;

/** What the policy says to something that somebody wants to write. */
public sealed interface Verdict {
    /**
     * It may be written.
     *
     * @param status what a new comment begins as; for an edit that of the comment
     * @param author who it is stored as
     */
    record Taken(Status status, Author author) implements Verdict {}

    /** It may not. */
    record Denied(Denial denial) implements Verdict {}
}
