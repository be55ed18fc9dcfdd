package dev.madang.live.comments;

import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What one socket writes with: its rate limit, and a bound of 64 changes on their way. Any thread that may block. */
public final class Pen {
    /*
     * A client that floods is slowed down by its own mailbox instead of filling the queue that all share.
     */
    private static final int ON_THEIR_WAY = 64;

    private final CommentService service;
    private final ObjectIds ids;
    private final RateLimits.Allowance allowance;
    private final Semaphore free = new Semaphore(ON_THEIR_WAY);

    /** A pen for a socket with that allowance. */
    public Pen(CommentService service, ObjectIds ids, RateLimits.Allowance allowance) {
        this.service = service;
        this.ids = ids;
        this.allowance = allowance;
    }

    /**
     * Posts a comment, unless it comes too fast; waits while too many are on their way.
     *
     * @param key the name the post's id was made of, or null
     * @param cid the client's own id, or null
     * @return zero, or how long to wait: the reply is not called then
     */
    public Duration write(
            PostId post, @Nullable String key, Author author, String text, @Nullable String cid, Reply reply)
            throws InterruptedException {
        return write(Change.Add.published(ids.next(), post, key, author, text, cid), reply::tell);
    }

    /** Makes a change that counts as a comment, unless it comes too fast; as the other form. */
    public Duration write(Change change, Consumer<Outcome> reply) throws InterruptedException {
        Duration wait = allowance.comment();
        if (wait.isZero()) {
            submit(change, reply);
        }
        return wait;
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
