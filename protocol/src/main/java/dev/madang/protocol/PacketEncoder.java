package dev.madang.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Socket.IO packets to bytes (Socket.IO protocol 5, "Packet encoding"). Each packet is written once, straight into
 * the array that goes to every recipient, with room for the WebSocket header in front. Safe for all threads.
 */
public final class PacketEncoder {
    private final Json json;

    /** Encodes arguments with {@code json}. */
    public PacketEncoder(Json json) {
        this.json = json;
    }

    /**
     * An event; binary (type 5) by content.
     *
     * @param ackId the id that the answer must carry, or -1 for none
     * @throws IllegalArgumentException if an argument has no JSON form
     */
    public EncodedPacket event(String namespace, long ackId, String name, List<? extends @Nullable Object> arguments) {
        throw new UnsupportedOperationException("skeleton " + json);
    }

    /** The answer to a peer's event; binary (type 6) by content. */
    public EncodedPacket ack(String namespace, long ackId, List<? extends @Nullable Object> arguments) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The reply to a CONNECT: {@code {"sid":…}}, and {@code "pid"} if it is not null. */
    public EncodedPacket connect(String namespace, String sid, @Nullable String pid) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** A refused CONNECT: {@code {"message":…}}, and {@code "data"} if it is not null. */
    public EncodedPacket connectError(String namespace, String message, @Nullable Object data) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The server takes the client out of a namespace. */
    public EncodedPacket disconnect(String namespace) {
        throw new UnsupportedOperationException("skeleton");
    }
}
