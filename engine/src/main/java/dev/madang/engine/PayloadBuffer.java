package dev.madang.engine;

import dev.madang.protocol.ByteSink;
import java.util.Arrays;

/** A growing array that a polling body is written to. */
final class PayloadBuffer implements ByteSink {
    private byte[] array;
    private int length;

    PayloadBuffer(int estimate) {
        this.array = new byte[Math.max(16, estimate)];
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
}
