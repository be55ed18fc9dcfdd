package dev.madang.server;

import dev.madang.engine.Loop;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners of the rooms of one namespace. Called by the loops. */
final class RoomEvents {
    /*
     * Each loop knows only its own part of a room, so the first and the last one are counted here: a loop counts when
     * its part appears and when it goes, not at each join. What a count decides is put into the queue while the count
     * of that room is locked; so "deleted" by one loop and "created" by another stand there in the order of the counts.
     * No listener is called within these calls, for it could change the very rooms that are being changed.
     * The own room of each socket is not counted, for no second loop can have it: the map of sockets says it is there.
     */
    private static final Logger log = LoggerFactory.getLogger(RoomEvents.class);

    private final Namespace namespace;
    private final InOrder calls;
    private final ConcurrentHashMap<String, Integer> loops = new ConcurrentHashMap<>();
    private final List<RoomListener> listeners = new CopyOnWriteArrayList<>();

    RoomEvents(Namespace namespace, InOrder calls) {
        this.namespace = namespace;
        this.calls = calls;
    }

    void add(RoomListener listener) {
        listeners.add(listener);
    }

    /** A loop has the room's first socket there. */
    void appeared(String room, Loop loop) {
        loops.compute(room, (name, count) -> {
            if (count == null && namespace.socket(name) == null) {
                tell(loop, listener -> listener.created(name));
            }
            return count == null ? 1 : count + 1;
        });
    }

    /** Whether a room of that name has been joined, a socket's own room aside. */
    boolean known(String room) {
        return loops.containsKey(room);
    }

    /** A loop has no socket in the room any more. */
    void vanished(String room, Loop loop) {
        loops.computeIfPresent(room, (name, count) -> {
            if (count == 1 && namespace.socket(name) == null) {
                tell(loop, listener -> listener.deleted(name));
            }
            return count == 1 ? null : count - 1;
        });
    }

    void joined(String room, Socket socket) {
        if (!listeners.isEmpty()) {
            tell(socket.client().loop(), listener -> listener.joined(room, socket.id()));
        }
    }

    void left(String room, Socket socket) {
        if (!listeners.isEmpty()) {
            tell(socket.client().loop(), listener -> listener.left(room, socket.id()));
        }
    }

    /** A socket's own room comes with it. */
    void added(Socket socket, Runnable entry) {
        if (listeners.isEmpty()) {
            entry.run();
            return;
        }
        loops.compute(socket.id(), (name, count) -> {
            if (count == null) {
                tell(socket.client().loop(), listener -> listener.created(name));
            }
            joined(name, socket);
            entry.run();
            return count;
        });
    }

    /** A socket's own room goes with it. */
    void removed(Socket socket, Runnable removal) {
        if (listeners.isEmpty()) {
            removal.run();
            return;
        }
        loops.compute(socket.id(), (name, count) -> {
            removal.run();
            left(name, socket);
            if (count == null) {
                tell(socket.client().loop(), listener -> listener.deleted(name));
            }
            return count;
        });
    }

    private void tell(Loop loop, Consumer<RoomListener> call) {
        if (listeners.isEmpty()) {
            return;
        }
        calls.add(loop, () -> {
            for (RoomListener listener : listeners) {
                try {
                    call.accept(listener);
                } catch (Throwable thrown) {
                    String error = namespace.io().newErrorId();
                    log.error("room listener of {} failed, error {}", namespace.name(), error, thrown);
                }
            }
        });
    }
}
