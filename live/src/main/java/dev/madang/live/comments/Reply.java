package dev.madang.live.comments;

import dev.madang.live.store.Appended;
import dev.madang.live.store.Comment;

/** What the writer of a comment is told. One of the methods is called once; neither may block for long. */
public interface Reply {
    /**
     * The comment is committed. Called in the post's line, before anybody else is shown the comment.
     *
     * @param comment as it is stored: with a known cid the one of the first try
     */
    void stored(Comment comment);

    /** The comment is not stored. */
    void refused(Appended.Reason reason);

    /** Whether the comment is stored cannot be told now. */
    void unknown();
}
