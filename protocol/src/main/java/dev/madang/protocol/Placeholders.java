package dev.madang.protocol;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BinaryNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the attachments of one packet into the places that the peer named. Every object whose {@code _placeholder} is
 * true is a place, whatever else it holds and in whatever order.
 */
final class Placeholders {
    static final String MARK = "_placeholder";
    static final String NUMBER = "num";

    private final List<byte[]> attachments;
    private final BitSet placed = new BitSet();
    private boolean broken;

    Placeholders(List<byte[]> attachments) {
        this.attachments = attachments;
    }

    /** Writes the place of attachment {@code number}. */
    static void write(int number, ByteSink out) {
        out.ascii("{\"_placeholder\":true,\"num\":");
        out.ascii(Integer.toString(number));
        out.write('}');
    }

    /** The tree with its attachments: itself, changed in place, or what replaces it. */
    JsonNode fill(JsonNode tree) {
        if (tree instanceof ObjectNode object) {
            if (isPlace(object)) {
                return attachment(object.get(NUMBER));
            }
            for (Map.Entry<String, JsonNode> property : object.properties()) {
                property.setValue(fill(property.getValue()));
            }
        } else if (tree instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, fill(array.get(i)));
            }
        }
        return tree;
    }

    /** Whether each attachment was asked for once, and nothing else was. */
    boolean complete() {
        return !broken && placed.cardinality() == attachments.size();
    }

    private static boolean isPlace(ObjectNode object) {
        JsonNode mark = object.get(MARK);
        return mark != null && mark.isBoolean() && mark.booleanValue();
    }

    private JsonNode attachment(@Nullable JsonNode number) {
        int wanted = number != null && number.isIntegralNumber() && number.canConvertToInt() ? number.intValue() : -1;
        if (wanted < 0 || wanted >= attachments.size() || placed.get(wanted)) {
            broken = true;
            return BinaryNode.valueOf(new byte[0]);
        }
        placed.set(wanted);
        return BinaryNode.valueOf(attachments.get(wanted));
    }
}
