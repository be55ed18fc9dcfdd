package dev.madang.server;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The namespaces of one client: where it is, where it is about to be, and where it was. On the client's loop. */
final class Presence {
    /*
     * The lists are replaced, never changed: handlers that run in place may take sockets out while somebody up the
     * stack walks them. They change when a namespace is joined or left, and are read for every packet.
     */
    private final int limit;
    private List<Socket> sockets = List.of();
    private List<Returning> returning = List.of();
    private List<String> left = List.of();
    private List<String> resolving = List.of();

    /** A client in no namespace yet, that may be in, or on its way into, {@code limit} of them. */
    Presence(int limit) {
        this.limit = limit;
    }

    /** The sockets that have joined or are joining: a snapshot. */
    List<Socket> sockets() {
        return sockets;
    }

    @Nullable
    Socket socket(String namespace) {
        List<Socket> all = sockets;
        for (int i = 0; i < all.size(); i++) {
            Socket socket = all.get(i);
            if (socket.namespace().name().equals(namespace)) {
                return socket;
            }
        }
        return null;
    }

    boolean has(Socket socket) {
        return sockets.contains(socket);
    }

    boolean full() {
        return sockets.size() + resolving.size() + returning.size() >= limit;
    }

    void add(Socket socket) {
        sockets = with(sockets, socket);
    }

    /** Whether the socket was here. */
    boolean remove(Socket socket) {
        boolean here = has(socket);
        sockets = without(sockets, socket);
        return here;
    }

    /** A socket has joined its namespace. */
    void entered(String namespace) {
        left = without(left, namespace);
    }

    /** A socket has left the namespace that it had joined; of too many that were left, the oldest is forgotten. */
    void left(Socket socket) {
        sockets = without(sockets, socket);
        String namespace = socket.namespace().name();
        if (!left.contains(namespace)) {
            left = with(left, namespace);
        }
        if (left.size() > limit) {
            left = without(left, left.getFirst());
        }
    }

    /** Whether packets for that namespace may still be on their way, without a socket that would take them. */
    boolean hasLeft(String namespace) {
        return left.contains(namespace);
    }

    /** It is being decided whether there is a namespace of that name. */
    void resolving(String namespace) {
        resolving = with(resolving, namespace);
    }

    boolean resolves(String namespace) {
        return resolving.contains(namespace);
    }

    /** That has been decided: whether the client still waits for it. */
    boolean resolved(String namespace) {
        boolean awaited = resolves(namespace);
        resolving = without(resolving, namespace);
        return awaited;
    }

    /** It is being looked up what the client comes back to. */
    void returning(Returning back) {
        returning = with(returning, back);
    }

    boolean returns(String namespace) {
        return returning.stream().anyMatch(each -> each.namespace().name().equals(namespace));
    }

    /** That has been looked up: whether the client still waits for it. */
    boolean returned(Returning back) {
        boolean awaited = returning.contains(back);
        returning = without(returning, back);
        return awaited;
    }

    /** The connection is over. */
    void end() {
        sockets = List.of();
        returning = List.of();
        resolving = List.of();
    }

    private static <T> List<T> with(List<T> list, T element) {
        List<T> more = new ArrayList<>(list);
        more.add(element);
        return List.copyOf(more);
    }

    private static <T> List<T> without(List<T> list, T element) {
        return list.contains(element)
                ? list.stream().filter(each -> !each.equals(element)).toList()
                : list;
    }
}
