package dev.madang.server;

import dev.madang.protocol.EncodedPacket;

/**
 * An event of one namespace, encoded once, to be sent any number of times to any number of its sockets. Immutable. It
 * holds its bytes, not the arguments. Made by {@link Namespace#prepare}.
 */
public final class PreparedEvent {
    private final String namespace;
    private final String name;
    private final EncodedPacket packet;

    PreparedEvent(String namespace, String name, EncodedPacket packet) {
        this.namespace = namespace;
        this.name = name;
        this.packet = packet;
    }

    /** The namespace whose sockets understand it. */
    public String namespace() {
        return namespace;
    }

    /** The event's name. */
    public String name() {
        return name;
    }

    /** The bytes, for adapters. */
    public EncodedPacket packet() {
        return packet;
    }
}
