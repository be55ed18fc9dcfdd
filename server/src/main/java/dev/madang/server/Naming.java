package dev.madang.server;

import dev.madang.protocol.Arguments;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The way of a client's CONNECT for a name that is not there: the parents are asked one after the other. */
final class Naming implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Naming.class);

    private final Client client;
    private final SocketIo io;
    private final String name;
    private final @Nullable Arguments auth;
    private final JsonNode payload;
    private final List<ParentNamespace> parents;
    private int index;

    Naming(Client client, SocketIo io, String name, @Nullable Arguments auth) {
        this.client = client;
        this.io = io;
        this.name = name;
        this.auth = auth == null ? null : auth.owned();
        this.payload = auth == null ? JsonNodeFactory.instance.objectNode() : auth.node(0);
        this.parents = List.copyOf(io.namespacesByName().parents());
    }

    void start() {
        if (!io.handlers().run(client.loop(), this)) {
            client.execute(() -> client.close(DisconnectReason.FORCED_SERVER_CLOSE, "no thread names the namespace"));
        }
    }

    @Override
    public void run() {
        while (index < parents.size()) {
            ParentNamespace parent = parents.get(index++);
            Step step = new Step(parent);
            try {
                parent.gate().check(name, payload, step);
            } catch (Throwable thrown) {
                log.error("gate of namespaces failed, error {}", io.newErrorId(), thrown);
                step.accept(false);
            }
            if (!step.refusedAtOnce()) {
                return;
            }
        }
        resolved(null);
    }

    private void allowed(ParentNamespace parent) {
        Namespace namespace = null;
        try {
            namespace = io.namespacesByName().enter(name, parent);
        } catch (Throwable thrown) {
            log.error("a namespace could not be made, error {}", io.newErrorId(), thrown);
        }
        resolved(namespace);
    }

    private void resolved(@Nullable Namespace namespace) {
        if (!client.loop().run(() -> client.resolved(name, auth, namespace)) && namespace != null) {
            namespace.release();
        }
    }

    private enum State {
        /** The gate is being called. Leads to any other. */
        CALLED,
        /** It returned without an answer. Leads to ANSWERED. */
        PENDING,
        /** It said no while it was being called: the caller goes on. */
        REFUSED,
        /** It has answered, and nobody waits for it. */
        ANSWERED
    }

    private final class Step implements Consumer<Boolean> {
        private final ParentNamespace parent;
        private final AtomicReference<State> state = new AtomicReference<>(State.CALLED);

        Step(ParentNamespace parent) {
            this.parent = parent;
        }

        boolean refusedAtOnce() {
            return !state.compareAndSet(State.CALLED, State.PENDING) && state.get() == State.REFUSED;
        }

        @Override
        public void accept(Boolean allow) {
            if (state.compareAndSet(State.CALLED, allow ? State.ANSWERED : State.REFUSED)) {
                if (allow) {
                    allowed(parent);
                }
            } else if (state.compareAndSet(State.PENDING, State.ANSWERED)) {
                if (allow) {
                    io.handlers().complete(client.loop(), () -> allowed(parent));
                } else {
                    start();
                }
            }
        }
    }
}
