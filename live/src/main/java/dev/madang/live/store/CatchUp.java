package dev.madang.live.store;

import java.util.List;

/** What a viewer missed. */
public sealed interface CatchUp {
    /**
     * Every comment whose visible state changed after the mark, in the order of {@code rev}, from one snapshot.
     *
     * @param comments never more than were asked for
     * @param head where the viewer stands after reading them: the post's counter, or the last {@code rev} if cut
     * @param cut whether more follow behind {@code head}
     */
    record Rows(List<Comment> comments, long head, boolean cut) implements CatchUp {
        public Rows {
            comments = List.copyOf(comments);
        }
    }

    /** The mark is not of this history: below the floor, beyond the head, or of another epoch. Load the page anew. */
    record Reload() implements CatchUp {}
}
