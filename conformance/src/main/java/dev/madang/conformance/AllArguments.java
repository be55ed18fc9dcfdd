package dev.madang.conformance;

import dev.madang.protocol.Arguments;
import tools.jackson.databind.JsonNode;

/** The arguments of an event, to be sent back as they came. */
final class AllArguments {
    private AllArguments() {}

    static Object[] of(Arguments arguments) {
        JsonNode[] nodes = new JsonNode[arguments.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = arguments.node(i);
        }
        return nodes;
    }
}
