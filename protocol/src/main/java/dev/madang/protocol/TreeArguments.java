package dev.madang.protocol;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Arguments of a packet that came with attachments: trees in which the bytes have their places. */
final class TreeArguments implements Arguments {
    private final Json json;
    private final List<JsonNode> nodes;
    private final int bytes;

    /** Takes the list over. */
    TreeArguments(Json json, List<JsonNode> nodes, int bytes) {
        this.json = json;
        this.nodes = nodes;
        this.bytes = bytes;
    }

    @Override
    public int size() {
        return nodes.size();
    }

    @Override
    @SuppressWarnings("unchecked") // the converter is asked for this type
    public <T> @Nullable T get(int index, Class<T> type) {
        return (T) get(index, (Type) type);
    }

    @Override
    public @Nullable Object get(int index, Type type) {
        JsonNode node = node(index);
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        if (type == String.class && node.isString()) {
            return node.stringValue();
        }
        try {
            return type == RawJson.class ? RawJson.of(node, json) : json.convert(node, type);
        } catch (RuntimeException unreadable) {
            throw Unreadable.as(index, type);
        }
    }

    @Override
    public JsonNode node(int index) {
        return Objects.checkIndex(index, Integer.MAX_VALUE) < nodes.size()
                ? nodes.get(index)
                : MissingNode.getInstance();
    }

    @Override
    public Arguments owned() {
        return this;
    }

    @Override
    public boolean isOwned() {
        return true;
    }

    @Override
    public int bytes() {
        return bytes;
    }
}
