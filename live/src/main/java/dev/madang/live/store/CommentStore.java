package dev.madang.live.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The comments of all posts, kept durably. All methods may be called by any thread and do not block.
 *
 * <p>Each post has one counter. A comment takes its next value, {@code seq}, when it becomes visible to others, and another,
 * {@code rev}, with every change that others see; so the values of a post have no holes and one order for everybody. What was
 * never visible has neither. Every read is one snapshot, and fails with {@link StoreException} if the database does not answer.
 */
public interface CommentStore extends AutoCloseable {
    /**
     * Makes a change and tells what became of it: exactly once, after the commit, and for one post in the order of {@code
     * rev}. The answer comes on the store's writer thread (on the caller's if the change is refused at once) and must not
     * block.
     */
    void submit(Change change, Consumer<Outcome> answer);

    /**
     * The newest published comments of a post, answers among them.
     *
     * @param limit how many at most; 0 for all
     */
    CompletableFuture<Page> newest(PostId post, int limit);

    /**
     * The newest threads of a post.
     *
     * @param limit how many threads at most
     */
    CompletableFuture<Threads> threads(PostId post, int limit);

    /** A part of a post's list. */
    CompletableFuture<Slice> page(PageQuery query);

    /**
     * What changed in a post after a mark.
     *
     * @param epoch the epoch of the mark, or 0 if the viewer does not know it
     * @param rev the last value of the post's counter the viewer has seen
     * @param limit how many comments at most
     */
    CompletableFuture<CatchUp> after(PostId post, long epoch, long rev, int limit);

    /**
     * The newest published comments of the whole site, newest first: without chat rooms, and found among the newest 5,000
     * rows only.
     */
    CompletableFuture<List<Comment>> latest(int limit);

    /** A comment of a post in whatever state it is. */
    CompletableFuture<Optional<Comment>> find(PostId post, String id);

    /** An author's comments in a post that others do not see yet: the newest, oldest first. None for who has no id. */
    CompletableFuture<List<Comment>> held(PostId post, Author author, int limit);

    /** What somebody voted on these comments; those without a vote are left out. */
    CompletableFuture<Map<String, Integer>> votes(String voter, Collection<String> ids);

    /** How many comments of each post are published; posts nobody wrote to are left out. */
    CompletableFuture<Map<PostId, Long>> counts(Collection<PostId> posts);

    /**
     * The counters of those posts that somebody wrote to, if somebody else than this process may have: who shows posts live
     * looks here whether they moved. Empty where nobody else can write.
     */
    default CompletableFuture<Map<PostId, Long>> heads(Collection<PostId> posts) {
        return CompletableFuture.completedFuture(Map.of());
    }

    /** What a post is about; {@link Topic#NONE} if nobody wrote to it. */
    CompletableFuture<Topic> topic(PostId post);

    /** Comments for those who look after the site, and for those who carry it elsewhere. */
    CompletableFuture<Listed<Comment>> list(Listing query);

    /**
     * Those who ever wrote under a name that contains a text, compared without case in the letters of ASCII: of each, by kind,
     * id and name, the newest comment in whatever state it is. Who wrote last comes first. The whole store is looked
     * through, as far as it takes to fill the answer.
     *
     * @param before the cursor of the answer before, or null to begin
     */
    CompletableFuture<Listed<Comment>> writers(String name, @Nullable String before, int limit);

    /**
     * The posts somebody wrote to, the newest first, the chat rooms among them.
     *
     * @param before the cursor of the answer before, or null to begin
     */
    CompletableFuture<Listed<PostInfo>> posts(@Nullable String before, int limit);

    /** How many comments there are in each state; none for a state without any. */
    CompletableFuture<Map<Status, Long>> totals();

    /** The documents beside the comments. */
    Records records();

    /** 32 random bytes that stay with the data as long as it lives, to make keys of. */
    byte[] secret();

    /** Writes what was accepted, answers it, and closes the database. Returns when no thread of the store is left. */
    @Override
    void close();
}
