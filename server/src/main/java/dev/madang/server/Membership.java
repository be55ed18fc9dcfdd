package dev.madang.server;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The rooms of one socket, made when it first joins one. Any thread, unless a method says otherwise. */
final class Membership {
    /*
     * Two truths: "wanted" is what the calls so far ask for, which rooms() shows at once, to any thread; "rooms" is
     * what the loop has carried out, which broadcasts walk. The lock makes both change in the same order: a call that
     * changes "wanted" hands its task to the loop before it lets the next one in. A call on the loop itself runs in
     * place, unless calls of other threads are still on their way.
     */
    private static final String[] NONE = {};
    private static final Room[] NO_ROOMS = {};
    private static final int[] NO_INDEXES = {};

    private final Socket socket;
    private volatile String[] wanted = NONE;
    private int underway;
    private boolean ended;

    private Room[] rooms = NO_ROOMS;
    private int[] indexes = NO_INDEXES;
    private int count;

    Membership(Socket socket) {
        this.socket = socket;
    }

    void addTo(Set<String> names) {
        names.addAll(Arrays.asList(wanted));
    }

    CompletableFuture<Void> join(Collection<String> names, @Nullable PreparedEvent first) {
        Set<String> fresh = new LinkedHashSet<>(names);
        fresh.remove(socket.id());
        for (String name : fresh) {
            if (tooLong(name, socket.namespace().options().maxNameBytes())) {
                return CompletableFuture.failedFuture(
                        new IllegalArgumentException("a room's name is longer than the limit"));
            }
            socket.namespace().named(name);
        }
        Standing standing = socket.standing();
        InMemoryAdapter keeper = socket.namespace().keeper();
        if (first != null && standing != null && keeper != null) {
            return keeper.joinWith(socket, standing, first, now -> join(fresh, now));
        }
        return first == null ? join(fresh, true) : joinAndWrite(fresh, first);
    }

    private CompletableFuture<Void> join(Set<String> fresh, boolean atOnce) {
        return change(
                () -> {
                    Set<String> all = new LinkedHashSet<>(Arrays.asList(wanted));
                    all.addAll(fresh);
                    return all;
                },
                () -> fresh.forEach(name -> socket.shard().join(socket, name)),
                () -> {},
                atOnce);
    }

    private CompletableFuture<Void> joinAndWrite(Set<String> fresh, PreparedEvent first) {
        if (!socket.client().admit(first.packet())) {
            return done();
        }
        return change(
                () -> {
                    Set<String> all = new LinkedHashSet<>(Arrays.asList(wanted));
                    all.addAll(fresh);
                    return all;
                },
                () -> {
                    for (String name : fresh) {
                        socket.shard().join(socket, name);
                    }
                    socket.client().arrived(first.packet());
                    socket.write(first.packet(), false, true);
                },
                () -> socket.client().arrived(first.packet()),
                true);
    }

    CompletableFuture<Void> leave(Collection<String> names) {
        return change(
                () -> {
                    Set<String> rest = new LinkedHashSet<>(Arrays.asList(wanted));
                    rest.removeAll(names);
                    return rest;
                },
                () -> {
                    for (String name : names) {
                        socket.shard().leave(socket, name);
                    }
                },
                () -> {},
                true);
    }

    /** Rooms of a socket that comes back. On the loop. */
    void restore(Set<String> names) {
        synchronized (this) {
            Set<String> all = new LinkedHashSet<>(names);
            all.addAll(Arrays.asList(wanted));
            wanted = all.toArray(NONE);
        }
        for (String name : names) {
            socket.shard().join(socket, name);
        }
    }

    /** Whether calls have been made that the loop has not carried out. */
    synchronized boolean changing() {
        return underway > 0;
    }

    /** Tells where the socket stands in which rooms it is. On the loop. */
    void enter(Standing standing, String offset) {
        for (int slot = 0; slot < count; slot++) {
            standing.entered(rooms[slot].name, offset);
        }
    }

    private CompletableFuture<Void> change(
            Supplier<Set<String>> next, Runnable apply, Runnable cancel, boolean atOnce) {
        CompletableFuture<Void> result = new CompletableFuture<>();
        synchronized (this) {
            if (ended || !socket.present()) {
                cancel.run();
                return done();
            }
            Set<String> all = next.get();
            if (all.size() > wanted.length
                    && all.size() > socket.namespace().options().maxRooms()) {
                cancel.run();
                return CompletableFuture.failedFuture(
                        new IllegalStateException("the socket would be in too many rooms"));
            }
            wanted = all.toArray(NONE);
            if (!socket.shard().direct() || underway > 0 || !atOnce) {
                underway++;
                Runnable task = () -> carryOut(apply, cancel, result);
                if (!socket.shard().later(task)) {
                    underway--;
                    cancel.run();
                    return done();
                }
                return result;
            }
        }
        apply.run();
        return done();
    }

    private void carryOut(Runnable apply, Runnable cancel, CompletableFuture<Void> result) {
        synchronized (this) {
            underway--;
        }
        if (socket.here()) {
            apply.run();
        } else {
            cancel.run();
        }
        socket.io().handlers().complete(socket.client().loop(), () -> result.complete(null));
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    /** No more joins, and no broadcast finds the socket; {@link #addTo} still answers. On the loop. */
    void end() {
        synchronized (this) {
            ended = true;
        }
        while (count > 0) {
            remove(count - 1);
        }
        rooms = NO_ROOMS;
        indexes = NO_INDEXES;
    }

    /** Whether the loop has put the socket into that room. On the loop. */
    int slot(Room room) {
        for (int slot = 0; slot < count; slot++) {
            if (rooms[slot] == room) {
                return slot;
            }
        }
        return -1;
    }

    /** On the loop. */
    void add(Room room) {
        if (count == rooms.length) {
            int capacity = count == 0 ? 2 : count * 2;
            rooms = Arrays.copyOf(rooms, capacity);
            indexes = Arrays.copyOf(indexes, capacity);
        }
        rooms[count] = room;
        indexes[count] = room.add(socket, count);
        count++;
    }

    /** On the loop. */
    @SuppressWarnings("NullAway") // the unused part of the array holds nulls
    void remove(int slot) {
        Room room = rooms[slot];
        room.remove(indexes[slot]);
        int last = --count;
        if (slot != last) {
            rooms[slot] = rooms[last];
            indexes[slot] = indexes[last];
            rooms[slot].moved(indexes[slot], slot);
        }
        rooms[last] = null;
        socket.shard().left(room, socket);
    }

    /** The room at {@code slot} now has this socket at {@code index}. On the loop. */
    void moved(int slot, int index) {
        indexes[slot] = index;
    }

    private static boolean tooLong(String name, int limit) {
        return name.length() > limit
                || (name.length() > limit / 3 && name.getBytes(StandardCharsets.UTF_8).length > limit);
    }
}
