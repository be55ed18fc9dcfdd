package dev.madang.admin;

import dev.madang.engine.Session;
import dev.madang.protocol.Arguments;
import dev.madang.server.DisconnectReason;
import dev.madang.server.MissingServersException;
import dev.madang.server.Namespace;
import dev.madang.server.RemoteSocket;
import dev.madang.server.RoomListener;
import dev.madang.server.Socket;
import dev.madang.server.SocketIo;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Everything that happens, told to administrators as it happens. Any thread, unless a method says otherwise. */
final class LiveEvents {
    /*
     * Administrators' own sockets are shown like others, but not their events: what is told of an event that tells of an
     * event would have no end.
     *
     * A socket joins and leaves on its loop, where that is told before any of its handlers runs. Its own room comes
     * before it, as in the reference: a page would list it twice in a room that is told of afterwards. The other rooms
     * come after it, one by one.
     */
    private final SocketIo io;
    private final Namespace admin;
    private final SocketForm forms;
    private final ConcurrentHashMap<Session, List<Socket>> carried = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Socket, Integer> data = new ConcurrentHashMap<>();
    private final Set<Namespace> watched = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    LiveEvents(SocketIo io, Namespace admin) {
        this.io = io;
        this.admin = admin;
        this.forms = new SocketForm(admin);
    }

    /** Watches the rooms of a namespace from now on. */
    void watch(Namespace namespace) {
        if (watched.add(namespace)) {
            namespace.onRoom(new Rooms(namespace.name()));
        }
    }

    private final class Rooms implements RoomListener {
        private final String namespace;

        Rooms(String namespace) {
            this.namespace = namespace;
        }

        @Override
        public void joined(String room, String socketId) {
            if (!room.equals(socketId)) {
                admin.emit("room_joined", namespace, room, socketId, now());
            }
        }

        @Override
        public void left(String room, String socketId) {
            admin.emit("room_left", namespace, room, socketId, now());
        }
    }

    /** On the socket's loop. */
    void joined(Socket socket) {
        String namespace = socket.namespace().name();
        socket.data().put(SocketForm.TRAVELS, SocketForm.travelling(socket.session()));
        data.put(socket, socket.data().hashCode());
        carried.computeIfAbsent(socket.session(), unused -> new ArrayList<>()).add(socket);
        admin.emit("room_joined", namespace, socket.id(), socket.id(), now());
        admin.emit("socket_connected", forms.fresh(socket), now());
        if (socket.namespace() != admin) {
            socket.prependAny((event, arguments) ->
                    admin.emit("event_received", namespace, socket.id(), values(event, arguments), now()));
            socket.prependAnyOutgoing((event, arguments) ->
                    admin.emit("event_sent", namespace, socket.id(), values(event, arguments), now()));
        }
    }

    /** On the socket's loop. */
    void left(Socket socket, DisconnectReason reason) {
        data.remove(socket);
        carried.computeIfPresent(socket.session(), (session, sockets) -> {
            sockets.remove(socket);
            return sockets.isEmpty() ? null : sockets;
        });
        admin.emit("socket_disconnected", socket.namespace().name(), socket.id(), reason.text(), now());
    }

    /** On the session's loop. */
    void upgraded(Session session) {
        for (Socket socket : carried.getOrDefault(session, List.of())) {
            socket.data().put(SocketForm.TRAVELS, SocketForm.travelling(session));
            data.computeIfPresent(socket, (same, before) -> socket.data().hashCode());
            update(socket, "transport", session.transport());
        }
    }

    /** Tells whose data is not what it was when this was called the last time. */
    void lookAtData() {
        for (Socket socket : data.keySet()) {
            int now = socket.data().hashCode();
            Integer before = data.replace(socket, now);
            if (before != null && before != now) {
                update(socket, "data", forms.shown(socket.data()));
            }
        }
    }

    private void update(Socket socket, String name, Object value) {
        admin.emit(
                "socket_updated",
                Map.of("id", socket.id(), "nsp", socket.namespace().name(), name, value));
    }

    /**
     * Tells one administrator of all sockets. Who comes or goes while they are gathered was told before: so it is told
     * again afterwards.
     */
    void tellAll(Socket administrator) {
        List<Socket> before = sockets();
        List<CompletableFuture<List<RemoteSocket>>> parts = new ArrayList<>();
        for (Namespace namespace : io.namespaces()) {
            parts.add(namespace.everyone().fetchSockets().exceptionally(LiveEvents::found));
        }
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new)).thenRun(() -> {
            List<Map<String, @Nullable Object>> all = new ArrayList<>();
            Set<String> ids = new HashSet<>();
            for (CompletableFuture<List<RemoteSocket>> part : parts) {
                for (RemoteSocket socket : part.join()) {
                    all.add(forms.of(socket));
                    ids.add(socket.namespace().name() + "," + socket.id());
                }
            }
            administrator.emit("all_sockets", all);
            catchUp(administrator, before, ids);
        });
    }

    private void catchUp(Socket administrator, List<Socket> before, Set<String> told) {
        for (Socket socket : sockets()) {
            if (!told.contains(socket.namespace().name() + "," + socket.id())) {
                administrator.emit("socket_connected", forms.of(socket), now());
            }
        }
        for (Socket socket : before) {
            if (!socket.connected()) {
                administrator.emit(
                        "socket_disconnected",
                        socket.namespace().name(),
                        socket.id(),
                        DisconnectReason.TRANSPORT_CLOSE.text(),
                        now());
            }
        }
    }

    private List<Socket> sockets() {
        List<Socket> sockets = new ArrayList<>();
        io.namespaces().forEach(namespace -> sockets.addAll(namespace.sockets()));
        return sockets;
    }

    private static List<RemoteSocket> found(Throwable failure) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        return cause instanceof MissingServersException missing ? missing.sockets() : List.of();
    }

    private static List<Object> values(String event, Arguments arguments) {
        List<Object> values = new ArrayList<>(1 + arguments.size());
        values.add(event);
        for (int i = 0; i < arguments.size(); i++) {
            values.add(arguments.node(i));
        }
        return values;
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
