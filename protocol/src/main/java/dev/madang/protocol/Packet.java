package dev.madang.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A Socket.IO packet as a peer sent it (Socket.IO protocol 5, "Packet encoding"). Binary events and binary acks are
 * events and acks whose arguments hold bytes: the type digit is a matter of the wire only.
 */
public sealed interface Packet extends Decoded {
    /** The namespace, with its leading slash; {@code /} when the wire names none. */
    String namespace();

    /**
     * Type 0: the client asks to join a namespace.
     *
     * @param auth the payload (an object), or null if there was none
     */
    record Connect(String namespace, @Nullable Arguments auth) implements Packet {}

    /** Type 1: the client leaves a namespace. */
    record Disconnect(String namespace) implements Packet {}

    /**
     * Types 2 and 5.
     *
     * @param ackId the id to answer with, or -1 if no answer is wanted
     * @param name the event's name; a numeric name is given as its text
     * @param arguments the arguments behind the name
     */
    record Event(String namespace, long ackId, String name, Arguments arguments) implements Packet {}

    /**
     * Types 3 and 6: the answer to an event of ours.
     *
     * @param ackId the id of that event, or -1 if the peer gave none: no event awaits such an answer
     */
    record Ack(String namespace, long ackId, Arguments arguments) implements Packet {}

    /** Type 4: only servers send it; a server that receives one closes the connection. */
    record ConnectError(String namespace, @Nullable Arguments payload) implements Packet {}
}
