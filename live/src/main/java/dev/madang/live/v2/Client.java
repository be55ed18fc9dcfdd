package dev.madang.live.v2;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.HotPage;
import dev.madang.live.comments.Pen;
import dev.madang.live.comments.ThreadPage;
import dev.madang.live.identity.Pass;
import dev.madang.live.identity.Problem;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.Author;
import dev.madang.live.store.CatchUp;
import dev.madang.live.store.Comment;
import dev.madang.live.store.PostId;
import dev.madang.live.store.Status;
import dev.madang.live.store.StoreException;
import dev.madang.live.store.Topic;
import dev.madang.server.Ack;
import dev.madang.server.PreparedEvent;
import dev.madang.server.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client of contract v2. Its requests come one at a time, on threads that may block; {@link #gone} comes on any. */
final class Client {
    private static final int POSTS = 20;
    private static final int HELD = 20;
    private static final Logger log = LoggerFactory.getLogger(Client.class);

    private final Socket socket;
    private final ContractV2 contract;
    private final RateLimits.Allowance allowance;
    private final Desk desk;
    private final boolean english;
    private final Map<PostId, Topic> joined = new LinkedHashMap<>();
    private final Map<PostId, Row.By> rooms = new LinkedHashMap<>();
    private final Map<PostId, String> apart = new ConcurrentHashMap<>();
    private final Pass pass;
    private volatile @Nullable String person;
    private String name;
    private boolean left;

    Client(Socket socket, ContractV2 contract, RateLimits.Allowance allowance, Pen pen, Pass pass, String name) {
        this.socket = socket;
        this.contract = contract;
        this.allowance = allowance;
        this.pass = pass;
        this.name = name;
        this.english = "en".equals(socket.handshake().auth().path("lang").asString(""));
        this.desk = new Desk(contract, pen, english);
    }

    /** Serves a request, and answers it if it is refused. */
    void answer(ContractV2.Request request, Form form, Ack ack) throws InterruptedException {
        try {
            if (!allowance.event()) {
                throw new Refusal(Code.TOO_FAST, Duration.ofSeconds(1));
            }
            known();
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
        boolean served = form.served();
        List<Comment> held = Desk.ask(contract.store.held(post, reader(), HELD)).stream()
                .filter(row -> row.status() == Status.PENDING)
                .toList();
        boolean known = sits(post, topic);
        try {
            Desk.ask(contract.service.enter(post, view -> {
                Veil veil = contract.veils.of(person, post);
                CatchUp missed = rev.isPresent() && !(served && veil != null)
                        ? view.after(epoch, veil == null ? rev.get() : veil.real(rev.get()), Reading.CATCH_UP)
                        : new CatchUp.Reload();
                if (missed instanceof CatchUp.Rows rows && !rows.cut() && Reading.fits(rows.comments())) {
                    seat(post, null);
                    long now = flat ? view.page().epoch() : view.threads().epoch();
                    Values.Missed changes = contract.reading.missed(rows, rev.orElse(0L), veil);
                    reply(ack, post, now, changes.rev(), changes.count(), held, changes.rows(), null);
                } else if (veil != null) {
                    enter(ack, post, flat, view, held, rev.isPresent() ? true : null, veil);
                } else {
                    enter(ack, post, flat, view, held, rev.isPresent() ? true : null);
                }
            }));
            if (flat) {
                appears(post);
            }
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
            List<Comment> pinned = view.threads().pinned();
            seat(post, page.frame(ContractV2.class, hot -> contract.flat(post, hot, pinned)));
            reply(ack, post, page.epoch(), page.rev(), page.count(), held, null, reload);
        } else {
            ThreadPage page = view.threads();
            seat(post, page.frame(hot -> contract.threads(post, hot)));
            reply(ack, post, page.epoch(), page.rev(), page.count(), held, null, reload);
        }
    }

    private void enter(
            Ack ack,
            PostId post,
            boolean flat,
            CommentService.View view,
            List<Comment> held,
            @Nullable Boolean reload,
            Veil veil)
            throws StoreException, InterruptedException {
        Values.Page all = flat
                ? contract.reading.page(post, view.page(), view.threads().pinned())
                : contract.reading.page(post, view.threads());
        Values.Page page = VeiledLists.page(veil, all, flat);
        seat(post, contract.page(page));
        reply(ack, post, page.epoch(), page.rev(), page.count(), held, null, reload);
    }

    /** Joins the rooms of a post, with a first event or none; in its line. */
    private void seat(PostId post, @Nullable PreparedEvent first) {
        String writer = Objects.requireNonNullElse(person, "");
        boolean veiled = contract.veils.covers(writer, post);
        String room = veiled ? ContractV2.room(post, writer) : ContractV2.room(post);
        if (first == null) {
            socket.join(room);
        } else {
            socket.join(room, first);
        }
        if (veiled) {
            String before = apart.put(post, room);
            if (before != null && !before.equals(room)) {
                socket.leave(before);
            }
            socket.leave(ContractV2.room(post));
            socket.join(ContractV2.veiledRoom(post));
            contract.sitsApart(post, writer);
        } else {
            comesBack(post);
        }
    }

    private void comesBack(PostId post) {
        String room = apart.remove(post);
        if (room != null) {
            socket.leave(room);
            socket.leave(ContractV2.veiledRoom(post));
        }
    }

    /** From now on nobody else is to see what this person does. */
    void veil() {
        List<PostId> posts;
        synchronized (this) {
            posts = List.copyOf(joined.keySet());
        }
        for (PostId post : posts) {
            contract.service.inLine(post, () -> {
                if (sits(post)) {
                    seat(post, null);
                }
            });
        }
    }

    private synchronized boolean sits(PostId post) {
        return joined.containsKey(post);
    }

    private void reply(
            Ack ack,
            PostId post,
            long epoch,
            long rev,
            long count,
            List<Comment> held,
            @Nullable List<Row> changes,
            @Nullable Boolean reload)
            throws StoreException, InterruptedException {
        Values.Settings rules = contract.rules(post);
        ack.reply(new Values.Joined(
                true,
                post.hex(),
                epoch,
                rev,
                count,
                rules.mode(),
                rules.slow(),
                rules.emoji(),
                rules.closes(),
                contract.rows.me(reader(), pass.problem()),
                contract.viewers.of(post),
                contract.rows.of(held),
                changes,
                reload));
    }

    void leave(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        if (stands(post)) {
            Desk.ask(socket.leave(ContractV2.room(post)));
            socket.leave(ContractV2.peopleRoom(post));
            comesBack(post);
            log.info("Client {} left {}", socket.id(), ContractV2.room(post));
        }
        ack.reply(new Values.Ok(true));
    }

    void more(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        ack.reply(contract.reading.more(form.query(post), desk.veil(reader(), post)));
    }

    void catchUp(Form form, Ack ack) throws Refusal, InterruptedException {
        PostId post = form.post();
        long epoch = form.counter("epoch").orElse(0L);
        long rev = form.counter("rev").orElseThrow(() -> new Refusal(Code.INVALID));
        ack.reply(contract.reading.missed(post, epoch, rev, desk.veil(reader(), post)));
    }

    void add(Form form, Ack ack) throws Refusal, InterruptedException {
        String given = form.name();
        if (given != null && !given.equals(name)) {
            name = given;
            reappears();
        }
        PostId post = form.post();
        desk.add(writer(), post, topic(post, form.topic()), form, ack::reply);
    }

    void edit(Form form, Ack ack) throws Refusal, InterruptedException {
        desk.edit(writer(), form.post(), form.id("id"), form, ack::reply);
    }

    void remove(Form form, Ack ack) throws Refusal, InterruptedException {
        desk.remove(writer(), form.post(), form.id("id"), ack::reply);
    }

    void vote(Form form, Ack ack) throws Refusal, InterruptedException {
        desk.vote(writer(), form.post(), form.id("id"), form.vote(), ack::reply);
    }

    void votes(Form form, Ack ack) throws Refusal, InterruptedException {
        List<String> ids = form.ids();
        Author me = reader();
        Map<String, Integer> votes = Desk.ask(contract.store.votes(Desk.voter(me), ids));
        List<PostId> posts;
        synchronized (this) {
            posts = List.copyOf(joined.keySet());
        }
        for (PostId post : posts) {
            Veil veil = desk.veil(me, post);
            votes = veil == null ? votes : veil.votes(votes, ids);
        }
        ack.reply(new Values.Votes(true, votes));
    }

    void moderate(Form form, Ack ack) throws Refusal, InterruptedException {
        ack.reply(contract.bench.moderate(writer(), form));
    }

    void undo(Form form, Ack ack) throws Refusal, InterruptedException {
        ack.reply(contract.bench.undo(writer(), form));
    }

    void report(Form form, Ack ack) throws Refusal, InterruptedException {
        ack.reply(contract.bench.report(reader(), allowance.network(), form));
    }

    void pin(Form form, Ack ack) throws Refusal, InterruptedException {
        desk.pin(writer(), form.post(), form.id("id"), form.flag("on"), ack::reply);
    }

    /** Another token, or none: who was a user is a guest then. */
    void auth(Form form, Ack ack) throws Refusal {
        String token = form.secret("token");
        Problem problem = pass.renew(token);
        if (problem != null) {
            throw Refusal.of(problem);
        }
        reappears();
        known();
        ack.reply(new Values.Known(true, contract.rows.me(reader(), pass.problem())));
    }

    void typing(Form form, Ack ack) throws Refusal {
        PostId post = form.post();
        boolean there;
        synchronized (this) {
            there = joined.containsKey(post);
        }
        Author me = reader();
        if (there && pass.problem() == null && !me.name().isEmpty()) {
            String writer = known();
            if (contract.veils.shadowed(writer)) {
                contract.typesAlone(post, writer, contract.rows.key(me), me.name());
            } else {
                contract.typing.types(post, contract.rows.key(me), me.name());
            }
        }
        ack.reply(new Values.Ok(true));
    }

    private Author reader() {
        return pass.reader(name);
    }

    private Author writer() throws Refusal {
        return Desk.writer(pass, name);
    }

    /** What the person is known by who is here now; it changes with the token. */
    private String known() {
        String now = contract.veils.person(reader(), allowance.network());
        String before = person;
        if (!now.equals(before) && becomes(before, now) && before != null) {
            veil();
        }
        return now;
    }

    private synchronized boolean becomes(@Nullable String before, String now) {
        if (!left) {
            contract.known(this, before, now);
            person = now;
        }
        return !left;
    }

    /** The socket is gone. */
    synchronized void gone() {
        contract.known(this, person, null);
        left = true;
        joined.keySet().forEach(contract.viewers::exit);
        joined.clear();
        rooms.forEach((post, who) -> contract.people.exit(post, who.key()));
        rooms.clear();
    }

    /** Others in the room see this person, who has a name. */
    private void appears(PostId post) {
        Author me = reader();
        synchronized (this) {
            if (!left && joined.containsKey(post)) {
                socket.join(ContractV2.peopleRoom(post));
                if (!me.name().isEmpty() && !rooms.containsKey(post)) {
                    rooms.put(post, contract.rows.by(me));
                    contract.people.enter(post, rooms.get(post));
                }
            }
        }
    }

    /** Others in the rooms see who this person is now. */
    private void reappears() {
        Row.By now = contract.rows.by(reader());
        synchronized (this) {
            rooms.replaceAll((post, before) -> {
                contract.people.enter(post, now);
                contract.people.exit(post, before.key());
                return now;
            });
        }
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
        Row.By seen = rooms.remove(post);
        if (seen != null) {
            contract.people.exit(post, seen.key());
        }
        return there;
    }

    private synchronized Topic topic(PostId post, Topic said) {
        Topic known = joined.getOrDefault(post, Topic.NONE);
        return known.equals(Topic.NONE) ? said : known;
    }
}
