package dev.madang.protocol;

/**
 * Engine.IO messages of one connection to Socket.IO packets. Total: whatever comes in, the answer is a {@link
 * Decoded}; after a violation the connection must be closed. Holds the packet that awaits attachments, so there is one
 * decoder per connection, and it is not thread-safe.
 */
public interface PacketDecoder {
    /**
     * A text message, without the Engine.IO type digit. The arguments of the packet read from {@code array}, unless
     * they are {@linkplain Arguments#owned() made to own} their bytes.
     */
    Decoded text(byte[] array, int offset, int length);

    /** A binary message: an attachment, or a whole packet of a binary parser. As for text, nothing is kept of it. */
    Decoded binary(byte[] array, int offset, int length);

    /** Whether a packet is waiting for attachments; the caller bounds how long. */
    boolean awaitsAttachments();

    /** Forgets a packet that awaits attachments: the connection ends. */
    void reset();
}
