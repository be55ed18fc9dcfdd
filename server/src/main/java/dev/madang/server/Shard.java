package dev.madang.server;

import dev.madang.engine.Loop;
import dev.madang.protocol.EncodedPacket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The sockets of one namespace that live on one loop, and their rooms. On that loop only. */
final class Shard {
    /*
     * A broadcast walks the arrays as they are. What it does to each socket is to hand bytes to its session, which
     * runs no user code; of a session that closes in the middle of it (a slow client) we hear in a later task, so
     * nothing changes under the walk. Each walk has a number; a socket that carries
     * the number has been served, or is excepted. So no set of sockets is built.
     */
    private final Namespace namespace;
    private final Loop loop;
    private final Map<String, Room> rooms = new HashMap<>();
    private Socket[] members = new Socket[4];
    private int size;
    private long walks;
    private final Tally handed = new Tally();
    private int deferred;

    /** The place of the newest kept event that was delivered here. */
    long position;

    Shard(Namespace namespace, Loop loop) {
        this.namespace = namespace;
        this.loop = loop;
    }

    Loop loop() {
        return loop;
    }

    /** What other threads have handed over, and the loop has not run. Any thread. */
    Tally handed() {
        return handed;
    }

    /**
     * Whether a call of the current thread may take effect at once, before it returns: on the loop, unless an earlier
     * call of the loop itself has to wait. Any thread.
     */
    boolean direct() {
        return loop.inLoop() && deferred == 0;
    }

    /** Whether, on the loop, nothing waits that was sent to sockets before. */
    boolean idle() {
        return direct() && Tally.count(handed.both()) == 0;
    }

    /** Runs a task on the loop, behind all earlier calls of the current thread; false if the loop has ended. Any thread. */
    boolean run(Runnable task) {
        if (direct()) {
            task.run();
            return true;
        }
        return later(task);
    }

    /** As {@link #run}, but never before it returns. Any thread. */
    boolean later(Runnable task) {
        if (!loop.inLoop()) {
            return loop.execute(task);
        }
        boolean given = loop.execute(() -> {
            deferred--;
            task.run();
        });
        if (given) {
            deferred++;
        }
        return given;
    }

    void add(Socket socket) {
        if (size == members.length) {
            members = Arrays.copyOf(members, size * 2);
        }
        members[size] = socket;
        socket.memberIndex = size++;
    }

    @SuppressWarnings("NullAway") // the unused part of the array holds nulls
    void remove(Socket socket) {
        Socket last = members[--size];
        members[socket.memberIndex] = last;
        last.memberIndex = socket.memberIndex;
        members[size] = null;
        if (size > 16 && size < members.length / 4) {
            members = Arrays.copyOf(members, members.length / 2);
        }
    }

    void join(Socket socket, String name) {
        Room room = rooms.computeIfAbsent(name, Room::new);
        if (socket.membership().slot(room) < 0) {
            if (room.size() == 0) {
                namespace.roomEvents().appeared(name, loop);
                namespace.named(name);
            }
            socket.membership().add(room);
            namespace.roomEvents().joined(name, socket);
            Standing standing = socket.standing();
            if (standing != null) {
                standing.entered(name, namespace.adapter().offset(loop));
            }
        }
    }

    void leave(Socket socket, String name) {
        Room room = rooms.get(name);
        int slot = room == null ? -1 : socket.membership().slot(room);
        if (slot >= 0) {
            socket.membership().remove(slot);
            Standing standing = socket.standing();
            if (standing != null) {
                standing.left(name, namespace.adapter().offset(loop));
            }
        }
    }

    /** A socket has left the room. */
    void left(Room room, Socket socket) {
        namespace.roomEvents().left(room.name, socket);
        if (room.size() == 0) {
            rooms.remove(room.name);
            namespace.roomEvents().vanished(room.name, loop);
        }
    }

    int rooms() {
        return rooms.size();
    }

    void send(BroadcastTarget target, EncodedPacket packet) {
        boolean isVolatile = target.isVolatile();
        boolean compress = target.compress();
        walk(target, socket -> socket.write(packet, isVolatile, compress));
    }

    /** Sends an event that is kept, with its offset. */
    void deliver(EventLog.Stored stored) {
        position = stored.position;
        EncodedPacket packet = stored.packet();
        EncodedPacket plain = stored.event.packet();
        String offset = stored.offset();
        boolean compress = stored.target.compress();
        walk(stored.target, socket -> socket.write(packet, plain, offset, compress));
    }

    List<Socket> select(BroadcastTarget target) {
        List<Socket> selected = new ArrayList<>();
        walk(target, selected::add);
        return selected;
    }

    /** Shows each socket of the target to the visitor, once; the visitor must not change rooms or members. */
    void walk(BroadcastTarget target, Consumer<Socket> visitor) {
        long walk = ++walks;
        for (String name : target.except()) {
            visit(name, walk, socket -> {});
        }
        if (target.rooms().isEmpty()) {
            for (int i = 0; i < size; i++) {
                visit(members[i], walk, visitor);
            }
        } else {
            for (String name : target.rooms()) {
                visit(name, walk, visitor);
            }
        }
    }

    private void visit(String name, long walk, Consumer<Socket> visitor) {
        Room room = rooms.get(name);
        for (int i = 0; room != null && i < room.size(); i++) {
            visit(room.socket(i), walk, visitor);
        }
        Socket own = namespace.socket(name);
        if (own != null && own.shard() == this) {
            visit(own, walk, visitor);
        }
    }

    private static void visit(Socket socket, long walk, Consumer<Socket> visitor) {
        if (socket.walk != walk && socket.joined()) {
            socket.walk = walk;
            visitor.accept(socket);
        }
    }
}
