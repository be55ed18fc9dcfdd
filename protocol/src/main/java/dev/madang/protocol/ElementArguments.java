package dev.madang.protocol;

import java.util.Arrays;
import java.util.Objects;

/** Arguments that are still bytes of a packet, in somebody's buffer or in an array of their own. */
abstract sealed class ElementArguments implements Arguments permits SliceArguments, MsgpackArguments {
    final Json json;
    final byte[] array;
    private final int base;
    private final Elements elements;
    private final int first;
    private final boolean owned;

    /** The elements from {@code first} on of a packet, whose indexes count from {@code base} in {@code array}. */
    ElementArguments(Json json, byte[] array, int base, Elements elements, int first, boolean owned) {
        this.json = json;
        this.array = array;
        this.base = base;
        this.elements = elements;
        this.first = first;
        this.owned = owned;
    }

    /** The same elements in an array of their own. */
    abstract Arguments owned(byte[] copy, int base, Elements elements, int first);

    @Override
    public final int size() {
        return elements.count() - first;
    }

    @Override
    public final Arguments owned() {
        if (owned) {
            return this;
        }
        int from = size() == 0 ? base : start(0);
        byte[] copy = Arrays.copyOfRange(array, from, from + bytes());
        return owned(copy, base - from, elements, first);
    }

    @Override
    public final boolean isOwned() {
        return owned;
    }

    @Override
    public final int bytes() {
        return size() == 0 ? 0 : end(size() - 1) - start(0);
    }

    /** Whether there is no such argument. */
    final boolean missing(int index) {
        return Objects.checkIndex(index, Integer.MAX_VALUE) >= size();
    }

    final int start(int index) {
        return base + elements.start(first + index);
    }

    final int end(int index) {
        return base + elements.end(first + index);
    }
}
