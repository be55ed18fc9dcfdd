package dev.madang.server;

import java.util.Arrays;

/** The sockets of one room on one loop. On that loop only. */
final class Room {
    /*
     * Membership is stored twice: a room knows its sockets, and each socket its rooms; either entry holds the index of
     * the other one. Leaving moves the last entry into the gap on both sides and corrects the two indexes that point
     * at what was moved, so it takes constant time without any hashing, and a walk is a walk over an array.
     */
    final String name;
    private Socket[] sockets = new Socket[2];
    private int[] slots = new int[2];
    private int size;

    Room(String name) {
        this.name = name;
    }

    int size() {
        return size;
    }

    Socket socket(int index) {
        return sockets[index];
    }

    /** Adds a socket that has this room at {@code slot}; answers its index. */
    int add(Socket socket, int slot) {
        if (size == sockets.length) {
            sockets = Arrays.copyOf(sockets, size * 2);
            slots = Arrays.copyOf(slots, size * 2);
        }
        sockets[size] = socket;
        slots[size] = slot;
        return size++;
    }

    @SuppressWarnings("NullAway") // the unused part of the array holds nulls
    void remove(int index) {
        int last = --size;
        if (index != last) {
            sockets[index] = sockets[last];
            slots[index] = slots[last];
            sockets[index].membership().moved(slots[index], index);
        }
        sockets[last] = null;
        if (last > 16 && last < sockets.length / 4) {
            sockets = Arrays.copyOf(sockets, sockets.length / 2);
            slots = Arrays.copyOf(slots, slots.length / 2);
        }
    }

    /** The socket at {@code index} now has this room at {@code slot}. */
    void moved(int index, int slot) {
        slots[index] = slot;
    }
}
