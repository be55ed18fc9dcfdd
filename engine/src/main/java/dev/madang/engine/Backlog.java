package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineDialect;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What waits for a poll, in order, within the limits of one client. */
final class Backlog {
    private final List<EncodedMessage> messages = new ArrayList<>(4);
    private final BitSet incompressible = new BitSet();
    private final int maxBytes;
    private final int maxPackets;
    private int packets;
    private int bytes;
    private int bodyEstimate;

    Backlog(EngineOptions options) {
        this.maxBytes = options.maxQueuedBytes();
        this.maxPackets = options.maxQueuedPackets();
    }

    /** Whether the packet keeps the limits; one larger packet may enter while no other waits. */
    boolean fits(EncodedPacket packet) {
        return packets == 0 || packets < maxPackets && packet.bytes() <= maxBytes - bytes;
    }

    void add(EncodedPacket packet, boolean compress) {
        packets++;
        bytes += packet.bytes();
        add(packet.first(), compress);
        for (EncodedMessage attachment : packet.attachments()) {
            add(attachment, compress);
        }
    }

    /** Adds a packet of the engine's own, which counts against no limit: there are never many. */
    void add(EncodedMessage message, boolean compress) {
        incompressible.set(messages.size(), !compress);
        messages.add(message);
        bodyEstimate += 1 + (message.binary() ? 1 + (message.payloadLength() + 2) / 3 * 4 : message.payloadLength());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether a body of all that waits may be compressed: one packet in it that may be is enough. */
    boolean compressible() {
        return incompressible.cardinality() < messages.size();
    }

    int bytes() {
        return bytes;
    }

    /** Takes all as one polling body. */
    PayloadBuffer takePayload(EngineDialect dialect) {
        PayloadBuffer body = PayloadBuffer.of(dialect, messages, bodyEstimate);
        clear();
        return body;
    }

    /** Moves all to another transport, as it stands. */
    void moveTo(Transport transport) {
        for (int i = 0; i < messages.size(); i++) {
            transport.send(messages.get(i), !incompressible.get(i));
        }
        clear();
    }

    /** Drops all. */
    void clear() {
        messages.clear();
        packets = 0;
        bytes = 0;
        bodyEstimate = 0;
        incompressible.clear();
    }
}
