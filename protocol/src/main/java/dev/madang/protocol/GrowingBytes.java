package dev.madang.protocol;

import java.util.Arrays;

/** Bytes in an array that doubles when it is full. Encoders write to the array itself after asking for room. */
final class GrowingBytes implements ByteSink {
    byte[] array;
    int size;

    /** Starts behind {@code headroom} bytes, into which the caller puts what it knows only at the end. */
    GrowingBytes(int headroom, int capacity) {
        array = new byte[headroom + capacity];
        size = headroom;
    }

    @Override
    public void write(int octet) {
        if (size == array.length) {
            room(1);
        }
        array[size++] = (byte) octet;
    }

    @Override
    public void write(byte[] source, int offset, int length) {
        room(length);
        System.arraycopy(source, offset, array, size, length);
        size += length;
    }

    @Override
    @SuppressWarnings("deprecation") // the copy of the low bytes is what ASCII asks for
    public void ascii(String text) {
        int length = text.length();
        room(length);
        text.getBytes(0, length, array, size);
        size += length;
    }

    /** Makes sure that {@code more} bytes fit behind {@link #size}. */
    void room(int more) {
        if (array.length - size < more) {
            int needed = Math.addExact(size, more);
            int doubled = (int) Math.min(array.length * 2L, Integer.MAX_VALUE - 8);
            array = Arrays.copyOf(array, Math.max(needed, doubled));
        }
    }
}
