package dev.madang.protocol;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Socket.IO packets to bytes. Each packet is written once, into the array that goes to every recipient. Safe for all
 * threads.
 */
public interface PacketEncoder {
    /**
     * An event.
     *
     * @param ackId the id that the answer must carry, or -1 for none
     * @throws IllegalArgumentException if an argument has no form in this encoding
     */
    EncodedPacket event(String namespace, long ackId, String name, List<? extends @Nullable Object> arguments);

    /**
     * The answer to a peer's event.
     *
     * @throws IllegalArgumentException if an argument has no form in this encoding
     */
    EncodedPacket ack(String namespace, long ackId, List<? extends @Nullable Object> arguments);

    /** The reply to a CONNECT: {@code sid}, and {@code pid} if it is not null. */
    EncodedPacket connect(String namespace, String sid, @Nullable String pid);

    /**
     * A refused CONNECT: {@code message}, and {@code data} if it is not null.
     *
     * @throws IllegalArgumentException if the data has no form in this encoding, or holds bytes: not every parser's
     *     packet can carry them
     */
    EncodedPacket connectError(String namespace, String message, @Nullable Object data);

    /** The server takes the client out of a namespace. */
    EncodedPacket disconnect(String namespace);

    /**
     * A copy of an event with one more argument behind the others; the attachments are shared. Connection state
     * recovery tells clients the offset of an event this way.
     *
     * @param event an event that an encoder of the same parser made
     */
    EncodedPacket append(EncodedPacket event, String lastArgument);
}
