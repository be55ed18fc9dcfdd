package dev.madang.engine;

import dev.madang.protocol.EncodedMessage;
import dev.madang.protocol.EncodedPacket;
import dev.madang.protocol.EngineCodec;
import java.util.ArrayDeque;

/** What waits for a poll, in order, within the limits of one client. */
final class Backlog {
    private final ArrayDeque<Entry> messages = new ArrayDeque<>(4);
    private final int maxBytes;
    private final int maxPackets;
    private int packets;
    private int bytes;
    private int bodyEstimate;
    private boolean compressible;

    private record Entry(EncodedMessage message, boolean compress) {}

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
        messages.add(new Entry(message, compress));
        compressible |= compress;
        bodyEstimate += 1 + (message.binary() ? 1 + (message.payloadLength() + 2) / 3 * 4 : message.payloadLength());
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Whether a body of all that waits may be compressed: one packet in it that may be is enough. */
    boolean compressible() {
        return compressible;
    }

    int bytes() {
        return bytes;
    }

    /** Takes all as one polling body. */
    PayloadBuffer takePayload() {
        PayloadBuffer body = new PayloadBuffer(bodyEstimate);
        int written = 0;
        for (Entry entry : messages) {
            EngineCodec.appendToPayload(body, written++, entry.message);
        }
        clear();
        return body;
    }

    /** Moves all to another transport, as it stands. */
    void moveTo(Transport transport) {
        for (Entry entry : messages) {
            transport.send(entry.message, entry.compress);
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
