package dev.madang.protocol;

import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Arguments that are still MessagePack, in somebody's buffer or in an array of their own. */
final class MsgpackArguments extends ElementArguments {
    /** The elements from {@code first} on of a packet in {@code array}, at the indexes that they name. */
    MsgpackArguments(Json json, byte[] array, Elements elements, int first) {
        this(json, array, 0, elements, first, false);
    }

    private MsgpackArguments(Json json, byte[] array, int base, Elements elements, int first, boolean owned) {
        super(json, array, base, elements, first, owned);
    }

    @Override
    Arguments owned(byte[] copy, int base, Elements elements, int first) {
        return new MsgpackArguments(json, copy, base, elements, first, true);
    }

    @Override
    @SuppressWarnings("unchecked") // each branch reads what was asked for
    public <T> @Nullable T get(int index, Class<T> type) {
        if (missing(index)) {
            return null;
        }
        int p = start(index);
        long head = MsgpackHead.at(array, p, end(index));
        int from = MsgpackHead.content(head, p);
        int length = MsgpackHead.length(head);
        MsgpackHead.Kind kind = MsgpackHead.kind(head);
        if (type == String.class && kind == MsgpackHead.Kind.STRING) {
            return (T) new String(array, from, length, StandardCharsets.UTF_8);
        }
        if (type == byte[].class && kind == MsgpackHead.Kind.BYTES) {
            return (T) Arrays.copyOfRange(array, from, from + length);
        }
        return (T) get(index, (Type) type);
    }

    @Override
    public @Nullable Object get(int index, Type type) {
        JsonNode node = node(index);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        try {
            return type == RawJson.class ? RawJson.of(node, json) : json.convert(node, type);
        } catch (RuntimeException unreadable) {
            throw Unreadable.as(index, type);
        }
    }

    @Override
    public JsonNode node(int index) {
        return missing(index) ? MissingNode.getInstance() : new MsgpackTree(array, start(index), end(index)).next();
    }
}
