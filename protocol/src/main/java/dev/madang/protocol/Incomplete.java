package dev.madang.protocol;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An event or ack some of whose attachments have not come. */
final class Incomplete {
    private final String namespace;
    private final long ackId;
    private final @Nullable String name;
    private final Arguments arguments;
    private final int announced;
    private final List<byte[]> attachments = new ArrayList<>();
    private int bytes;

    /**
     * Copies what the arguments read from the caller's buffer.
     *
     * @param name null for an ack
     */
    Incomplete(String namespace, long ackId, @Nullable String name, Arguments arguments, int announced) {
        this.namespace = namespace;
        this.ackId = ackId;
        this.name = name;
        this.arguments = arguments.owned();
        this.announced = announced;
    }

    /** Takes the bytes of the next attachment over. */
    void add(byte[] attachment) {
        attachments.add(attachment);
        bytes += attachment.length;
    }

    int bytes() {
        return bytes;
    }

    int missing() {
        return announced - attachments.size();
    }

    /** The packet, with the attachments in their places. */
    Decoded packet(Json json) {
        Placeholders places = new Placeholders(attachments);
        List<JsonNode> nodes = new ArrayList<>(arguments.size());
        try {
            for (int i = 0; i < arguments.size(); i++) {
                nodes.add(places.fill(arguments.node(i)));
            }
        } catch (RuntimeException refusedByTheJsonLibrary) {
            return new Violation(Rule.INVALID_JSON, 0);
        }
        if (!places.complete()) {
            return new Violation(Rule.INVALID_PLACEHOLDER, 0);
        }
        Arguments filled = new TreeArguments(json, nodes, arguments.bytes() + bytes);
        return name == null
                ? new Packet.Ack(namespace, ackId, filled)
                : new Packet.Event(namespace, ackId, name, filled);
    }
}
