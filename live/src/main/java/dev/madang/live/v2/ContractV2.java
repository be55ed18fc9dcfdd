package dev.madang.live.v2;

import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.HotPage;
import dev.madang.live.comments.Pen;
import dev.madang.live.comments.ThreadPage;
import dev.madang.live.identity.Customs;
import dev.madang.live.identity.Identities;
import dev.madang.live.identity.Pass;
import dev.madang.live.identity.Rights;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.store.CommentStore;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.PostId;
import dev.madang.server.Ack;
import dev.madang.server.Namespace;
import dev.madang.server.PreparedEvent;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.util.Set;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Contract v2 on the main namespace, for sockets whose handshake has {@code auth.v = 2}; the others are contract v1's. */
public final class ContractV2 {
    private static final String ROOM_PREFIX = "v2_";
    private static final Logger log = LoggerFactory.getLogger(ContractV2.class);

    private final Namespace namespace;
    final CommentService service;
    final CommentStore store;
    final Rights rights;
    final Rows rows;
    final Viewers viewers;
    final Reading reading;
    final Typing typing;
    private final Pushes pushes;
    private final Customs customs;
    private final Identities identities;
    private final RateLimits limits;
    private final ObjectIds ids;

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
        this.reading = new Reading(store, rows);
        this.viewers = new Viewers(Later.on(threads), this::announce);
        this.typing = new Typing(Later.on(threads), this::announce);
    }

    /** The pushes of a server's posts, to be given to it and to whoever else shows them. */
    public static Pushes pushes(Rows rows, CommentService service, Executor threads) {
        return new Pushes(rows, service::inLine, Later.on(threads));
    }

    /** Lets clients in. Called once, before the server listens. */
    public void open() {
        service.addAudience(pushes);
        pushes.listen(post -> viewers.of(post) > 0, this::push);
        namespace.onConnection(this::connected);
    }

    /** The posts that somebody looks at. */
    public Set<PostId> watched() {
        return viewers.posts();
    }

    static String room(PostId post) {
        return ROOM_PREFIX + post.hex();
    }

    /** The first page by threads. */
    PreparedEvent threads(PostId post, ThreadPage page) {
        return namespace.prepare("page", reading.page(post, page));
    }

    /** The first page in one list, as chats show it. */
    PreparedEvent flat(PostId post, HotPage page) {
        return namespace.prepare("page", reading.page(post, page));
    }

    private void push(Values.Changes changes) {
        namespace.to(ROOM_PREFIX + changes.post()).emit("changes", changes);
    }

    private void announce(Values.Typing who) {
        namespace.to(ROOM_PREFIX + who.post()).asVolatile().emit("typing", who);
    }

    private void announce(PostId post, int count) {
        namespace.to(room(post)).asVolatile().emit("viewers", new Values.Viewers(post.hex(), count));
    }

    private void connected(Socket socket) {
        JsonNode auth = socket.handshake().auth();
        if (auth.path("v").asInt(1) != 2) {
            return;
        }
        RateLimits.Allowance allowance = limits.enter(socket.remoteAddress());
        Pass pass = identities.pass(customs.of(socket.handshake()));
        var client = new Client(socket, this, allowance, new Pen(service, ids, allowance), pass, name(auth));
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
