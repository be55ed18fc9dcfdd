package dev.madang.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who gets a broadcast, and how. Immutable.
 *
 * @param rooms sockets in at least one of these; empty stands for all sockets of the namespace
 * @param except but not the sockets in one of these; a socket's id is a room that holds that socket
 * @param local sockets of this process only
 * @param isVolatile the event may be dropped for sockets whose transport cannot take it at once
 * @param compress whether the transport may compress the event, if compression is on
 */
public record BroadcastTarget(
        Set<String> rooms, Set<String> except, boolean local, boolean isVolatile, boolean compress) {
    static final BroadcastTarget ALL = new BroadcastTarget(Set.of(), Set.of(), false, false, true);

    /** Copies the sets. */
    public BroadcastTarget {
        rooms = Set.copyOf(rooms);
        except = Set.copyOf(except);
    }

    BroadcastTarget withRooms(String... more) {
        return new BroadcastTarget(union(rooms, more), except, local, isVolatile, compress);
    }

    BroadcastTarget withExcept(String... more) {
        return new BroadcastTarget(rooms, union(except, more), local, isVolatile, compress);
    }

    BroadcastTarget withLocal() {
        return new BroadcastTarget(rooms, except, true, isVolatile, compress);
    }

    BroadcastTarget withVolatile() {
        return new BroadcastTarget(rooms, except, local, true, compress);
    }

    BroadcastTarget withCompress(boolean on) {
        return new BroadcastTarget(rooms, except, local, isVolatile, on);
    }

    private static Set<String> union(Set<String> some, String... more) {
        if (some.isEmpty() && more.length == 1) {
            return Set.of(more[0]);
        }
        Set<String> all = new LinkedHashSet<>(some);
        all.addAll(List.of(more));
        return all;
    }
}
