package dev.madang.live.comments;

import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Denial;
import dev.madang.live.moderation.Draft;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Verdict;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one socket writes with: its rate limit, the policy that everything passes, and a bound of 64 changes on their way. Any
 * thread that may block.
 */
public final class Pen {
    /*
     * A client that floods is slowed down by its own mailbox instead of filling the queue that all share.
     */
    private static final int ON_THEIR_WAY = 64;

    private static final Logger log = LoggerFactory.getLogger(Pen.class);

    private final CommentService service;
    private final ObjectIds ids;
    private final RateLimits.Allowance allowance;
    private final Moderation moderation;
    private final Semaphore free = new Semaphore(ON_THEIR_WAY);

    /** A pen for a socket with that allowance. */
    public Pen(CommentService service, ObjectIds ids, RateLimits.Allowance allowance, Moderation moderation) {
        this.service = service;
        this.ids = ids;
        this.allowance = allowance;
        this.moderation = moderation;
    }

    /**
     * Posts a comment, unless it may not be written now; waits while too many are on their way.
     *
     * @param key the name the post's id was made of, or null
     * @param cid the client's own id, or null
     * @return null, or why not: the reply is not called then
     */
    public @Nullable Denial write(
            PostId post, @Nullable String key, Author author, String text, @Nullable String cid, Reply reply)
            throws InterruptedException {
        try {
            return switch (judge(post, author, text, cid, null)) {
                case Verdict.Denied denied -> denied.denial();
                case Verdict.Taken taken -> {
                    Topic topic = Topic.ofKey(key);
                    add(
                            new Change.Add(ids.next(), post, topic, null, taken.author(), text, cid, taken.status()),
                            reply::tell);
                    yield null;
                }
            };
        } catch (StoreException e) {
            log.warn("Whether a comment may be written cannot be told", e);
            reply.refused(Outcome.Reason.UNAVAILABLE);
            return null;
        }
    }

    /**
     * What the policy says to something new, or to another text for a comment.
     *
     * @param cid the client's own id, or null
     * @param edited the comment that is to have another text, or null
     */
    public Verdict judge(PostId post, Author author, String text, @Nullable String cid, @Nullable Comment edited)
            throws StoreException, InterruptedException {
        Duration wait = allowance.comment();
        if (!wait.isZero()) {
            return new Verdict.Denied(new Denial(Denial.Reason.TOO_FAST, wait, 0));
        }
        return moderation.judge(new Draft(post, author, network(), text, cid, edited));
    }

    /** Why somebody may change nothing in a post, such as votes; null if it may be. */
    public @Nullable Denial barred(PostId post, Author author) throws StoreException, InterruptedException {
        return moderation.barred(post, author, network());
    }

    /** The network of who writes. */
    public String network() {
        return allowance.network();
    }

    /** Posts a comment that the policy took; waits while too many are on their way. */
    public void add(Change.Add comment, Consumer<Outcome> reply) throws InterruptedException {
        submit(comment, outcome -> {
            if (outcome instanceof Outcome.Done done && !done.repeated()) {
                moderation.written(done.row(), network());
            }
            reply.accept(outcome);
        });
    }

    /** Makes a change that does not count as a comment; waits while too many are on their way. */
    public void submit(Change change, Consumer<Outcome> reply) throws InterruptedException {
        free.acquire();
        service.submit(change, outcome -> {
            free.release();
            reply.accept(outcome);
        });
    }

    /** An id for a new comment. */
    public String nextId() {
        return ids.next();
    }
}
