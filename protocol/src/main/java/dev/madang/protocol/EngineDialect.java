package dev.madang.protocol;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * How one client speaks Engine.IO: the revision of the protocol, and whether it takes bytes as they are. Everything in
 * which the revisions differ is here. Immutable, safe for all threads.
 */
public sealed interface EngineDialect permits Dialect3, Dialect4 {
    /** Protocol 4: clients since Socket.IO 3. */
    EngineDialect V4 = new Dialect4();

    /** Protocol 3 of clients that take binary frames and bodies: Socket.IO 1 and 2. */
    EngineDialect V3 = new Dialect3(false);

    /** Protocol 3 of clients that said {@code b64=1}: all bytes go to them as base64. */
    EngineDialect V3_BASE64 = new Dialect3(true);

    /**
     * The dialect of a client.
     *
     * @param revision 3 or 4
     * @param base64 whether the client takes no bytes but as base64; always so over polling in protocol 4
     */
    static EngineDialect of(int revision, boolean base64) {
        return switch (revision) {
            case 3 -> base64 ? V3_BASE64 : V3;
            case 4 -> V4;
            default -> throw new IllegalArgumentException("no Engine.IO protocol " + revision);
        };
    }

    /** The revision of the protocol: 3 or 4. */
    int revision();

    /** Whether the client sends the pings and the server answers; otherwise it is the other way round. */
    boolean clientPings();

    /**
     * A packet as a WebSocket text frame carries it. The frame has been checked to be UTF-8 (RFC 6455, 8.1).
     *
     * @return the violation, or null if the visitor got the packet
     */
    @Nullable
    Violation text(byte[] array, int offset, int length, EnginePacketVisitor visitor);

    /** A packet as a WebSocket binary frame carries it; otherwise as {@link #text}. */
    @Nullable
    Violation binary(byte[] array, int offset, int length, EnginePacketVisitor visitor);

    /** Whether polling bodies may be binary, in both directions. */
    boolean binaryBodies();

    /**
     * A polling body. Decoding stops at the first bad packet; the packets before it have been handed over.
     *
     * @param binary whether the body is binary; never where {@link #binaryBodies} is false
     * @param maxPackets how many packets the payload may hold
     * @return the violation, or null if the visitor got all packets or stopped by itself
     */
    @Nullable
    Violation payload(
            boolean binary, byte[] array, int offset, int length, int maxPackets, EnginePacketVisitor visitor);

    /**
     * Writes messages, at least one, as one polling body.
     *
     * @return whether the body is binary; otherwise it is UTF-8
     */
    boolean write(Collection<EncodedMessage> messages, ByteSink body);

    /** The rendering of a message for this client's WebSocket; mostly the message itself. */
    EncodedMessage frame(EncodedMessage message);
}
