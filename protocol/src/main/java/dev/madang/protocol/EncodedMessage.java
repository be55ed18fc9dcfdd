package dev.madang.protocol;

/**
 * One Engine.IO message, rendered once for all its recipients: the payload's bytes with, right in front of them, the
 * header of an unmasked WebSocket frame (RFC 6455, 5.2).
 *
 * <p>Server frames are not masked, so the same bytes serve every WebSocket client, and the part behind the header
 * serves every polling client. Immutable: nobody may write to {@link #array()}.
 */
public final class EncodedMessage {
    private final byte[] array;
    private final int frameOffset;
    private final int payloadOffset;
    private final int end;
    private final boolean binary;

    EncodedMessage(byte[] array, int frameOffset, int payloadOffset, int end, boolean binary) {
        this.array = array;
        this.frameOffset = frameOffset;
        this.payloadOffset = payloadOffset;
        this.end = end;
        this.binary = binary;
    }

    /** The bytes; only {@code [frameOffset, end)} belongs to this message. */
    public byte[] array() {
        return array;
    }

    /** Where the WebSocket frame begins. */
    public int frameOffset() {
        return frameOffset;
    }

    /** Where the payload begins: the packet type digit of a text message, the first data byte of a binary one. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Behind the last byte, of the frame and the payload alike. */
    public int end() {
        return end;
    }

    /** True for an attachment: a binary frame over WebSocket, {@code b} and base64 over polling. */
    public boolean binary() {
        return binary;
    }

    /** Bytes of the payload: what counts against a client's queue. */
    public int payloadLength() {
        return end - payloadOffset;
    }
}
