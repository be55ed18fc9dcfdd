package dev.madang.server;

/**
 * Hears of the rooms of one namespace in this process; a room of one socket's id counts like any other. Called on
 * handler threads, one call after the other, in the order in which things happened to each room and to each socket, and
 * soon after they did. Calls wait without limit for one that takes long, so none should.
 */
public interface RoomListener {
    /** The room got its first socket. */
    default void created(String room) {}

    /** The room's last socket has left. */
    default void deleted(String room) {}

    /** A socket has joined the room. */
    default void joined(String room, String socketId) {}

    /** A socket has left the room, or its namespace. */
    default void left(String room, String socketId) {}
}
