package dev.madang.protocol;

/** The packet types of Engine.IO (protocol 4, "Packet encoding"); the ordinal is the digit on the wire. */
public enum EngineType {
    /** The handshake, from the server. */
    OPEN,
    /** The transport is about to close. */
    CLOSE,
    /** Heartbeat: from the server in protocol 4, from the client in 3, and the probe of an upgrade. */
    PING,
    /** The answer to a ping. */
    PONG,
    /** Data of the layer above. */
    MESSAGE,
    /** The client moves to the probed transport. */
    UPGRADE,
    /** Ends a waiting poll. */
    NOOP
}
