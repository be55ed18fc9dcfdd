package dev.madang.live.comments;

import dev.madang.live.store.Comment;
import dev.madang.live.store.Outcome;

/** What the writer of a comment is told. One of the methods is called once; neither may block for long. */
public interface Reply {
    /**
     * The comment is committed. Called in the post's line, before anybody else is shown the comment.
     *
     * @param comment as it is stored: with a known cid the one of the first try
     */
    void stored(Comment comment);

    /** The comment is not stored. */
    void refused(Outcome.Reason reason);

    /** Whether the comment is stored cannot be told now. */
    void unknown();

    /** Tells what became of it. */
    default void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done done -> stored(done.row());
            case Outcome.Unchanged unchanged -> stored(unchanged.row());
            case Outcome.Refused refused -> refused(refused.reason());
            case Outcome.Unknown unknown -> unknown();
        }
    }
}
