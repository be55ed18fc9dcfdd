package dev.madang.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The namespaces of a server by name, and who makes more of them. Any thread. */
final class Namespaces {
    /*
     * A namespace is made and unmade under one lock, and clients find it only after the listeners of new namespaces
     * have returned: they may add the middleware that guards it. So two clients that ask for one name at once get the
     * same namespace, and one who asks while it is being unmade gets a new one, whose adapter starts after the old one
     * was told to end. Clients find what is there without the lock. No loop waits for it unless handlers run on loops.
     *
     * The end of the server does not wait for the lock, which a listener may hold for long: who makes a namespace shows
     * it and then looks whether the end has come; the end says so and then looks what is there. So one of the two sees
     * the other, and no adapter stays open.
     */
    private final SocketIo io;
    private final ConcurrentHashMap<String, Namespace> named = new ConcurrentHashMap<>();
    private final List<ParentNamespace> parents = new CopyOnWriteArrayList<>();
    private final List<Consumer<Namespace>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock making = new ReentrantLock();
    private final Map<String, Namespace> announced = new HashMap<>();
    private final Set<CompletableFuture<Void>> closing = ConcurrentHashMap.newKeySet();
    private int madeByClients;
    private volatile boolean over;

    Namespaces(SocketIo io) {
        this.io = io;
    }

    Collection<Namespace> all() {
        return named.values();
    }

    List<ParentNamespace> parents() {
        return parents;
    }

    void onNew(Consumer<Namespace> listener) {
        listeners.add(listener);
    }

    ParentNamespace add(NamespaceGate gate) {
        ParentNamespace parent = new ParentNamespace(io, gate);
        parents.add(parent);
        return parent;
    }

    @Nullable
    Namespace find(String name) {
        return named.get(name);
    }

    /** The server ends: no namespace is made any more. Answers those that are there. */
    Collection<Namespace> end() {
        over = true;
        return all();
    }

    /** The ends of namespaces that were unmade before and are not closed yet. */
    Collection<CompletableFuture<Void>> closing() {
        return closing;
    }

    /** The namespace of that name, made if it is not there; it stays from now on, also if a client brought it about. */
    Namespace of(String name) {
        Namespace there = named.get(name);
        if (there != null && !there.fleeting()) {
            return there;
        }
        making.lock();
        try {
            there = there(name);
            if (there == null) {
                return make(name, parentOf(name), false);
            }
            there.stay();
            return there;
        } finally {
            making.unlock();
        }
    }

    private @Nullable Namespace there(String name) {
        Namespace fresh = announced.get(name);
        return fresh != null ? fresh : named.get(name);
    }

    private @Nullable ParentNamespace parentOf(String name) {
        for (ParentNamespace parent : parents) {
            if (parent.gate() instanceof NamePattern pattern && pattern.matches(name)) {
                return parent;
            }
        }
        return null;
    }

    /**
     * The namespace of that name for one more user, made if it is not there, for a client whom the parent lets in.
     *
     * @return null if clients have made too many, or the server ends
     */
    @Nullable
    Namespace enter(String name, ParentNamespace parent) {
        making.lock();
        try {
            Namespace there = there(name);
            if (there == null && over) {
                return null;
            }
            if (there == null && madeByClients >= io.options().maxDynamicNamespaces()) {
                io.log().log(
                        Level.WARN,
                        "namespaces",
                        "clients have made " + madeByClients + " namespaces; no more are made",
                        null);
                return null;
            }
            Namespace namespace = there != null ? there : make(name, parent, true);
            return namespace.hold() ? namespace : null;
        } finally {
            making.unlock();
        }
    }

    private Namespace make(String name, @Nullable ParentNamespace parent, boolean byClient) {
        if (over) {
            throw closed(name);
        }
        Namespace made = new Namespace(io, name, parent, byClient);
        if (parent != null) {
            parent.adopt(made);
        }
        announced.put(name, made);
        try {
            for (Consumer<Namespace> listener : listeners) {
                listener.accept(made);
            }
        } catch (Throwable thrown) {
            made.close();
            throw thrown;
        } finally {
            announced.remove(name);
        }
        if (parent != null) {
            parent.add(made);
        }
        if (byClient) {
            madeByClients++;
        }
        named.put(name, made);
        if (over) {
            unmake(made, byClient);
            throw closed(name);
        }
        return made;
    }

    private static IllegalStateException closed(String name) {
        return new IllegalStateException("the server is closed, and makes no namespace any more: " + name);
    }

    private void unmake(Namespace namespace, boolean byClient) {
        CompletableFuture<Void> end = namespace.close();
        closing.add(end);
        end.whenComplete((done, failure) -> closing.remove(end));
        named.remove(namespace.name(), namespace);
        if (byClient) {
            madeByClients--;
        }
        ParentNamespace parent = namespace.parent();
        if (parent != null) {
            parent.remove(namespace);
        }
    }

    /** Nobody uses the namespace at this moment: unmakes it, unless somebody does when it comes to it. */
    void unused(Namespace namespace) {
        io.handlers().run(() -> {
            making.lock();
            try {
                if (namespace.leave()) {
                    unmake(namespace, true);
                }
            } finally {
                making.unlock();
            }
        });
    }
}
