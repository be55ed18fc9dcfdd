package dev.madang.protocol;

import org.jspecify.annotations.Nullable;

/**
 * One Engine.IO message, rendered once for all its recipients: the payload's bytes with, right in front of them, the
 * header of an unmasked WebSocket frame (RFC 6455, 5.2).
 *
 * <p>Server frames are not masked, so the same bytes serve every WebSocket client, and the part behind the header
 * serves every polling client. Immutable: nobody may write to {@link #array()}. Its compressed form is made when the
 * first client wants it, and kept for all others.
 */
public final class EncodedMessage {
    /** The longest header: two bytes and a length of eight. */
    static final int HEADROOM = 10;

    private static final int FINAL = 0x80;
    private static final int COMPRESSED = 0x40;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int TWO_BYTE_LENGTH = 126;
    private static final int EIGHT_BYTE_LENGTH = 127;
    private static final int MAX_TWO_BYTES = 0xffff;

    private final byte[] array;
    private final int frameOffset;
    private final int payloadOffset;
    private final int end;
    private final boolean binary;
    private volatile @Nullable EncodedMessage deflated;

    /*
     * Made when it is first asked for, and then shared by all recipients. Two threads that ask at once make it twice:
     * it is immutable, so either will do, and no lock or fence is paid for by the many that never ask.
     */
    private @Nullable EncodedMessage typed;

    EncodedMessage(byte[] array, int frameOffset, int payloadOffset, int end, boolean binary) {
        this.array = array;
        this.frameOffset = frameOffset;
        this.payloadOffset = payloadOffset;
        this.end = end;
        this.binary = binary;
    }

    /** Puts the frame header in front of a payload, which has at least {@link #HEADROOM} bytes before it. */
    static EncodedMessage framed(byte[] array, int payloadOffset, int end, boolean binary) {
        return framed(array, payloadOffset, end, binary, false);
    }

    /** As {@link #framed(byte[], int, int, boolean)}; a compressed payload is marked as such (RFC 7692, 6). */
    static EncodedMessage framed(byte[] array, int payloadOffset, int end, boolean binary, boolean compressed) {
        int length = end - payloadOffset;
        int p = payloadOffset;
        if (length < TWO_BYTE_LENGTH) {
            array[--p] = (byte) length;
        } else if (length <= MAX_TWO_BYTES) {
            array[--p] = (byte) length;
            array[--p] = (byte) (length >>> 8);
            array[--p] = TWO_BYTE_LENGTH;
        } else {
            for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
                array[--p] = (byte) ((long) length >>> shift);
            }
            array[--p] = EIGHT_BYTE_LENGTH;
        }
        array[--p] = (byte) (FINAL | (compressed ? COMPRESSED : 0) | (binary ? BINARY : TEXT));
        return new EncodedMessage(array, p, payloadOffset, end, binary);
    }

    /** A binary message with a copy of some bytes. */
    static EncodedMessage binary(byte[] source, int offset, int length) {
        return of(true, source, offset, length);
    }

    /** A message with a copy of some bytes as they are: text is UTF-8, its packet type included. */
    public static EncodedMessage of(boolean binary, byte[] source, int offset, int length) {
        byte[] array = new byte[HEADROOM + length];
        System.arraycopy(source, offset, array, HEADROOM, length);
        return framed(array, HEADROOM, array.length, binary);
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

    /** This binary message as protocol 3 frames it: with its type as one byte in front. */
    EncodedMessage typed() {
        EncodedMessage made = typed;
        if (made == null) {
            byte[] bytes = new byte[HEADROOM + 1 + payloadLength()];
            bytes[HEADROOM] = (byte) EngineType.MESSAGE.ordinal();
            System.arraycopy(array, payloadOffset, bytes, HEADROOM + 1, payloadLength());
            made = framed(bytes, HEADROOM, bytes.length, true);
            typed = made;
        }
        return made;
    }

    /** The compressed form, or this if that is no smaller. A second thread waits for the first one to finish it. */
    EncodedMessage deflated(MessageDeflater deflater) {
        EncodedMessage made = deflated;
        if (made == null) {
            synchronized (this) {
                made = deflated;
                if (made == null) {
                    made = deflater.compress(this);
                    deflated = made;
                }
            }
        }
        return made;
    }

    /** Bytes of the payload: what counts against a client's queue. */
    public int payloadLength() {
        return end - payloadOffset;
    }
}
