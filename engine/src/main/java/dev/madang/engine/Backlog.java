package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineDialect;
import java.util.ArrayDeque;

/** What waits for a poll, in order, within the limits of one client. */
final class Backlog {
    private final ArrayDeque<EncodedMessage> messages = new ArrayDeque<>(4);
    private final int maxBytes;
    private final int maxPackets;
    private int packets;
    private int bytes;
    private int bodyEstimate;
    private boolean compressible;

    Backlog(EngineOptions options) {
        this.maxBytes = options.maxQueuedBytes();
        this.maxPackets = options.maxQueuedPackets();
    }

    /** Whether the packet keeps the limits; one larger packet may enter while no other waits. */
    boolean fits(EncodedPacket packet) {
        return packets == 0 || packets < maxPackets && packet.bytes() <= maxBytes - bytes;
    }

    void add(EncodedPacket packet) {
        packets++;
        bytes += packet.bytes();
        compressible = true;
        add(packet.first());
        for (EncodedMessage attachment : packet.attachments()) {
            add(attachment);
        }
    }

    /** Adds a packet of the engine's own, which counts against no limit: there are never many. */
    void add(EncodedMessage message) {
        messages.add(message);
        bodyEstimate += 1 + (message.binary() ? 1 + (message.payloadLength() + 2) / 3 * 4 : message.payloadLength());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    /** Whether any of the packets wants to be compressed. */
    boolean compressible() {
        return compressible;
    }

    /** Takes all as one polling body. */
    PayloadBuffer takePayload(EngineDialect dialect) {
        PayloadBuffer body = PayloadBuffer.of(dialect, messages, bodyEstimate);
        clear();
        return body;
    }

    /** Moves all to another transport, as it stands. */
    void moveTo(Transport transport) {
        for (EncodedMessage message : messages) {
            transport.send(message);
        }
        clear();
    }

    /** Drops all. */
    void clear() {
        messages.clear();
        packets = 0;
        bytes = 0;
        bodyEstimate = 0;
        compressible = false;
    }
}
