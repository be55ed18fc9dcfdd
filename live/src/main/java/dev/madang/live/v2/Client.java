package dev.madang.live.v2;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.HotPage;
import dev.madang.live.comments.Pen;
import dev.madang.live.comments.RowBytes;
import dev.madang.live.comments.ThreadPage;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.Author;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Change;
import dev.madang.live.store.Comment;
import dev.madang.live.store.Outcome;
import dev.madang.live.store.PageQuery;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Slice;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import dev.madang.server.Ack;
import dev.madang.server.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of contract v2. Its requests come one at a time, on threads that may block; {@link #gone} comes on any. */
final class Client {
    private static final int POSTS = 20;
    private static final int HELD = 20;
    private static final int CATCH_UP = 200;
    private static final int MAX_BYTES = 128 * 1024;
    private static final Set<Status> REMOVABLE = Set.of(Status.PUBLISHED, Status.PENDING, Status.SHADOWED);
    private static final Logger log = LoggerFactory.getLogger(Client.class);

    private final Socket socket;
    private final ContractV2 contract;
    private final RateLimits.Allowance allowance;
    private final Pen pen;
    private final boolean english;
    private final Map<PostId, Topic> joined = new LinkedHashMap<>();
    private Author me;
    private boolean left;

    Client(Socket socket, ContractV2 contract, RateLimits.Allowance allowance, Pen pen, Author me) {
        this.socket = socket;
        this.contract = contract;
        this.allowance = allowance;
        this.pen = pen;
        this.me = me;
        this.english = "en".equals(socket.handshake().auth().path("lang").asString(""));
    }

    /** Serves a request, and answers it if it is refused. */
    void answer(ContractV2.Request request, Form form, Ack ack) throws InterruptedException {
        try {
            if (!allowance.event()) {
                throw new Refusal(Code.TOO_FAST, Duration.ofSeconds(1));
            }
            request.serve(form, ack);
        } catch (Refusal refusal) {
            ack.reply(refusal.answer(english));
        }
    }

    void join(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        Topic topic = form.topic();
        boolean flat = form.flat();
        Optional<Long> rev = form.counter("rev");
        long epoch = form.counter("epoch").orElse(0L);
        List<Comment> held = ask(contract.store.held(post, me, HELD));
        boolean known = sits(post, topic);
        try {
            ask(contract.service.enter(post, view -> {
                CatchUp missed = rev.isPresent() ? view.after(epoch, rev.get(), CATCH_UP) : new CatchUp.Reload();
                if (missed instanceof CatchUp.Rows rows && !rows.cut() && fits(rows.comments())) {
                    socket.join(ContractV2.room(post));
                    long now = flat ? view.page().epoch() : view.threads().epoch();
                    reply(ack, post, now, rows.head(), rows.count(), held, contract.rows.of(rows.comments()), null);
                } else {
                    enter(ack, post, flat, view, held, rev.isPresent() ? true : null);
                }
            }));
            log.info("Client {} joined {}", socket.id(), ContractV2.room(post));
        } catch (Refusal refusal) {
            if (!known) {
                stands(post);
            }
            throw refusal;
        }
    }

    private void enter(
            Ack ack, PostId post, boolean flat, CommentService.View view, List<Comment> held, @Nullable Boolean reload)
            throws StoreException, InterruptedException {
        if (flat) {
            HotPage page = view.page();
            socket.join(ContractV2.room(post), page.frame(ContractV2.class, hot -> contract.flat(post, hot)));
            reply(ack, post, page.epoch(), page.rev(), page.count(), held, null, reload);
        } else {
            ThreadPage page = view.threads();
            socket.join(ContractV2.room(post), page.frame(hot -> contract.threads(post, hot)));
            reply(ack, post, page.epoch(), page.rev(), page.count(), held, null, reload);
        }
    }

    private void reply(
            Ack ack,
            PostId post,
            long epoch,
            long rev,
            long count,
            List<Comment> held,
            @Nullable List<Row> changes,
            @Nullable Boolean reload) {
        ack.reply(new Values.Joined(
                true,
                post.hex(),
                epoch,
                rev,
                count,
                "open",
                0,
                contract.rows.me(me),
                contract.viewers.of(post),
                contract.rows.of(held),
                changes,
                reload));
    }

    void leave(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        if (stands(post)) {
            ask(socket.leave(ContractV2.room(post)));
            log.info("Client {} left {}", socket.id(), ContractV2.room(post));
        }
        ack.reply(new Values.Ok(true));
    }

    void more(Form form, Ack ack) throws Refusal, InterruptedException {
        PageQuery query = form.query(form.post());
        Slice slice = ask(contract.store.page(query));
        while (!fits(slice) && query.limit() > 1) {
            query = new PageQuery(query.post(), query.root(), query.order(), query.cursor(), query.limit() / 2);
            slice = ask(contract.store.page(query));
        }
        ack.reply(new Values.More(true, contract.rows.of(slice), slice.next()));
    }

    void catchUp(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        long epoch = form.counter("epoch").orElse(0L);
        long rev = form.counter("rev").orElseThrow(() -> new Refusal(Code.INVALID));
        switch (ask(contract.store.after(post, epoch, rev, CATCH_UP))) {
            case CatchUp.Reload reload -> ack.reply(new Values.Reload(true, true));
            case CatchUp.Rows rows -> {
                CatchUp.Rows part = cut(rows);
                ack.reply(new Values.Missed(
                        true, contract.rows.of(part.comments()), part.head(), part.count(), part.cut()));
            }
        }
    }

    void add(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        String text = form.text();
        String name = form.name();
        if (name != null) {
            me = new Author(me.kind(), me.id(), me.kind() == Author.Kind.GUEST ? name : me.name());
        }
        if (me.name().isEmpty()) {
            throw new Refusal(Code.NAME_MISSING);
        }
        Topic topic = topic(post, form.topic());
        var add = new Change.Add(
                pen.nextId(), post, topic, form.optionalId("parent"), me, text, form.cid(), Status.PUBLISHED);
        slowly(pen.write(
                add,
                outcome -> told(
                        ack,
                        outcome,
                        row -> new Values.Added(true, contract.rows.of(row), row.status() == Status.PENDING))));
    }

    void edit(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        String id = form.id("id");
        String text = form.text();
        if (!contract.rights.mayEdit(me, visible(post, id))) {
            throw new Refusal(Code.FORBIDDEN);
        }
        slowly(pen.write(new Change.Edit(post, id, text), outcome -> told(ack, outcome, this::changed)));
    }

    void remove(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        String id = form.id("id");
        if (!contract.rights.mayRemove(me, visible(post, id))) {
            throw new Refusal(Code.FORBIDDEN);
        }
        var remove = new Change.SetStatus(post, id, REMOVABLE, Status.REMOVED);
        pen.submit(remove, outcome -> told(ack, outcome, this::changed));
    }

    void vote(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        String id = form.id("id");
        int value = form.vote();
        if (!contract.rights.mayVote(me, visible(post, id))) {
            throw new Refusal(Code.FORBIDDEN);
        }
        pen.submit(
                new Change.Vote(post, id, voter(), value),
                outcome -> told(ack, outcome, row -> new Values.Voted(true, row.up(), row.down(), value)));
    }

    void votes(Form form, Ack ack) throws Refusal, InterruptedException {
        ack.reply(new Values.Votes(true, ask(contract.store.votes(voter(), form.ids()))));
    }

    void typing(Form form, Ack ack) throws Refusal {
        PostId post = form.post();
        boolean there;
        synchronized (this) {
            there = joined.containsKey(post);
        }
        if (there && !me.name().isEmpty()) {
            contract.typing.types(post, contract.rows.key(me), me.name());
        }
        ack.reply(new Values.Ok(true));
    }

    /** The socket is gone. */
    synchronized void gone() {
        left = true;
        joined.keySet().forEach(contract.viewers::exit);
        joined.clear();
    }

    private synchronized boolean sits(PostId post, Topic topic) throws Refusal {
        if (joined.containsKey(post)) {
            return true;
        }
        if (left || joined.size() >= POSTS) {
            throw new Refusal(Code.TOO_MANY_POSTS);
        }
        joined.put(post, topic);
        contract.viewers.enter(post);
        return false;
    }

    private synchronized boolean stands(PostId post) {
        boolean there = joined.remove(post) != null;
        if (there) {
            contract.viewers.exit(post);
        }
        return there;
    }

    private synchronized Topic topic(PostId post, Topic said) {
        Topic known = joined.getOrDefault(post, Topic.NONE);
        return known.equals(Topic.NONE) ? said : known;
    }

    /** A comment that this client may know of. */
    private Comment visible(PostId post, String id) throws Refusal, InterruptedException {
        Comment row = ask(contract.store.find(post, id)).orElseThrow(() -> new Refusal(Code.NOT_FOUND));
        if (row.seq() == 0 && !row.author().same(me)) {
            throw new Refusal(Code.NOT_FOUND);
        }
        return row;
    }

    private String voter() {
        return me.kind().code() + ":" + me.id();
    }

    private Values.Changed changed(Comment row) {
        return new Values.Changed(true, contract.rows.of(row));
    }

    private void told(Ack ack, Outcome outcome, Answer answer) {
        switch (outcome) {
            case Outcome.Done done -> ack.reply(answer.of(done.row()));
            case Outcome.Unchanged unchanged -> ack.reply(answer.of(unchanged.row()));
            case Outcome.Refused refused ->
                ack.reply(Refusal.of(refused.reason()).answer(english));
            case Outcome.Unknown unknown -> ack.reply(new Refusal(Code.UNAVAILABLE).answer(english));
        }
    }

    private static void slowly(Duration wait) throws Refusal {
        if (!wait.isZero()) {
            throw new Refusal(Code.TOO_FAST, wait);
        }
    }

    private static boolean fits(List<Comment> comments) {
        return comments.stream().mapToInt(RowBytes::of).sum() <= MAX_BYTES;
    }

    private static boolean fits(Slice slice) {
        return fits(slice.rows()) && fits(slice.replies());
    }

    private static CatchUp.Rows cut(CatchUp.Rows rows) {
        List<Comment> comments = rows.comments();
        int bytes = 0;
        for (int i = 0; i < comments.size(); i++) {
            bytes += RowBytes.of(comments.get(i));
            if (bytes > MAX_BYTES && i > 0) {
                return new CatchUp.Rows(
                        comments.subList(0, i), comments.get(i - 1).rev(), true, rows.count());
            }
        }
        return rows;
    }

    private static <T> T ask(CompletableFuture<T> answer) throws Refusal, InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            log.warn("A request failed", e.getCause());
            throw new Refusal(Code.UNAVAILABLE);
        }
    }

    @FunctionalInterface
    private interface Answer {
        Object of(Comment row);
    }
}
