package dev.madang.live.chat;

import dev.madang.live.comments.Audience;
import dev.madang.live.comments.CommentService;
import dev.madang.live.comments.Pen;
import dev.madang.live.comments.Showing;
import dev.madang.live.comments.Texts;
import dev.madang.live.identity.Customs;
import dev.madang.live.identity.Identities;
import dev.madang.live.limits.Doorkeeper;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.Comment;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.PostId;
import dev.madang.server.Namespace;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The chat on namespace {@code /chat}; the package's description lists its events. */
public final class Chat implements Audience {
    private static final Duration PEOPLE_EVERY = Duration.ofMillis(250);
    private static final Logger log = LoggerFactory.getLogger(Chat.class);

    private final Namespace namespace;
    private final CommentService service;
    private final Customs customs;
    private final Identities identities;
    private final RateLimits limits;
    private final ObjectIds ids;
    private final Moderation moderation;
    private final Executor threads;
    private final Map<PostId, Crowd> crowds = new ConcurrentHashMap<>();

    /**
     * The chat of a server; nothing happens before {@link #open}.
     *
     * @param threads run what is announced later; no event loops
     */
    public Chat(
            SocketIo io,
            CommentService service,
            Customs customs,
            Identities identities,
            RateLimits limits,
            ObjectIds ids,
            Moderation moderation,
            Executor threads) {
        this.namespace = io.of("/chat");
        this.service = service;
        this.customs = customs;
        this.identities = identities;
        this.limits = limits;
        this.ids = ids;
        this.moderation = moderation;
        this.threads = threads;
    }

    /** Lets clients in. Called once, before the server listens. */
    public void open() {
        service.addAudience(this);
        namespace.use(new Doorkeeper(limits, Texts.TOO_FAST));
        namespace.onConnection(this::connected);
    }

    @Override
    public void shown(Showing showing) {
        Comment comment = showing.row();
        if (showing.added() && comment.published() && crowds.containsKey(comment.post())) {
            namespace.to(room(comment.post())).emit("chat_message", ChatValues.Message.of(comment));
        }
    }

    static String room(PostId post) {
        return "chat_" + post.hex();
    }

    /** Counts somebody in and returns how many there are now. */
    int enter(PostId post) {
        return count(post, 1);
    }

    /** Counts somebody out. */
    void exit(PostId post) {
        count(post, -1);
    }

    private int count(PostId post, int change) {
        var people = new int[1];
        crowds.compute(post, (key, known) -> {
            Crowd crowd = known == null ? new Crowd() : known;
            crowd.people += change;
            people[0] = crowd.people;
            if (!crowd.announcing) {
                crowd.announcing = true;
                CompletableFuture.delayedExecutor(PEOPLE_EVERY.toMillis(), TimeUnit.MILLISECONDS, threads)
                        .execute(() -> announce(post));
            }
            return crowd;
        });
        return people[0];
    }

    private void announce(PostId post) {
        var people = new int[1];
        crowds.computeIfPresent(post, (key, crowd) -> {
            crowd.announcing = false;
            people[0] = crowd.people;
            return crowd.people == 0 ? null : crowd;
        });
        if (people[0] > 0) {
            namespace.to(room(post)).emit("chat_people", new ChatValues.People(people[0]));
        }
    }

    private void connected(Socket socket) {
        RateLimits.Allowance allowance = limits.enter(socket.remoteAddress());
        var pass = identities.pass(customs.of(socket.handshake()));
        var person = new Person(socket, this, service, pass, allowance, new Pen(service, ids, allowance, moderation));
        socket.on("chat_join", (arguments, ack) -> person.join(arguments.node(0), ack));
        socket.on("chat_send", (arguments, ack) -> person.send(arguments.node(0), ack));
        socket.onDisconnect(reason -> {
            allowance.close();
            person.leave();
            log.info("Chat client disconnected: {}", socket.id());
        });
        log.info("Chat client connected: {}", socket.id());
    }

    private static final class Crowd {
        int people;
        boolean announcing;
    }
}
