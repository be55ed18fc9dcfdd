package dev.madang.server;

import dev.madang.engine.EngineOptions;
import dev.madang.protocol.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** The way of a client back to a socket that it lost. On the client's loop, unless a method says otherwise. */
final class Returning {
    /*
     * A client often notices a broken connection long before the server does. So when it comes back while its old
     * socket still seems to be there, the old connection is closed first: nobody but that client knows the private id.
     *
     * More can have been missed than may wait for one client at once. As nothing may be given in part, such a client
     * gets a new socket.
     *
     * A stock client keeps its last offset even when it is given a new socket. So that one joins behind all events that
     * were handed to its loop when the client asked, the one of that offset among them: an offset from before the join
     * can then be told from one that the new socket was sent.
     */
    private static final Logger log = LoggerFactory.getLogger(Returning.class);
    private static final int MAX_TEXT = 128;

    private final Client client;
    private final Namespace namespace;
    private final @Nullable Arguments auth;
    private final String pid;
    private final @Nullable String offset;

    private Returning(
            Client client, Namespace namespace, @Nullable Arguments auth, String pid, @Nullable String offset) {
        this.client = client;
        this.namespace = namespace;
        this.auth = auth;
        this.pid = pid;
        this.offset = offset;
    }

    /** Null if the client does not say that it comes back. */
    static @Nullable Returning of(Client client, Namespace namespace, @Nullable Arguments auth) {
        if (auth == null || namespace.options().connectionStateRecovery() == null) {
            return null;
        }
        JsonNode said = auth.node(0);
        JsonNode pid = said.path("pid");
        JsonNode offset = said.path("offset");
        if (!text(pid) || !(offset.isMissingNode() || offset.isNull() || text(offset))) {
            return null;
        }
        return new Returning(
                client, namespace, auth.owned(), pid.stringValue(), offset.isString() ? offset.stringValue() : null);
    }

    private static boolean text(JsonNode node) {
        return node.isString() && node.stringValue().length() <= MAX_TEXT;
    }

    Namespace namespace() {
        return namespace;
    }

    void start() {
        Socket old = namespace.ofPid(pid);
        if (old == null || old.client() == client) {
            restore();
            return;
        }
        Runnable part = () -> {
            old.client().superseded();
            atHome(this::restore);
        };
        if (old.client().loop().inLoop()) {
            part.run();
        } else if (!old.client().execute(part)) {
            restore();
        }
    }

    private void restore() {
        namespace.adapter().restoreSession(pid, offset).whenComplete((found, failure) -> {
            if (failure != null) {
                log.warn("sessions of {} cannot be restored", namespace.name(), failure);
            }
            Optional<RestoredSession> session = failure == null ? found : Optional.empty();
            atHome(() -> restored(session.orElse(null)));
        });
    }

    /** Any thread. If the client's loop has ended, so has the client. */
    private void atHome(Runnable task) {
        if (!client.loop().run(task)) {
            namespace.release();
        }
    }

    private void restored(@Nullable RestoredSession session) {
        if (session == null) {
            boolean given = namespace.shard(client.loop()).later(() -> {
                if (client.returned(this)) {
                    client.take(new Socket(client, namespace, auth, null));
                } else {
                    namespace.release();
                }
            });
            if (!given) {
                namespace.release();
            }
        } else if (client.returned(this)) {
            client.take(new Socket(client, namespace, auth, session));
        } else {
            namespace.adapter().persistSession(session.session(), client.loop());
            namespace.release();
        }
    }

    /** The middlewares, if any, have let the socket in. */
    static void enter(Client client, Socket socket, RestoredSession session) {
        session.replay(missed -> socket.shard().later(() -> {
            if (client.has(socket)) {
                enter(client, socket, session.session(), missed);
            }
        }));
    }

    private static void enter(
            Client client, Socket socket, PersistedSession session, Optional<Iterable<RestoredSession.Missed>> missed) {
        List<RestoredSession.Missed> events =
                missed.map(each -> whole(socket, each)).orElse(null);
        if (events == null) {
            client.anew(socket);
        } else {
            client.entered(socket, () -> socket.enterAgain(session, events));
        }
    }

    /** What was missed, or null if it is more than the client's queue takes. */
    private static @Nullable List<RestoredSession.Missed> whole(
            Socket socket, Iterable<RestoredSession.Missed> missed) {
        EngineOptions options = socket.namespace().options().engine();
        int packets = options.maxQueuedPackets() / 2;
        long bytes = options.maxQueuedBytes() / 2 - socket.client().session().bufferedBytes();
        List<RestoredSession.Missed> events = new ArrayList<>();
        for (RestoredSession.Missed event : missed) {
            events.add(event);
            bytes -= event.packet().bytes();
            if (events.size() > packets || bytes < 0) {
                return null;
            }
        }
        return events;
    }
}
