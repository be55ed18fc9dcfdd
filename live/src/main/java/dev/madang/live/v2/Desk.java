package dev.madang.live.v2;

import dev.madang.live.comments.Pen;
import dev.madang.live.identity.Pass;
import dev.madang.live.identity.Rights;
import dev.madang.live.moderation.Action;
import dev.madang.live.moderation.Denial;
import dev.madang.live.moderation.Order;
import dev.madang.live.moderation.Verdict;
import dev.madang.live.store.Author;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
    private final Veils veils;
    private final Bench bench;
    private final Pen pen;
    private final boolean english;

    Desk(ContractV2 contract, Pen pen, boolean english) {
        this.store = contract.store;
        this.rights = contract.rights;
        this.rows = contract.rows;
        this.veils = contract.veils;
        this.bench = contract.bench;
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
        Verdict.Taken taken = judge(post, me, text, form.cid(), null);
        var add = new Change.Add(
                pen.nextId(), post, topic, form.optionalId("parent"), taken.author(), text, form.cid(), taken.status());
        pen.add(add, told(answer, row -> {
            if (row.status() == Status.SHADOWED) {
                veils.added(
                        person(me), row, shown -> answer.accept(new Values.Added(true, shown, false)), lost(answer));
            } else {
                seen(me, row, answer, shown -> new Values.Added(true, shown, row.status() == Status.PENDING));
            }
        }));
    }

    void edit(Author me, PostId post, String id, Form form, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        String text = form.text();
        Comment row = visible(me, post, id);
        if (!rights.mayEdit(me, row)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        Verdict.Taken taken = judge(post, me, text, null, row);
        if (taken.status() == Status.SHADOWED && row.published()) {
            veils.edited(person(me), row, text, changed(answer), lost(answer));
            return;
        }
        pen.submit(new Change.Edit(post, id, text), told(answer, edited -> {
            if (edited.status() == Status.SHADOWED) {
                veils.edited(person(me), edited, null, changed(answer), lost(answer));
            } else {
                changed(me, answer, edited);
            }
        }));
    }

    void remove(Author me, PostId post, String id, Consumer<Object> answer) throws Refusal, InterruptedException {
        Comment row = visible(me, post, id);
        if (!rights.mayRemove(me, row)) {
            hide(me, row, answer);
            return;
        }
        boolean alone = row.status() == Status.SHADOWED;
        pen.submit(new Change.SetStatus(post, id, REMOVABLE, Status.REMOVED), told(answer, removed -> {
            if (alone) {
                veils.removed(person(me), removed, changed(answer), lost(answer));
            } else {
                changed(me, answer, removed);
            }
        }));
    }

    /* What moderators do has its place in their log, whichever way they ask. */
    private void hide(Author me, Comment row, Consumer<Object> answer) throws Refusal, InterruptedException {
        if (!rights.mayModerate(me, row)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        act(me, new Order(Action.HIDE, row.post(), row.id(), Duration.ZERO), answer);
    }

    void pin(Author me, PostId post, String id, boolean on, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        if (!rights.mayPin(me)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        act(me, new Order(on ? Action.PIN : Action.UNPIN, post, id, Duration.ZERO), answer);
    }

    private void act(Author me, Order order, Consumer<Object> answer) throws Refusal, InterruptedException {
        Row row = bench.act(me, order).row();
        if (row == null) {
            throw new Refusal(Code.CONFLICT);
        }
        answer.accept(new Values.Changed(true, row));
    }

    void vote(Author me, PostId post, String id, int value, Consumer<Object> answer)
            throws Refusal, InterruptedException {
        Comment row = visible(me, post, id);
        if (!rights.mayVote(me, row)) {
            throw new Refusal(Code.FORBIDDEN);
        }
        Denial barred = barred(post, me);
        if (barred != null) {
            throw new Refusal(barred);
        }
        if (veils.shadowed(person(me)) && row.published()) {
            Consumer<Row> voted = shown -> answer.accept(new Values.Voted(true, shown.up(), shown.down(), value));
            veils.voted(person(me), me.voter(), row, value, voted, lost(answer));
            return;
        }
        pen.submit(
                new Change.Vote(post, id, me.voter(), value),
                told(answer, voted -> answer.accept(new Values.Voted(true, voted.up(), voted.down(), value))));
    }

    /** The network of who asks. */
    String network() {
        return pen.network();
    }

    /** What somebody is known by who asks from here. */
    String person(Author me) {
        return veils.person(me, pen.network());
    }

    /** The post as somebody sees it who asks from here; null if that is as everybody does. */
    @Nullable
    Veil veil(Author me, PostId post) throws Refusal, InterruptedException {
        try {
            return veils.of(person(me), post);
        } catch (StoreException e) {
            log.warn("A request failed", e);
            throw new Refusal(Code.UNAVAILABLE);
        }
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

    private Verdict.Taken judge(PostId post, Author me, String text, @Nullable String cid, @Nullable Comment edited)
            throws Refusal, InterruptedException {
        try {
            return switch (pen.judge(post, me, text, cid, edited)) {
                case Verdict.Taken taken -> taken;
                case Verdict.Denied denied -> throw new Refusal(denied.denial());
            };
        } catch (StoreException e) {
            log.warn("A request failed", e);
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    private @Nullable Denial barred(PostId post, Author me) throws Refusal, InterruptedException {
        try {
            return pen.barred(post, me);
        } catch (StoreException e) {
            log.warn("A request failed", e);
            throw new Refusal(Code.UNAVAILABLE);
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

    private void changed(Author me, Consumer<Object> answer, Comment row) {
        seen(me, row, answer, shown -> new Values.Changed(true, shown));
    }

    /** Answers with a row as somebody sees it. */
    private void seen(Author me, Comment row, Consumer<Object> answer, Function<Row, Object> value) {
        try {
            Veil veil = veils.of(person(me), row.post());
            answer.accept(value.apply(veil == null ? rows.of(row) : veil.row(row)));
        } catch (StoreException e) {
            lost(answer).run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            lost(answer).run();
        }
    }

    private static Consumer<Row> changed(Consumer<Object> answer) {
        return row -> answer.accept(new Values.Changed(true, row));
    }

    private Runnable lost(Consumer<Object> answer) {
        return () -> answer.accept(new Refusal(Code.UNAVAILABLE).answer(english));
    }

    /** Gives the row on, or answers why there is none. */
    private Consumer<Outcome> told(Consumer<Object> answer, Consumer<Comment> yes) {
        return outcome -> {
            switch (outcome) {
                case Outcome.Done done -> yes.accept(done.row());
                case Outcome.Unchanged unchanged -> yes.accept(unchanged.row());
                case Outcome.Refused refused ->
                    answer.accept(Refusal.of(refused.reason()).answer(english));
                case Outcome.Unknown unknown -> lost(answer).run();
            }
        };
    }
}
