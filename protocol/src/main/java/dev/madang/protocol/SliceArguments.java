package dev.madang.protocol;

import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Arguments that are still JSON text, in somebody's buffer or in an array of their own. */
final class SliceArguments extends ElementArguments {
    /*
     * Handlers mostly ask for strings, small integers and booleans. Those are read here; to set up a Jackson parser
     * costs more than they do.
     */

    private static final int INT_DIGITS = 9;
    private static final int LONG_DIGITS = 18;

    /** The elements from {@code first} on of a text in {@code array}, at the indexes that they name. */
    SliceArguments(Json json, byte[] array, Elements elements, int first) {
        this(json, array, 0, elements, first, false);
    }

    private SliceArguments(Json json, byte[] array, int base, Elements elements, int first, boolean owned) {
        super(json, array, base, elements, first, owned);
    }

    @Override
    Arguments owned(byte[] copy, int base, Elements elements, int first) {
        return new SliceArguments(json, copy, base, elements, first, true);
    }

    @Override
    @SuppressWarnings("unchecked") // each branch reads what was asked for
    public <T> @Nullable T get(int index, Class<T> type) {
        if (absent(index)) {
            return null;
        }
        Object plain = plain(start(index), end(index), type);
        return (T) (plain != null ? plain : read(index, type));
    }

    @Override
    public @Nullable Object get(int index, Type type) {
        return type instanceof Class<?> plain ? get(index, plain) : absent(index) ? null : read(index, type);
    }

    @Override
    public JsonNode node(int index) {
        if (missing(index)) {
            return MissingNode.getInstance();
        }
        try {
            return json.tree(array, start(index), end(index) - start(index));
        } catch (RuntimeException unreadable) {
            throw Unreadable.as(index, JsonNode.class);
        }
    }

    private boolean absent(int index) {
        return missing(index) || array[start(index)] == 'n';
    }

    private @Nullable Object read(int index, Type type) {
        try {
            return json.read(array, start(index), end(index) - start(index), type);
        } catch (RuntimeException unreadable) {
            throw Unreadable.as(index, type);
        }
    }

    /** The value of a plain type, or null if that takes more than a look. */
    private @Nullable Object plain(int start, int end, Class<?> type) {
        byte lead = array[start];
        if (type == String.class) {
            return lead == '"' ? JsonText.read(array, start + 1, end - 1) : null;
        }
        if (type == RawJson.class) {
            return new RawJson(Arrays.copyOfRange(array, start, end));
        }
        if (type == Boolean.class || type == boolean.class) {
            return lead == 't' ? Boolean.TRUE : lead == 'f' ? Boolean.FALSE : null;
        }
        if (type == Integer.class || type == int.class) {
            return isWhole(start, end, INT_DIGITS) ? (Object) (int) whole(start, end) : null;
        }
        if (type == Long.class || type == long.class) {
            return isWhole(start, end, LONG_DIGITS) ? (Object) whole(start, end) : null;
        }
        return null;
    }

    private boolean isWhole(int start, int end, int maxDigits) {
        int from = array[start] == '-' ? start + 1 : start;
        return end - from <= maxDigits && JsonScanner.digits(array, from, end) == end;
    }

    private long whole(int start, int end) {
        return array[start] == '-' ? -JsonScanner.whole(array, start + 1, end) : JsonScanner.whole(array, start, end);
    }
}
