package dev.madang.protocol;

import java.util.Arrays;
import java.util.zip.Deflater;

/**
 * Makes compressed WebSocket frames (RFC 7692, 7.2.1), each with a fresh context. For one thread, many connections.
 * Holds native memory until closed.
 */
public final class MessageDeflater implements AutoCloseable {
    /** What a flush ends with, and a compressed message does not carry: the length of an empty stored block. */
    static final int TAIL = 4;

    private final Deflater deflater;
    private long compressions;

    /**
     * A compressor.
     *
     * @param level from 1 to 9, or -1 for zlib's default
     */
    public MessageDeflater(int level) {
        this.deflater = new Deflater(level, true);
    }

    /**
     * The message as a compressed frame, made once and remembered for all later recipients on all threads; the message
     * itself if that makes it no smaller.
     */
    public EncodedMessage deflate(EncodedMessage message) {
        return message.deflated(this);
    }

    EncodedMessage compress(EncodedMessage message) {
        compressions++;
        int length = message.payloadLength();
        byte[] out = new byte[EncodedMessage.HEADROOM + length + TAIL];
        int room = out.length - EncodedMessage.HEADROOM;
        deflater.reset();
        deflater.setInput(message.array(), message.payloadOffset(), length);
        int written = deflater.deflate(out, EncodedMessage.HEADROOM, room, Deflater.SYNC_FLUSH);
        int size = written - TAIL;
        if (written == room || size <= 0 || size >= length) {
            return message;
        }
        byte[] array = Arrays.copyOf(out, EncodedMessage.HEADROOM + size);
        return EncodedMessage.framed(array, EncodedMessage.HEADROOM, array.length, message.binary(), true);
    }

    /** How many messages it has compressed: not those that another one had compressed before. */
    public long compressions() {
        return compressions;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
