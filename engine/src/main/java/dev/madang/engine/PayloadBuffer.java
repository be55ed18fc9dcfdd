package dev.madang.engine;

import dev.madang.protocol.ByteSink;
import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EngineDialect;
import java.util.Arrays;
import java.util.Collection;

/** A growing array that a polling body is written to. */
final class PayloadBuffer implements ByteSink {
    private byte[] array;
    private int length;
    private boolean binary;

    private PayloadBuffer(int estimate) {
        this.array = new byte[Math.max(16, estimate)];
    }

    /** An empty body that will have about this length. */
    static PayloadBuffer sized(int estimate) {
        return new PayloadBuffer(estimate);
    }

    /** A body of these messages, at least one, for a client that speaks so. */
    static PayloadBuffer of(EngineDialect dialect, Collection<EncodedMessage> messages, int estimate) {
        PayloadBuffer body = new PayloadBuffer(estimate);
        body.binary = dialect.write(messages, body);
        return body;
    }

    @Override
    public void write(int octet) {
        reserve(1);
        array[length++] = (byte) octet;
    }

    @Override
    public void write(byte[] source, int offset, int count) {
        reserve(count);
        System.arraycopy(source, offset, array, length, count);
        length += count;
    }

    private void reserve(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(length + more, array.length + (array.length >> 1)));
        }
    }

    byte[] array() {
        return array;
    }

    int length() {
        return length;
    }

    /** Whether this is no text. */
    boolean binary() {
        return binary;
    }
}
