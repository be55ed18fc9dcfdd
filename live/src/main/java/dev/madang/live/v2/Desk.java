package dev.madang.live.v2;

import dev.madang.live.comments.Pen;
import dev.madang.live.identity.Pass;
import dev.madang.live.identity.Rights;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where changes are handed in, the same for sockets and for HTTP: rights and rate limits are checked, then the store is
 * asked. The answer of what was handed in comes once, before anybody is shown the change; what is refused at once is thrown.
 * Threads that may block.
 */
final class Desk {
    private static final Set<Status> REMOVABLE = Set.of(Status.PUBLISHED, Status.PENDING, Status.SHADOWED);
    private static final Logger log = LoggerFactory.getLogger(Desk.class);

    private final CommentStore store;
    private final Rights rights;
    private final Rows rows;
    private final Pen pen;
    private final boolean english;

    Desk(CommentStore store, Rights rights, Rows rows, Pen pen, boolean english) {
        this.store = store;
        this.rights = rights;
        this.rows = rows;
        this.pen = pen;
        this.english = english;
    }

    /** Who writes with a pass, as a user or as a guest of that name. */
    static Author writer(Pass pass, String name) throws Refusal {
        return switch (pass.writer(name)) {
            case Pass.Claim.Accepted accepted -> accepted.author();
            case Pass.Claim.Missing missing -> throw new Refusal(Code.NAME_MISSING);
            case Pass.Claim.Refused refused -> throw Refusal.of(refused.problem());
        };
    }

    void add(Author me, PostId post, Topic topic, Form form, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        String text = form.text();
        if (me.name().isEmpty()) {
            throw new Refusal(Code.NAME_MISSING);
        }
        var add = new Change.Add(
                pen.nextId(), post, topic, form.optionalId("parent"), me, text, form.cid(), Status.PUBLISHED);
        write(add, told(answer, row -> new Values.Added(true, rows.of(row), row.status() == Status.PENDING)));
    }

    void edit(Author me, PostId post, String id, Form form, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        String text = form.text();
        if (!rights.mayEdit(me, visible(me, post, id))) {
            throw new Refusal(Code.FORBIDDEN);
        }
        write(new Change.Edit(post, id, text), told(answer, this::changed));
    }

    void remove(Author me, PostId post, String id, Consumer<Object> answer) throws Refusal, InterruptedException {
        Comment row = visible(me, post, id);
        Status to = rights.mayRemove(me, row) ? Status.REMOVED : Status.HIDDEN;
        if (to == Status.HIDDEN && !rights.mayModerate(me, row)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        pen.submit(new Change.SetStatus(post, id, REMOVABLE, to), told(answer, this::changed));
    }

    void pin(Author me, PostId post, String id, boolean on, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        if (!rights.mayPin(me)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        pen.submit(new Change.Pin(post, id, on), told(answer, this::changed));
    }

    void vote(Author me, PostId post, String id, int value, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        if (!rights.mayVote(me, visible(me, post, id))) {
            throw new Refusal(Code.FORBIDDEN);
        }
        pen.submit(
                new Change.Vote(post, id, voter(me), value),
                told(answer, row -> new Values.Voted(true, row.up(), row.down(), value)));
    }

    /** What stands for somebody in the votes. */
    static String voter(Author me) {
        return me.kind().code() + ":" + me.id();
    }

    /** Waits for the store. */
    static <T> T ask(CompletableFuture<T> answer) throws Refusal, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            log.warn("A request failed", e.getCause());
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    private void write(Change change, Consumer<Outcome> reply) throws Refusal, InterruptedException {
        Duration wait = pen.write(change, reply);
        if (!wait.isZero()) {
            throw new Refusal(Code.TOO_FAST, wait);
        }
    }

    /** A comment that this person may know of. */
    private Comment visible(Author me, PostId post, String id) throws Refusal, InterruptedException {
        Comment row = ask(store.find(post, id)).orElseThrow(() -> new Refusal(Code.NOT_FOUND));
        if (row.seq() == 0 && !row.author().same(me) && !rights.maySeeHeld(me)) {
            throw new Refusal(Code.NOT_FOUND);
        }
        return row;
    }

    private Values.Changed changed(Comment row) {
        return new Values.Changed(true, rows.of(row));
    }

    private Consumer<Outcome> told(Consumer<Object> answer, Answer yes) {
        return outcome -> answer.accept(
                switch (outcome) {
                    case Outcome.Done done -> yes.of(done.row());
                    case Outcome.Unchanged unchanged -> yes.of(unchanged.row());
                    case Outcome.Refused refused -> Refusal.of(refused.reason()).answer(english);
                    case Outcome.Unknown unknown -> new Refusal(Code.UNAVAILABLE).answer(english);
                });
    }

    @FunctionalInterface
    private interface Answer {
        Object of(Comment row);
    }
}
