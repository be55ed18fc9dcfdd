package dev.madang.live.comments;

import dev.madang.live.identity.Customs;
import dev.madang.live.identity.Identities;
import dev.madang.live.limits.Doorkeeper;
import dev.madang.live.limits.RateLimits;
import dev.madang.live.moderation.Moderation;
import dev.madang.live.store.Author;
import dev.madang.live.store.Comment;
import dev.madang.live.store.ObjectIds;
import dev.madang.live.store.PostId;
import dev.madang.server.Namespace;
import dev.madang.server.PreparedEvent;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Live comments over Socket.IO, contract v1, on the main namespace. Client events: {@code join_post} and {@code
 * leave_post} (or {@code leave_room}) with a post's id, {@code new_comment} with {@code {userId, postId, content}} and
 * optionally a {@code cid} and an ack. Server events: {@code load_comments}, {@code comment_confirmed}, {@code
 * comment_added}, {@code comment_error}, {@code connection_error}.
 *
 * <p>A socket is in the room of one post at a time. A writer gets {@code comment_confirmed}, then the ack if asked for,
 * then, if it joined, {@code comment_added} as everybody in the room.
 */
public final class ContractV1 implements Audience {
    private static final String ROOM_PREFIX = "post_";
    private static final Logger log = LoggerFactory.getLogger(ContractV1.class);

    private final Namespace namespace;
    private final CommentService service;
    private final Customs customs;
    private final Identities identities;
    private final RateLimits limits;
    private final ObjectIds ids;
    private final Moderation moderation;
    private final Map<String, Set<Visitor>> visitors = new ConcurrentHashMap<>();

    /** The contract on a server's main namespace; nothing happens before {@link #open}. */
    public ContractV1(
            SocketIo io,
            CommentService service,
            Customs customs,
            Identities identities,
            RateLimits limits,
            ObjectIds ids,
            Moderation moderation) {
        this.namespace = io.of("/");
        this.service = service;
        this.customs = customs;
        this.identities = identities;
        this.limits = limits;
        this.ids = ids;
        this.moderation = moderation;
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
        if (showing.added() && comment.published()) {
            namespace.to(room(comment.post())).emit("comment_added", V1.Shown.of(comment));
        }
    }

    /** The posts that somebody looks at. */
    public Set<PostId> watched() {
        return namespace.rooms().keySet().stream()
                .filter(room -> room.startsWith(ROOM_PREFIX))
                .flatMap(room -> PostId.parse(room.substring(ROOM_PREFIX.length())).stream())
                .collect(Collectors.toSet());
    }

    static String room(PostId post) {
        return ROOM_PREFIX + post.hex();
    }

    PreparedEvent page(HotPage page) {
        return namespace.prepare("load_comments", V1.Shown.of(page.comments()));
    }

    /** The newest page with what this visitor alone sees, each where its time is. */
    PreparedEvent page(HotPage page, List<Comment> alone) {
        var all = new ArrayList<Comment>(page.comments());
        for (Comment comment : alone) {
            int place = all.size();
            while (place > 0 && all.get(place - 1).createdMillis() > comment.createdMillis()) {
                place--;
            }
            all.add(place, comment);
        }
        return namespace.prepare("load_comments", V1.Shown.of(all));
    }

    /** What somebody wrote in a post for nobody else. */
    CompletableFuture<List<Comment>> alone(PostId post, Author author, String network) {
        return moderation.alone(post, author, network);
    }

    /** What somebody is known by who is at that network. */
    String person(Author author, String network) {
        return moderation.people().key(author, network);
    }

    /** A visitor is known by something else than before, or is gone; null stands for nothing. */
    void known(Visitor visitor, @Nullable String before, @Nullable String now) {
        if (before != null) {
            visitors.computeIfPresent(before, (key, all) -> {
                all.remove(visitor);
                return all.isEmpty() ? null : all;
            });
        }
        if (now != null) {
            visitors.compute(now, (key, known) -> {
                Set<Visitor> all = known == null ? ConcurrentHashMap.newKeySet() : known;
                all.add(visitor);
                return all;
            });
        }
    }

    /** Shows to the sockets of a person what nobody else is to see. */
    void showAlone(String person, Comment comment) {
        visitors.getOrDefault(person, Set.of()).forEach(visitor -> visitor.seeAlone(comment));
    }

    private void connected(Socket socket) {
        if (socket.handshake().auth().path("v").asInt(1) == 2) {
            return;
        }
        log.info("Client connected: {}", socket.id());
        RateLimits.Allowance allowance = limits.enter(socket.remoteAddress());
        var pass = identities.pass(customs.of(socket.handshake()));
        var pen = new Pen(service, ids, allowance, moderation);
        var visitor = new Visitor(socket, this, service, pass, allowance, pen);
        socket.on("join_post", (arguments, ack) -> visitor.join(arguments.node(0)));
        socket.on("leave_post", (arguments, ack) -> visitor.leave(arguments.node(0)));
        socket.on("leave_room", (arguments, ack) -> visitor.leave(arguments.node(0)));
        socket.on("new_comment", (arguments, ack) -> visitor.post(arguments.node(0), ack));
        socket.on("reconnect_attempt", (arguments, ack) -> log.info("Reconnection attempt of {}", socket.id()));
        socket.on("reconnect", (arguments, ack) -> log.info("Reconnected: {}", socket.id()));
        socket.onDisconnect(reason -> {
            allowance.close();
            visitor.gone();
            log.info("Client disconnected: {}", socket.id());
        });
    }
}
