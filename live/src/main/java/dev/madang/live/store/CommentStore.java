package dev.madang.live.store;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The comments of all posts, kept durably. All methods may be called by any thread and do not block.
 *
 * <p>Each post has one counter; a comment takes its next value when it is committed, so the values of a post have no
 * holes and one order for everybody.
 */
public interface CommentStore extends AutoCloseable {
    /**
     * Stores a comment and tells what became of it: exactly once, after the commit, and for the comments of one post in
     * the order of {@code seq}. The answer comes on the store's writer thread (on the caller's if the comment is
     * refused at once) and must not block.
     */
    void append(NewComment comment, Consumer<Appended> answer);

    /**
     * The newest comments of a post.
     *
     * @param limit how many at most; 0 for all
     * @return fails with {@link StoreException} if the database does not answer
     */
    CompletableFuture<Page> newest(PostId post, int limit);

    /**
     * What changed in a post after a mark.
     *
     * @param epoch the epoch of the mark, or 0 if the viewer does not know it
     * @param rev the last value of the post's counter the viewer has seen
     * @param limit how many comments at most
     * @return fails with {@link StoreException} if the database does not answer
     */
    CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit);

    /** Writes what was accepted, answers it, and closes the database. Returns when no thread of the store is left. */
    @Override
    void close();
}
