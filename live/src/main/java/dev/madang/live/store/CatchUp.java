package dev.madang.live.store;

import java.util.List;

/** What a viewer missed. */
public sealed interface CatchUp {
    /**
     * Every comment that others see, or see gone, and that changed after the mark: in the order of {@code rev}, from one
     * snapshot. A comment that changed several times is there once, as it is now.
     *
     * @param comments never more than were asked for
     * @param head where the viewer stands after reading them: the post's counter, or the last {@code rev} if cut
     * @param epoch as in {@link Page}
     * @param cut whether more follow behind {@code head}
     * @param count how many comments of the post are published
     */
    record Rows(List<Comment> comments, long head, long epoch, boolean cut, long count) implements CatchUp {
        public Rows {
            comments = List.copyOf(comments);
        }
    }

    /** The mark is not of this history: below the floor, beyond the head, or of another epoch. Load the page anew. */
    record Reload() implements CatchUp {}
}
