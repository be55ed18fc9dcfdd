package dev.madang.server;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The namespaces that are made when a client asks for them: made by {@link SocketIo#of(java.util.regex.Pattern)} and
 * its likes. Each child takes over the middlewares and connection handlers that are here when it is made; what is sent
 * here goes to all children. Any thread.
 */
public final class ParentNamespace implements Broadcaster {
    private final SocketIo io;
    private final NamespaceGate gate;
    private final List<Middleware> middlewares = new CopyOnWriteArrayList<>();
    private final List<ConnectionHandler> connectionHandlers = new CopyOnWriteArrayList<>();
    private final Set<Namespace> children = ConcurrentHashMap.newKeySet();
    private final BroadcastOperator everyone = new BroadcastOperator(this, BroadcastTarget.ALL, null);

    ParentNamespace(SocketIo io, NamespaceGate gate) {
        this.io = io;
        this.gate = gate;
    }

    /** The server. */
    public SocketIo io() {
        return io;
    }

    /** Adds a middleware that children made from now on will have. */
    public ParentNamespace use(Middleware middleware) {
        middlewares.add(middleware);
        return this;
    }

    /** Adds a handler that gets each socket which joins a child made from now on. */
    public ParentNamespace onConnection(ConnectionHandler handler) {
        connectionHandlers.add(handler);
        return this;
    }

    /** The namespaces of this process that exist now: a live view, which never changes under an iteration's feet. */
    public Collection<Namespace> children() {
        return Collections.unmodifiableSet(children);
    }

    @Override
    public BroadcastOperator everyone() {
        return everyone;
    }

    NamespaceGate gate() {
        return gate;
    }

    /** Gives a new child what all have. */
    void adopt(Namespace child) {
        middlewares.forEach(child::use);
        connectionHandlers.forEach(child::onConnection);
    }

    void add(Namespace child) {
        children.add(child);
    }

    void remove(Namespace child) {
        children.remove(child);
    }
}
