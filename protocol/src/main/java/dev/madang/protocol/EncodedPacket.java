package dev.madang.protocol;

import java.util.List;

/**
 * One Socket.IO packet, encoded once: its first message and the attachments that follow it. A packet is one element
 * of every queue, so its messages are never separated. Immutable, and shared by all recipients of a broadcast.
 */
public final class EncodedPacket {
    private final EncodedMessage first;
    private final List<EncodedMessage> attachments;
    private final int bytes;

    EncodedPacket(EncodedMessage first, List<EncodedMessage> attachments) {
        this.first = first;
        this.attachments = List.copyOf(attachments);
        int sum = first.payloadLength();
        for (EncodedMessage attachment : this.attachments) {
            sum += attachment.payloadLength();
        }
        this.bytes = sum;
    }

    /** The first message: text, unless the parser is a binary one. */
    public EncodedMessage first() {
        return first;
    }

    /** The binary messages that follow, in the order of their placeholders; mostly none. */
    public List<EncodedMessage> attachments() {
        return attachments;
    }

    /** Payload bytes of all messages together. */
    public int bytes() {
        return bytes;
    }
}
