package dev.madang.protocol;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads MessagePack values that were checked as trees, one behind the other. */
final class MsgpackTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final byte[] array;
    private final int end;
    private int p;

    /** Starts at {@code from}. */
    MsgpackTree(byte[] array, int from, int end) {
        this.array = array;
        this.p = from;
        this.end = end;
    }

    /** The next value; undefined is null. */
    JsonNode next() {
        JsonNode node = nextOrUndefined();
        return node == null ? NODES.nullNode() : node;
    }

    private @Nullable JsonNode nextOrUndefined() {
        int start = p;
        long head = MsgpackHead.at(array, start, end);
        int from = MsgpackHead.content(head, start);
        int length = MsgpackHead.length(head);
        MsgpackHead.Kind kind = MsgpackHead.kind(head);
        p = kind == MsgpackHead.Kind.ARRAY || kind == MsgpackHead.Kind.MAP ? from : from + length;
        return switch (kind) {
            case NIL -> NODES.nullNode();
            case BOOLEAN -> NODES.booleanNode(array[start] == (byte) 0xc3);
            case INTEGER, UNSIGNED, FLOAT -> MsgpackNumber.at(array, start, end);
            case STRING -> NODES.stringNode(new String(array, from, length, StandardCharsets.UTF_8));
            case BYTES -> NODES.binaryNode(Arrays.copyOfRange(array, from, from + length));
            case DATE -> instant(MsgpackNumber.date(array, from));
            case TIMESTAMP -> instant(MsgpackNumber.timestamp(array, from, length));
            case ARRAY -> elements(length);
            case MAP -> entries(length);
            case UNDEFINED, OTHER_EXTENSION -> null;
        };
    }

    private JsonNode elements(int count) {
        ArrayNode elements = NODES.arrayNode();
        for (int i = 0; i < count; i++) {
            elements.add(next());
        }
        return elements;
    }

    private JsonNode entries(int count) {
        ObjectNode object = NODES.objectNode();
        for (int i = 0; i < count; i++) {
            String name = next().asString();
            JsonNode value = nextOrUndefined();
            if (value == null) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        }
        return object;
    }

    private static JsonNode instant(@Nullable Instant instant) {
        return instant == null ? NODES.nullNode() : NODES.stringNode(IsoText.of(instant));
    }
}
