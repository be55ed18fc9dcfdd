package dev.madang.protocol;

/**
 * Engine.IO messages of one connection to Socket.IO packets. Total: whatever comes in, the answer is a {@link
 * Decoded}; after a violation the connection must be closed. Holds the packet that awaits attachments, so there is one
 * decoder per connection, and it is not thread-safe.
 */
public final class PacketDecoder {
    private final Json json;
    private final DecoderLimits limits;

    /** A decoder at the start of a connection. */
    public PacketDecoder(Json json, DecoderLimits limits) {
        this.json = json;
        this.limits = limits;
    }

    /**
     * A text message, without the Engine.IO type digit. The arguments of the packet read from {@code array}, unless
     * they are {@linkplain Arguments#owned() made to own} their bytes.
     */
    public Decoded text(byte[] array, int offset, int length) {
        throw new UnsupportedOperationException("skeleton " + json + limits);
    }

    /** A binary message: an attachment, whose bytes are copied. */
    public Decoded binary(byte[] array, int offset, int length) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Whether a packet is waiting for attachments; the caller bounds how long. */
    public boolean awaitsAttachments() {
        return false;
    }

    /** Forgets a packet that awaits attachments: the connection ends. */
    public void reset() {}
}
