package dev.madang.live.v2;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.HotPage;
import dev.madang.live.comments.Pen;
import dev.madang.live.comments.Showing;
import dev.madang.live.comments.ThreadPage;
import dev.madang.live.identity.Customs;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.Pass;
import dev.madang.live.identity.Rights;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.moderation.Settings;
import dev.madang.live.moderation.Standing;
import dev.madang.live.store.Comment;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.PostId;
import dev.madang.live.store.StoreException;
import dev.madang.server.Ack;
import dev.madang.server.Namespace;
import dev.madang.server.PreparedEvent;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Contract v2 on the main namespace, for sockets whose handshake has {@code auth.v = 2}; the others are contract v1's. */
public final class ContractV2 {
    private static final String ROOM_PREFIX = "v2_";
    private static final String PEOPLE_PREFIX = "people_";
    private static final String VEILED_PREFIX = "veiled_";
    private static final long MIN_WAKE_MILLIS = 50;
    private static final long MAX_WAKE_MILLIS = Duration.ofDays(1).toMillis();
    private static final Logger log = LoggerFactory.getLogger(ContractV2.class);

    private final Namespace namespace;
    final CommentService service;
    final CommentStore store;
    final Rights rights;
    final Rows rows;
    final Viewers viewers;
    final Reading reading;
    final Typing typing;
    final People people;
    final Veils veils;
    final Bench bench;
    final Moderation moderation;
    private final Pushes pushes;
    private final Customs customs;
    private final Identities identities;
    private final RateLimits limits;
    private final ObjectIds ids;
    private final Map<String, Set<Client>> clients = new ConcurrentHashMap<>();
    private final Map<PostId, Set<String>> veiled = new ConcurrentHashMap<>();
    private final Map<PostId, Values.Settings> told = new ConcurrentHashMap<>();
    private final Map<PostId, Long> alarms = new ConcurrentHashMap<>();
    private final List<Consumer<Values.Settings>> rulesListeners = new CopyOnWriteArrayList<>();
    private final Executor threads;
    private final Later later;
    private final Clock clock;

    /**
     * The contract of a server; nothing happens before {@link #open}.
     *
     * @param threads run what is announced later; no event loops
     */
    public ContractV2(
            SocketIo io,
            CommentService service,
            CommentStore store,
            Customs customs,
            Identities identities,
            Rights rights,
            Rows rows,
            Pushes pushes,
            RateLimits limits,
            ObjectIds ids,
            Moderation moderation,
            Clock clock,
            Executor threads) {
        this.namespace = io.of("/");
        this.service = service;
        this.store = store;
        this.customs = customs;
        this.identities = identities;
        this.rights = rights;
        this.rows = rows;
        this.limits = limits;
        this.ids = ids;
        this.pushes = pushes;
        this.moderation = moderation;
        this.threads = threads;
        this.later = Later.on(threads);
        this.clock = clock;
        this.veils = new Veils(service, store, moderation, rows, pushes, Later.on(threads), clock);
        this.bench = new Bench(moderation, store, rights, rows);
        this.reading = new Reading(store, rows);
        this.viewers = new Viewers(Later.on(threads), this::announce);
        this.typing = new Typing(Later.on(threads), this::announce);
        this.people = new People(Later.on(threads), this::announce);
    }

    /** The pushes of a server's posts, to be given to it and to whoever else shows them. */
    public static Pushes pushes(Rows rows, CommentService service, Executor threads) {
        return new Pushes(rows, service::inLine, Later.on(threads));
    }

    /** Lets clients in. Called once, before the server listens. */
    public void open() {
        service.addAudience(this::forgetVeils);
        service.addAudience(this::begun);
        service.addAudience(pushes);
        pushes.listen(post -> viewers.of(post) > 0, this::push);
        veils.listen(this::pushAlone);
        moderation.shades().listen((person, post) -> veils.forget(post));
        moderation.people().listen(this::decided);
        moderation.settings().listen(() -> threads.execute(this::announceRules));
        namespace.onConnection(this::connected);
    }

    /** The posts that somebody looks at. */
    public Set<PostId> watched() {
        return viewers.posts();
    }

    static String room(PostId post) {
        return ROOM_PREFIX + post.hex();
    }

    static String peopleRoom(PostId post) {
        return PEOPLE_PREFIX + post.hex();
    }

    /** Where a person sits whose words nobody else is to see. */
    static String room(PostId post, String person) {
        return ROOM_PREFIX + post.hex() + person;
    }

    /** Where all of these sit, for what has no counters. */
    static String veiledRoom(PostId post) {
        return VEILED_PREFIX + post.hex();
    }

    PreparedEvent page(Values.Page page) {
        return namespace.prepare("page", page);
    }

    /** Who may write in a post, and how often; later changes are told to those who watch it. */
    Values.Settings rules(PostId post) throws StoreException, InterruptedException {
        Values.Settings rules = look(post);
        told.put(post, rules);
        if (rules.closes() != null) {
            wake(post, rules.closes());
        }
        return rules;
    }

    /** The same, asked once. */
    Values.Settings look(PostId post) throws StoreException, InterruptedException {
        Settings set = moderation.settings().of(post);
        String mode = moderation.mode(post).word();
        long closes = moderation.closes(post);
        boolean open = closes != 0 && !mode.equals(Settings.Mode.CLOSED.word());
        return new Values.Settings(
                post.hex(), mode, set.slowSeconds(), set.emojiOnly() ? true : null, open ? closes : null);
    }

    /** Sends all later changes of what {@link #rules} told there as well. */
    void listenRules(Consumer<Values.Settings> listener) {
        rulesListeners.add(listener);
    }

    /*
     * An alarm is set for a day at most, and looks again: what was told may have changed, and only what somebody still watches is
     * told again. A post that is to close sooner than its alarm says gets another.
     */
    private void wake(PostId post, long closes) {
        Long set = alarms.get(post);
        if (set == null || closes < set) {
            alarms.put(post, closes);
            long wait = Math.clamp(closes - clock.millis() + 1, MIN_WAKE_MILLIS, MAX_WAKE_MILLIS);
            later.run(Duration.ofMillis(wait), () -> {
                if (alarms.remove(post, closes)) {
                    announceRules(post);
                }
            });
        }
    }

    /** With its first comment a post begins to age. */
    private void begun(Showing showing) {
        PostId post = showing.row().post();
        if (showing.row().seq() == 1 && told.containsKey(post)) {
            threads.execute(() -> announceRules(post));
        }
    }

    /** A client of a person looks at a post who sees it as nobody else does; in the post's line. */
    void sitsApart(PostId post, String person) {
        veiled.compute(post, (key, known) -> {
            Set<String> people = known == null ? ConcurrentHashMap.newKeySet() : known;
            people.add(person);
            return people;
        });
    }

    /** A client is known by something else than before, or is gone; null stands for nothing. */
    void known(Client client, @Nullable String before, @Nullable String now) {
        if (before != null) {
            clients.computeIfPresent(before, (key, all) -> {
                all.remove(client);
                return all.isEmpty() ? null : all;
            });
        }
        if (now != null) {
            clients.compute(now, (key, known) -> {
                Set<Client> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                all.add(client);
                return all;
            });
        }
    }

    /** Forgets what is kept for posts that nobody looks at. */
    public void sweep() {
        Set<PostId> watched = viewers.posts();
        veiled.keySet().retainAll(watched);
        told.keySet().retainAll(watched);
    }

    /** Shows to a person's own clients that this person types. */
    void typesAlone(PostId post, String person, String key, String name) {
        namespace
                .to(room(post, person))
                .asVolatile()
                .emit("typing", new Values.Typing(post.hex(), List.of(name), List.of(key), 0));
    }

    /** The first page by threads. */
    PreparedEvent threads(PostId post, ThreadPage page) {
        return namespace.prepare("page", reading.page(post, page));
    }

    /** The first page in one list, as chats show it, with the comments that are pinned. */
    PreparedEvent flat(PostId post, HotPage page, List<Comment> pinned) {
        return namespace.prepare("page", reading.page(post, page, pinned));
    }

    private void push(Values.Changes changes) {
        namespace.to(ROOM_PREFIX + changes.post()).emit("changes", changes);
        var post = new PostId(changes.post());
        for (String person : veiled.getOrDefault(post, Set.of())) {
            namespace.to(room(post, person)).emit("changes", veils.of(person, changes));
        }
    }

    private void pushAlone(String person, Values.Changes changes) {
        namespace.to(room(new PostId(changes.post()), person)).emit("changes", changes);
    }

    private void forgetVeils(Showing showing) {
        veils.forget(showing.row().post());
    }

    private void decided(Standing standing) {
        if (standing.shadowed()) {
            clients.getOrDefault(standing.key(), Set.of()).forEach(Client::veil);
        }
    }

    private void announceRules() {
        told.keySet().forEach(this::announceRules);
    }

    private void announceRules(PostId post) {
        Values.Settings before = told.get(post);
        if (before == null) {
            return;
        }
        try {
            Values.Settings now = rules(post);
            if (!now.equals(before)) {
                namespace.to(room(post), veiledRoom(post)).emit("settings", now);
                rulesListeners.forEach(listener -> listener.accept(now));
            }
        } catch (StoreException e) {
            log.warn("Settings cannot be told", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void announce(Values.People who) {
        namespace.to(PEOPLE_PREFIX + who.post()).emit("people", who);
    }

    private void announce(Values.Typing who) {
        var post = new PostId(who.post());
        namespace.to(room(post), veiledRoom(post)).asVolatile().emit("typing", who);
    }

    private void announce(PostId post, int count) {
        namespace.to(room(post), veiledRoom(post)).asVolatile().emit("viewers", new Values.Viewers(post.hex(), count));
    }

    private void connected(Socket socket) {
        JsonNode auth = socket.handshake().auth();
        if (auth.path("v").asInt(1) != 2) {
            return;
        }
        RateLimits.Allowance allowance = limits.enter(socket.remoteAddress());
        Pass pass = identities.pass(customs.of(socket.handshake()));
        var pen = new Pen(service, ids, allowance, moderation);
        var client = new Client(socket, this, allowance, pen, pass, name(auth));
        on(socket, "join", client, client::join);
        on(socket, "leave", client, client::leave);
        on(socket, "more", client, client::more);
        on(socket, "catch_up", client, client::catchUp);
        on(socket, "add", client, client::add);
        on(socket, "edit", client, client::edit);
        on(socket, "remove", client, client::remove);
        on(socket, "vote", client, client::vote);
        on(socket, "votes", client, client::votes);
        on(socket, "pin", client, client::pin);
        on(socket, "auth", client, client::auth);
        on(socket, "typing", client, client::typing);
        on(socket, "moderate", client, client::moderate);
        on(socket, "undo", client, client::undo);
        on(socket, "report", client, client::report);
        socket.onDisconnect(reason -> {
            allowance.close();
            client.gone();
            log.info("Client disconnected: {}", socket.id());
        });
        log.info("Client connected: {} (v2)", socket.id());
    }

    /** The name a guest came with; empty if there is none that could be shown. */
    private static String name(JsonNode auth) {
        try {
            String name = new Form(auth).name();
            return name == null ? "" : name;
        } catch (Refusal refusal) {
            return "";
        }
    }

    private static void on(Socket socket, String event, Client client, Request request) {
        socket.on(event, (arguments, ack) -> client.answer(request, new Form(arguments.node(0)), ack));
    }

    /** How a request is served; called on a thread that may block. */
    @FunctionalInterface
    interface Request {
        void serve(Form form, Ack ack) throws Refusal, InterruptedException;
    }
}
